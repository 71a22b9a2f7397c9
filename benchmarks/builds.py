"""What a build costs, dbt's own start-up within it, and the floor below it."""

import json
import shutil
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks import statements
from benchmarks.clock import SCRIPTS, Timings, environment, run_watched
from benchmarks.report import Table, aim, number
from warehouse.builds.plans import kept_plan
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

ROUNDS = 3
WAREHOUSE = str(SCRIPTS / "warehouse")
FLOOR = "the same SQL straight in DuckDB"
PYTHON = "python -c pass"
COLD = "warehouse build, empty home"
CHANGED = "warehouse build, a model changed"
WARM = "warehouse build, project unchanged"
UNCHANGED = "warehouse build --if-changed, nothing changed"
IMPORT = "importing dbt"
PARSE_COLD = "dbt parse, empty target"
PARSE_WARM = "dbt parse, again"
AIM_WARM = 0.7
AIM_CHANGED = 1.5
LEFT_OUT = shutil.ignore_patterns(".*", "data", "target", "logs", "__pycache__")
NODE_KINDS = ("seed", "model", "data_test")
DESCRIBED = """
select schema_name, table_name, column_name, data_type, comment
from duckdb_columns()
where database_name = '{}'
"""
Note = Callable[[str], None]


class UnlikeBuildError(RuntimeError):
    """What was measured did not do the work it stands for."""


@dataclass
class _Taken:
    """The processor seconds taken so far.

    Attributes:
        seconds: By what took them.
        floor: Those within the floor, by kind of statement.
        counted: How many statements of each kind there are.
        by_the_clock: The seconds that a reader waits for builds.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    floor: dict[str, list[float]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    by_the_clock: dict[str, list[float]] = field(default_factory=dict)

    def add(self, what: str, seconds: float) -> None:
        self.seconds.setdefault(what, []).append(seconds)

    def of(self, what: str) -> Timings:
        return Timings(what, tuple(self.seconds[what]))


def measure(folder: Path, note: Note) -> tuple[Table, Settings]:
    """Builds in new homes, each time beside dbt's start-up and the floor.

    Args:
        folder: An empty folder to work in.
        note: Told what is being done.

    Returns:
        The figures, and the last home, in which a build is published.
    """
    taken = _Taken()
    project = folder / "project"
    shutil.copytree(PROJECT_DIR, project, ignore=LEFT_OUT)
    for number_of_round in range(1, ROUNDS + 1):
        note(f"build, round {number_of_round} of {ROUNDS}")
        home = Settings(home=folder / f"home-{number_of_round}", project_dir=project)
        _time_builds(home, taken)
        _time_start(home, folder / f"parsed-{number_of_round}", taken)
        _time_floor(home, folder / f"floor-{number_of_round}", taken)
    return _table(taken), Settings(home=home.home)


def _time_builds(home: Settings, taken: _Taken) -> None:
    variables = environment(
        WAREHOUSE_HOME=str(home.home), WAREHOUSE_PROJECT_DIR=str(home.project_dir)
    )
    build = [WAREHOUSE, "build", "--json"]
    for what, command, expected in (
        (COLD, build, "published"),
        (CHANGED, build, "published"),
        (WARM, build, "published"),
        (UNCHANGED, [*build, "--if-changed"], "unchanged"),
    ):
        if what == CHANGED:
            with (home.project_dir / "models/marts/dimensions/dim_regions.sql").open("a") as file:
                file.write("-- changed\n")
        done = run_watched(command, variables)
        status = json.loads(done.said)["status"]
        if status != expected:
            reason = f"{what}: {status}, not {expected}"
            raise UnlikeBuildError(reason)
        taken.add(what, done.cpu_seconds)
        taken.by_the_clock.setdefault(what, []).append(done.seconds)


def _time_start(home: Settings, folder: Path, taken: _Taken) -> None:
    variables = environment(
        WAREHOUSE_HOME=str(home.home),
        WAREHOUSE_LAKE=str(home.lake),
        WAREHOUSE_DATABASE=str(folder / "warehouse.duckdb"),
    )
    parse = [
        str(SCRIPTS / "dbt"),
        "--quiet",
        "--no-send-anonymous-usage-stats",
        f"--log-path={folder / 'logs'}",
        "parse",
        f"--project-dir={PROJECT_DIR}",
        f"--profiles-dir={PROJECT_DIR}",
        f"--target-path={folder / 'target'}",
        "--target=build",
    ]
    for what, command in (
        (PYTHON, [sys.executable, "-c", "pass"]),
        (IMPORT, [sys.executable, "-c", "import warehouse.builds.dbt_runs"]),
        (PARSE_COLD, parse),
        (PARSE_WARM, parse),
    ):
        taken.add(what, run_watched(command, variables).cpu_seconds)


def _time_floor(home: Settings, folder: Path, taken: _Taken) -> None:
    folder.mkdir()
    database = folder / "warehouse.duckdb"
    plan = kept_plan(home)
    if plan is None:
        reason = "the build left no plan"
        raise UnlikeBuildError(reason)
    listed = statements.of_build(plan, home, home.current.resolve() / "warehouse.duckdb", database)
    file = folder / "statements.json"
    file.write_text(json.dumps(listed), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.floor", str(file)]
    done = run_watched(command, environment())
    taken.add(FLOOR, done.cpu_seconds)
    taken.counted = Counter(kind for kind, sql in listed if sql not in {"begin", "commit"})
    for kind, spent in json.loads(done.said).items():
        taken.floor.setdefault(kind, []).append(spent)
    unlike = unlike_tables(home.current.resolve() / "warehouse.duckdb", database)
    if unlike:
        reason = f"{FLOOR} makes other rows of {', '.join(unlike)}"
        raise UnlikeBuildError(reason)


def unlike_tables(one: Path, other: Path) -> list[str]:
    """Answers the tables and views whose rows or comments differ between two databases."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        relations = connection.execute(
            "select distinct schema_name || '.' || table_name from duckdb_columns()"
            " where database_name in ('one', 'other') order by all"
        ).fetchall()
        queries = {name: f"from {{}}.{name}" for (name,) in relations} | {"comments": DESCRIBED}
        return [name for name, query in queries.items() if _differ(connection, query)]


