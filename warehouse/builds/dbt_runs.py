"""Running dbt inside this process, and putting what it reports into plain words.

Importing this module imports dbt, which takes a second: only a build does so.
"""

import gc
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.factory import get_adapter_by_type
from dbt.artifacts.schemas.run import RunExecutionResult, RunResult
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt_common.events.base_types import EventMsg

from warehouse.builds.build_records import DATABASE_NAME, Cell, Finding, Kind
from warehouse.builds.dbt_messages import plain_lines, plain_sentence
from warehouse.builds.outcomes import Outcome, Progress, example_rows, in_thread
from warehouse.builds.plan_limits import UnplannableError
from warehouse.builds.plan_steps import ANY_LAKE, ANY_PROJECT
from warehouse.ground.settings import Settings

KINDS: dict[str, Kind] = {
    "test": "data_test",
    "unit_test": "unit_test",
    "seed": "seed",
}
FAILED = {"error", "fail", "runtime error", "partial success"}
TARGET = "build"
COMPILE = ("compile",)
# Unit tests try a model on mock rows, whatever a home holds: for those who change models.
BUILD = ("build", "--exclude-resource-type=unit_test")
# Of a profile: what opens other files, installs something or changes how dbt works.
ASKED_IN_VAIN = (
    *("attach", "config_options", "extensions", "filesystems", "flights", "is_ducklake"),
    *("module_paths", "motherduck_token", "plugins", "remote", "secrets"),
    *("use_credential_provider", "disable_transactions"),
)
# Objects made, and collections of each younger generation, before garbage is looked for.
COLLECTED_AFTER = (50_000, 20, 100)


class UncompiledError(Exception):
    """dbt could not compile the project.

    Attributes:
        outcome: What dbt said.
    """

    def __init__(self, outcome: Outcome) -> None:
        """Keeps what dbt said."""
        self.outcome = outcome
        super().__init__("dbt could not compile the project")


def run_dbt_build(settings: Settings, database: Path, progress: Progress) -> Outcome:
    """Builds and tests every node of the project into a database; unit tests are left out.

    Args:
        settings: Where the project and the home are.
        database: The file to write; profiles.yml reads its path from WAREHOUSE_DATABASE.
        progress: Called with the number of nodes done and of nodes in all.

    Raises:
        KeyboardInterrupt: The user stopped it; dbt's threads may still be running.
    """
    result = _invoke(settings, _variables(settings, database), BUILD, _listener(progress))
    return _outcome(result, database)


def compile_project(settings: Settings) -> Mapping[str, Any]:
    """Lets dbt compile the project for any home and checkout, and write its manifest.

    Args:
        settings: Where the project and the home are.

    Returns:
        What the project's profile sets in DuckDB.

    Raises:
        UncompiledError: dbt cannot read the project; it carries what dbt said.
        UnplannableError: The profile asks for what a plan cannot do.
        KeyboardInterrupt: The user stopped it.
    """
    # Always in the same place: dbt reads the whole project again where a profile has changed.
    folder = settings.dbt_folder / "compiling"
    database = folder / DATABASE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        anywhere = _variables(settings, database) | {
            "WAREHOUSE_LAKE": ANY_LAKE,
            "WAREHOUSE_PROJECT_DIR": ANY_PROJECT,
        }
        result = _invoke(settings, anywhere, COMPILE)
        if not result.success:
            raise UncompiledError(_outcome(result, database))
        return _configuration()
    finally:
        shutil.rmtree(folder)


def _variables(settings: Settings, database: Path) -> dict[str, str]:
    return {
        "WAREHOUSE_DATABASE": str(database),
        "WAREHOUSE_HOME": str(settings.home),
        "WAREHOUSE_LAKE": str(settings.lake),
        "WAREHOUSE_PROJECT_DIR": str(settings.project_dir),
        "WAREHOUSE_SUMMARIES": "shown" if settings.are_summaries_shown else "hidden",
        # What dbt's locks leave behind when a build is interrupted is no one's concern.
        "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
    }


def _configuration() -> Mapping[str, Any]:
    """Answers what the profile of the last run sets in DuckDB, where that is all it asks of it."""
    adapter: Callable[[str], Any] = get_adapter_by_type
    asked = adapter("duckdb").config.credentials
    if not isinstance(asked, DuckDBCredentials):
        raise UnplannableError(None, "profiles.yml asks for another database than DuckDB")
    for name in ASKED_IN_VAIN:
        if getattr(asked, name, None):
            raise UnplannableError(None, f"profiles.yml sets {name}")
    return dict(asked.settings or {})


