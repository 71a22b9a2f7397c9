"""How a project is built into a database: by its plan where it has one, else by dbt itself."""

import logging
from pathlib import Path

from warehouse.builds.database_file import create_database
from warehouse.builds.manifest import MANIFEST_NAME, Manifest
from warehouse.builds.outcomes import Outcome, Progress
from warehouse.builds.plan_limits import UnplannableError
from warehouse.builds.plan_runs import BrokenContractError, run_plan
from warehouse.builds.plans import Plan, kept_plan, make_plan
from warehouse.ground.settings import Settings

LOG = logging.getLogger(__name__)


def run_project(
    settings: Settings, database: Path, progress: Progress
) -> tuple[Outcome, Manifest | None]:
    """Builds and tests a project into a new database.

    dbt is imported, which takes a second, only where the project has changed since the plan was
    made, or holds what a plan cannot.

    Args:
        settings: Where the project and the home are.
        database: The file to write.
        progress: Called with the number of nodes done and of nodes in all.

    Returns:
        What came of it, and the project as dbt compiled it; nothing where dbt cannot read it.

    Raises:
        KeyboardInterrupt: The user stopped it.
        OSError: The home cannot be written.
    """
    try:
        plan = kept_plan(settings) or _new_plan(settings)
        if isinstance(plan, Outcome):
            return plan, None
        create_database(database)
        outcome = run_plan(plan, database, settings, progress)
    except (UnplannableError, BrokenContractError) as error:
        LOG.info("dbt builds the project itself: %s", error)
        return _by_dbt(settings, database, progress)
    return outcome, plan.manifest


def _new_plan(settings: Settings) -> Plan | Outcome:
    from warehouse.builds.dbt_runs import UncompiledError, compile_project

    try:
        return make_plan(settings, compile_project)
    except UncompiledError as error:
        return error.outcome


def _by_dbt(
    settings: Settings, database: Path, progress: Progress
) -> tuple[Outcome, Manifest | None]:
    from warehouse.builds.dbt_runs import run_dbt_build

    create_database(database)  # anew, where a plan has begun to fill it
    outcome = run_dbt_build(settings, database, progress)
    written = settings.dbt_folder / "target" / MANIFEST_NAME
    return outcome, Manifest.read(written) if written.is_file() else None