def _differ(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    one, other = (connection.sql(query.format(name)) for name in ("one", "other"))
    return any(rows.limit(1).fetchall() for rows in (one.except_(other), other.except_(one)))


def _table(taken: _Taken) -> Table:
    names = (COLD, CHANGED, WARM, UNCHANGED, PARSE_COLD, PARSE_WARM, IMPORT, PYTHON, FLOOR)
    return Table(
        title="Build, processor time",
        against=taken.of(FLOOR),
        rows=tuple(taken.of(name) for name in names),
        remarks=(*_aims(taken), _said_of_clock(taken), _said_of_floor(taken)),
    )


def _aims(taken: _Taken) -> tuple[str, ...]:
    least = taken.of(PARSE_WARM).median + taken.of(FLOOR).median
    against = "dbt parse, again, and the same SQL straight together"
    return tuple(
        aim(what, taken.of(what).median, against, least, limit)
        for what, limit in ((WARM, AIM_WARM), (CHANGED, AIM_CHANGED))
    )


def _said_of_clock(taken: _Taken) -> str:
    told = [f"{what} {number(statistics.median(s))} s" for what, s in taken.by_the_clock.items()]
    return f"By the clock: {', '.join(told)}."


def _said_of_floor(taken: _Taken) -> str:
    spent = {kind: statistics.median(seconds) for kind, seconds in taken.floor.items()}
    kinds = (*NODE_KINDS, "comment")
    shares = [
        f"{taken.counted[kind]} {kind.replace('_', ' ')}s {number(spent.get(kind, 0))} s"
        for kind in kinds
    ]
    file = spent["opening"] + spent["closing"]
    python = taken.of(FLOOR).median - sum(spent.values())
    return (
        f"Of the floor: {', '.join(shares)}; opening and closing the file {number(file)} s;"
        f" Python and its import of DuckDB {number(python)} s."
    )
