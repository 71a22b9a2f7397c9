"""Running dbt inside this process, and putting what it reports into plain words.

Importing this module imports dbt, which takes a second: only a build does so.
"""

import gc
import math
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.schemas.run import RunExecutionResult, RunResult
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt_common.events.base_types import EventMsg

from warehouse.builds.build_records import Cell, Finding, Kind
from warehouse.builds.dbt_messages import ROWS_SHOWN, plain_lines, plain_sentence
from warehouse.ground.settings import Settings

KINDS: dict[str, Kind] = {
    "test": "data_test",
    "unit_test": "unit_test",
    "seed": "seed",
}
FAILED = {"error", "fail", "runtime error", "partial success"}
WAKE_SECONDS = 0.2
# Objects made, and collections of each younger generation, before garbage is looked for.
COLLECTED_AFTER = (50_000, 20, 100)
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What came of one run of dbt.

    Attributes:
        counts: How many nodes ended in each status.
        warnings: Data tests of severity warn that found rows.
        failures: All that must not be published.
    """

    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[Finding] = field(default_factory=list)
    failures: list[Finding] = field(default_factory=list)


def run_dbt_build(settings: Settings, database: Path, progress: Progress) -> Outcome:
    """Builds and tests every node of the project into a database.

    Args:
        settings: Where the project and the home are.
        database: The file to write; profiles.yml reads its path from WAREHOUSE_DATABASE.
        progress: Called with the number of nodes done and of nodes in all.

    Raises:
        KeyboardInterrupt: The user stopped it; dbt's threads may still be running.
    """
    variables = {
        "WAREHOUSE_DATABASE": str(database),
        "WAREHOUSE_HOME": str(settings.home),
        "WAREHOUSE_LAKE": str(settings.lake),
        "WAREHOUSE_PROJECT_DIR": str(settings.project_dir),
        # What dbt's locks leave behind when a build is interrupted is no one's concern.
        "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
    }
    ended: list[dbtRunnerResult] = []

    def invoke() -> None:
        ended.append(dbtRunner(callbacks=[_listener(progress)]).invoke(_arguments(settings)))

    with _environment(variables), _folder_kept(), _seldom_collected():
        # In a thread of its own, for on Ctrl-C dbt would first wait for its running queries.
        thread = threading.Thread(target=invoke, daemon=True)
        thread.start()
        while thread.is_alive():
            # Woken now and then: a signal that another thread received wakes no plain join.
            thread.join(WAKE_SECONDS)
        close_connections: Callable[[], object] = DuckDBConnectionManager.close_all_connections
        close_connections()
    return _outcome(ended[0], database)


def _arguments(settings: Settings) -> list[str]:
    return [
        "--quiet",
        "--log-level=none",
        "--log-level-file=info",
        "--no-use-colors",
        "--no-use-colors-file",
        "--no-send-anonymous-usage-stats",
        f"--log-path={settings.dbt_folder / 'logs'}",
        "build",
        f"--project-dir={settings.project_dir}",
        f"--profiles-dir={settings.project_dir}",
        f"--target-path={settings.dbt_folder / 'target'}",
        "--target=build",
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
        rows=example_rows(database, sql) if sql else [],
    )


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


def example_rows(database: Path, sql: str) -> list[dict[str, Cell]]:
    """Answers up to ten of the rows that a test's SQL finds in a database."""
    try:
        with duckdb.connect(database, read_only=True) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description or []]
            rows = cursor.fetchmany(ROWS_SHOWN)
    except duckdb.Error:
        return []
    return [{name: _cell(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)