def _invoke(
    settings: Settings,
    variables: Mapping[str, str],
    command: Sequence[str],
    *listeners: Callable[[EventMsg], None],
) -> dbtRunnerResult:
    ended: list[dbtRunnerResult] = []

    def invoke() -> None:
        runner = dbtRunner(callbacks=list(listeners))
        ended.append(runner.invoke([*_flags(settings), *command, *_places(settings)]))

    with _environment(variables), _folder_kept(), _seldom_collected():
        # In a thread of its own, for on Ctrl-C dbt would first wait for its running queries.
        in_thread(invoke)
        close_connections: Callable[[], object] = DuckDBConnectionManager.close_all_connections
        close_connections()
    return ended[0]


def _flags(settings: Settings) -> list[str]:
    return [
        "--quiet",
        "--log-level=none",
        "--log-level-file=info",
        "--no-use-colors",
        "--no-use-colors-file",
        "--no-send-anonymous-usage-stats",
        f"--log-path={settings.dbt_folder / 'logs'}",
    ]


def _places(settings: Settings) -> list[str]:
    return [
        f"--project-dir={settings.project_dir}",
        f"--profiles-dir={settings.project_dir}",
        f"--target-path={settings.dbt_folder / 'target'}",
        f"--target={TARGET}",
    ]


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _folder_kept() -> Iterator[None]:
    """Returns to the current folder, which dbt leaves for its project's."""
    before = Path.cwd()
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Lets Python look for garbage less often.

    dbt holds a great many objects until it ends, and looking through them again and again is a
    twelfth of a build's time; memory stays the same.
    """
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _listener(progress: Progress) -> Callable[[EventMsg], None]:
    done = total = 0

    def listen(event: EventMsg) -> None:
        nonlocal done, total
        if event.info.name in {"LogStartLine", "LogModelResult", "LogTestResult"}:
            total = max(total, int(getattr(event.data, "total", 0)))
        if event.info.name == "NodeFinished":
            done += 1
            progress(done, max(total, done))

    return listen


def _outcome(result: dbtRunnerResult, database: Path) -> Outcome:
    ended = result.result.results if isinstance(result.result, RunExecutionResult) else []
    failures = [_finding(node, database) for node in ended if node.status in FAILED]
    if not result.success and not failures:
        failures = [_project_finding(result.exception)]
    return Outcome(
        counts=dict(Counter(str(node.status) for node in ended)),
        warnings=[_finding(node, database) for node in ended if node.status == "warn"],
        failures=failures,
    )


def _finding(result: RunResult, database: Path) -> Finding:
    node = result.node
    kind = KINDS.get(str(node.resource_type), "model")
    sql = getattr(node, "compiled_code", None) if kind == "data_test" and result.failures else None
    message = result.message or ""
    return Finding(
        kind=kind,
        test=node.name,
        model=_model_of(node, kind),
        file=node.original_file_path,
        message=plain_lines(message) if kind == "unit_test" else plain_sentence(message),
        failures=result.failures or 0,
        rows=_rows(database, sql) if sql else [],
    )


def _rows(database: Path, sql: str) -> list[dict[str, Cell]]:
    with duckdb.connect(database, read_only=True) as connection:
        return example_rows(connection, sql)


def _model_of(node: object, kind: Kind) -> str:
    """Answers the model a test is about; of a test of several models, all of them."""
    if kind in {"model", "seed"}:
        return str(getattr(node, "name", ""))
    attached = getattr(node, "attached_node", None) or getattr(node, "tested_node_unique_id", None)
    depends_on = getattr(getattr(node, "depends_on", None), "nodes", [])
    return ", ".join(
        unique_id.split(".")[2] for unique_id in ([attached] if attached else depends_on)
    )


def _project_finding(exception: BaseException | None) -> Finding:
    message = str(exception or "dbt stopped without saying why")
    file = re.search(r"[\w./-]+\.(?:sql|ya?ml|csv|py)\b", message)
    return Finding(
        kind="project",
        test="",
        model="",
        file=file.group() if file else "dbt_project.yml",
        message=plain_sentence(message),
    )
