"""What a build costs, dbt's own start-up within it, and the floor below it."""

import json
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks import statements
from benchmarks.clock import SCRIPTS, Timings, environment, run
from benchmarks.report import Table, number
from warehouse.builds.plans import kept_plan
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

ROUNDS = 3
WAREHOUSE = str(SCRIPTS / "warehouse")
FLOOR = "the same SQL straight in DuckDB"
PYTHON = "python -c pass"
COLD = "warehouse build, empty home"
WARM = "warehouse build, again"
UNCHANGED = "warehouse build --if-changed, nothing changed"
IMPORT = "importing dbt"
PARSE_COLD = "dbt parse, empty target"
PARSE_WARM = "dbt parse, again"
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
    """The seconds taken so far.

    Attributes:
        seconds: By what took them.
        floor: Those within the floor, by kind of statement.
        counted: How many statements of each kind there are.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    floor: dict[str, list[float]] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)

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
    for number_of_round in range(1, ROUNDS + 1):
        note(f"build, round {number_of_round} of {ROUNDS}")
        home = Settings(home=folder / f"home-{number_of_round}")
        _time_builds(home, taken)
        _time_start(home, folder / f"parsed-{number_of_round}", taken)
        _time_floor(home, folder / f"floor-{number_of_round}", taken)
    return _table(taken), home


def _time_builds(home: Settings, taken: _Taken) -> None:
    variables = environment(WAREHOUSE_HOME=str(home.home))
    build = [WAREHOUSE, "build", "--json"]
    for what, command, expected in (
        (COLD, build, "published"),
        (WARM, build, "published"),
        (UNCHANGED, [*build, "--if-changed"], "unchanged"),
    ):
        seconds, said = run(command, variables)
        status = json.loads(said)["status"]
        if status != expected:
            reason = f"{what}: {status}, not {expected}"
            raise UnlikeBuildError(reason)
        taken.add(what, seconds)


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
    taken.add(PYTHON, run([sys.executable, "-c", "pass"], variables)[0])
    taken.add(IMPORT, run([sys.executable, "-c", "import warehouse.builds.dbt_runs"], variables)[0])
    taken.add(PARSE_COLD, run(parse, variables)[0])
    taken.add(PARSE_WARM, run(parse, variables)[0])


def _time_floor(home: Settings, folder: Path, taken: _Taken) -> None:
    folder.mkdir()
    database = folder / "warehouse.duckdb"
    plan = kept_plan(home)
    if plan is None:
        reason = "the build left no plan"
        raise UnlikeBuildError(reason)
    listed = statements.of_build(
        plan, home.lake, home.current.resolve() / "warehouse.duckdb", database
    )
    file = folder / "statements.json"
    file.write_text(json.dumps(listed), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.floor", str(file)]
    seconds, said = run(command, environment())
    taken.add(FLOOR, seconds)
    taken.counted = Counter(kind for kind, sql in listed if sql not in {"begin", "commit"})
    for kind, spent in json.loads(said).items():
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
    names = (COLD, WARM, UNCHANGED, PARSE_COLD, PARSE_WARM, IMPORT, PYTHON, FLOOR)
    return Table(
        title="Build",
        against=taken.of(FLOOR),
        rows=tuple(taken.of(name) for name in names),
        remarks=(_said_of_dbt(taken), _said_of_floor(taken)),
    )


def _said_of_dbt(taken: _Taken) -> str:
    nodes = sum(taken.counted[kind] for kind in NODE_KINDS)
    rest = taken.of(WARM).median - taken.of(PARSE_WARM).median
    return (
        f"The build again less dbt parse again: {number(rest)} s to run {nodes} nodes,"
        f" {rest / nodes * 1000:.0f} ms each."
    )


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
