"""The plan of a project: compiled once by dbt, kept in the home, good until the project changes."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeAlias

from warehouse.builds.inputs import project_files
from warehouse.builds.manifest import MANIFEST_NAME, Manifest
from warehouse.builds.plan_limits import UnplannableError, check_plannable
from warehouse.builds.plan_steps import Step, steps_of
from warehouse.ground.settings import Settings

# What writes the SQL, what puts more around it, and what runs it.
AUTHORS = ("dbt-core", "dbt-duckdb", "duckdb")
NAME = "plan.json"
SEED = ".csv"
ENVIRONMENT = re.compile(rb"env_var\(\s*['\"](\w+)['\"]")
# These lead to the home and to the project; the plan holds for any.
OWN_VARIABLES = {
    *(b"WAREHOUSE_DATABASE", b"WAREHOUSE_HOME", b"WAREHOUSE_LAKE", b"WAREHOUSE_PROJECT_DIR"),
}
# Compiles into the folder given, and answers what the profile sets in DuckDB.
Compile: TypeAlias = Callable[[Settings], Mapping[str, Any]]


@dataclass(frozen=True)
class Plan:
    """How a project is built without dbt.

    Attributes:
        manifest: The project, compiled.
        steps: In their order.
        configuration: What the project's profile sets in DuckDB.
    """

    manifest: Manifest
    steps: list[Step]
    configuration: Mapping[str, Any]


def plan_folder(settings: Settings) -> Path:
    """Answers where a home keeps the plan."""
    return settings.dbt_folder / "plan"


def kept_plan(settings: Settings) -> Plan | None:
    """Answers the plan that a home keeps; nothing if the project has changed since.

    Raises:
        UnplannableError: The project, as it is, holds what a plan cannot.
    """
    folder = plan_folder(settings)
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if kept["sha256"] == plan_sha256(settings):
            if kept["cannot_hold"]:
                raise UnplannableError(None, kept["cannot_hold"])
            return _plan(settings, kept["configuration"])
    return None


def make_plan(settings: Settings, compile_project: Compile) -> Plan:
    """Has dbt compile a project, and keeps the plan that comes of it.

    Args:
        settings: Where the project and the home are.
        compile_project: Runs `dbt compile`, and answers what the profile sets in DuckDB.

    Raises:
        UnplannableError: The project holds what a plan cannot; that is kept too.
    """
    folder = plan_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).unlink(missing_ok=True)
    digest = plan_sha256(settings)
    configuration = compile_project(settings)
    written = settings.dbt_folder / "target" / MANIFEST_NAME
    written.replace(folder / MANIFEST_NAME)
    kept: dict[str, object] = {"sha256": digest, "configuration": configuration}
    try:
        plan = _plan(settings, configuration)
    except UnplannableError as error:
        _keep(folder, kept | {"cannot_hold": error.reason})
        raise
    _keep(folder, kept | {"cannot_hold": None})
    return plan


def plan_sha256(settings: Settings) -> str:
    """Answers a digest of all that the statements of a build depend on.

    Of a seed that is that it is there: its heading is looked at anew for every build, and no
    statement depends on its rows.
    """
    digest = hashlib.sha256()
    for author in AUTHORS:
        digest.update(f"{author} {version(author)}\0".encode())
    variables: set[bytes] = set()
    for path in project_files(settings):
        content = b"" if path.suffix == SEED else path.read_bytes()
        digest.update(f"{path.relative_to(settings.project_dir)}\0{len(content)}\0".encode())
        digest.update(content)
        variables.update(ENVIRONMENT.findall(content))
    for name in sorted(variables - OWN_VARIABLES):
        digest.update(name + b"\0" + os.environb.get(name, b"") + b"\0")
    return digest.hexdigest()


def _plan(settings: Settings, configuration: Mapping[str, Any]) -> Plan:
    manifest = Manifest.read(plan_folder(settings) / MANIFEST_NAME)
    check_plannable(manifest)
    return Plan(manifest, steps_of(manifest, settings.project_dir), configuration)


def _keep(folder: Path, kept: Mapping[str, object]) -> None:
    unfinished = folder / f".{NAME}"
    unfinished.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(folder / NAME)
