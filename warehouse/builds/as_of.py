"""The marts as they stood on a day: the models themselves, given only what was known by then.

Each mart that rests on figures has a query for that. It is the SQL of the models as dbt compiled
it, from the one in which every reading is dated up to the mart, so that nothing is said twice. The
queries stand beside the build's database in steps, a model each, which marts share: all marts of
one day take little longer than the longest of them. They are run when somebody asks; within the
database stands the one that SQL users call, indicator_values_as_of(date): a build with all of them
took longer to write and to open.

In the database that query is a text. DuckDB before 1.4 computes a CTE wherever it is named, which
for a chain of twenty models has no end, unless it is marked as materialized; kept as a query in a
file of an older format it loses the mark, and DuckDB 1.4.1 then finds one of the CTEs no more.
A text is read as it was written, by any version from 1.1 on.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from warehouse.builds.build_records import DATABASE_NAME
from warehouse.builds.manifest import Manifest, Node
from warehouse.ground.errors import OnlyOfTodayError, QualifiedTableError

AS_OF_NAME = "as_of.json"
DATED = "int_observations_dated"
DAYS = """
select distinct known_date
from intermediate.int_observations_dated
where known_date is not null
order by known_date
"""
# The mart whose query is a macro of the database, too.
CALLED = "fct_indicator_values"
DAY = "as_of_date"
ANY_DAY = "@the day@"
SUFFIX = "_as_of"
# dbt names a database after its file, warehouse.duckdb.
CATALOGUE = Path(DATABASE_NAME).stem
# A mart as a statement names it, with its schema where that stands before it.
MART = re.compile(r"(?:\w+\.)*\bfct_\w+")
# The head of a CTE, alone in its line as the models have it.
CTE = re.compile(r"^( *\w+) as \($", re.MULTILINE)


@dataclass(frozen=True)
class Way:
    """How a mart stood on a day.

    Attributes:
        steps: Names of the steps that it rests on, in their order.
        last: The query that it is then.
    """

    steps: tuple[str, ...]
    last: str


@dataclass(frozen=True)
class Ways:
    """How all marts stood on a day.

    Attributes:
        steps: The query of each step by its name.
        marts: The way to each mart by its name.
        of_today: Marts that rest on dated figures by more than SQL: of a day they say nothing.
    """

    steps: dict[str, str]
    marts: dict[str, Way]
    of_today: list[str] = field(default_factory=list)

    def query(self, mart: str) -> str:
        """Answers a mart as one query."""
        way = self.marts[mart]
        steps = ", ".join(f"{step} as materialized (\n{self.steps[step]}\n)" for step in way.steps)
        return f"with {steps}\n{way.last}"


def write_as_of(database: Path, manifest: Manifest) -> list[str]:
    """Writes, for each mart that rests on dated figures, how it stood on a day, into a build.

    Args:
        database: The build's database, which nobody else has open.
        manifest: The project of the same run.

    Returns:
        The names of the marts; none for a project without dated figures.
    """
    ways = as_of_ways(manifest)
    (database.parent / AS_OF_NAME).write_text(
        json.dumps(asdict(ways), ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if CALLED in ways.marts:
        with duckdb.connect(database) as connection:
            connection.execute(_macro(CALLED, ways.query(CALLED)))
    return sorted(ways.marts)


def as_of_ways(manifest: Manifest) -> Ways:
    """Answers how each mart that rests on dated figures stood on a day; ANY_DAY is the day."""
    models = {key: node for key, node in manifest.nodes.items() if node.kind == "model"}
    gate = next((node for node in models.values() if node.name == DATED), None)
    ways = Ways({}, {})
    if gate is None:
        return ways
    for node in models.values():
        before = _before(node, models)
        if not node.name.startswith("fct_") or gate.unique_id not in before:
            continue
        if all(each.language == "sql" for each in (node, *(models[name] for name in before))):
            _add_way(ways, node, gate, models)
        else:
            ways.of_today.append(node.name)
    return ways


def macro_name(mart: str) -> str:
    """Answers what the table macro of a mart is called.

    Example:
        >>> macro_name("fct_indicator_values")
        'indicator_values_as_of'
    """
    return mart.removeprefix("fct_") + SUFFIX


class Past:
    """An open build whose marts answer as they stood on a day, each once it is asked for.

    What is laid over stays: a later statement shares the steps of the ones before.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, database: Path, day: date) -> None:
        """Lays nothing over yet.

        Args:
            connection: An open build; marts are laid over in its temporary schema.
            database: The build's file.
            day: The day.
        """
        self.connection = connection
        self._ways = _ways_of_build(connection, database)
        self._day = f"date '{day.isoformat()}'"
        self._laid = set[str]()

    def lay_over(self, sql: str) -> None:
        """Lets the marts that a statement names answer as they stood on the day.

        Args:
            sql: The one statement that will be run.

        Raises:
            QualifiedTableError: A table is named with its schema, so that it cannot be laid over.
            OnlyOfTodayError: A mart is not worked out by SQL, so that it knows no other day.
        """
        marts = self._ways.marts
        for table in sorted(self._tables(sql)):
            *schema, name = table.replace('"', "").split(".")
            if schema and (schema[-1] not in {"main", "temp"} or name in marts):
                raise QualifiedTableError(table=table, name=name)
            if name in self._ways.of_today:
                raise OnlyOfTodayError(name=name)
            if name in marts:
                for step in marts[name].steps:
                    self._lay(step, self._ways.steps[step])
                self._lay(name, marts[name].last)

    def _tables(self, sql: str) -> set[str]:
        try:
            return self.connection.get_table_names(sql, qualified=True)
        except duckdb.BinderException:  # a parameter, or a join by the columns that both have
            return set(MART.findall(sql))

    def _lay(self, name: str, query: str) -> None:
        if name not in self._laid:
            code = query.replace(ANY_DAY, self._day)
            self.connection.execute(f'create temporary table "{name}" as {code}')
            self._laid.add(name)


def days(connection: duckdb.DuckDBPyConnection) -> list[date]:
    """Answers the days on which a build's figures became known, in their order.

    Between two of them nothing changed, so each stands for all days up to the next.

    Args:
        connection: An open build.
    """
    try:
        found = connection.execute(DAYS).fetchall()
    except duckdb.CatalogException:  # a project without dated figures
        return []
    return [day for (day,) in found]


def _macro(mart: str, query: str) -> str:
    """Answers the statement that makes a mart's query a macro: of a text, see above."""
    text = query.replace(ANY_DAY, f"cast(nullif('{ANY_DAY}', '') as date)").replace("'", "''")
    day = f"coalesce(cast(cast({DAY} as date) as varchar), '')"
    return (
        f'create or replace macro "{macro_name(mart)}"({DAY}) as table\n'
        f"select * from query(replace('{text}', '{ANY_DAY}', {day}))"
    )


def _ways_of_build(connection: duckdb.DuckDBPyConnection, database: Path) -> Ways:
    """Answers the ways of a build; of one by an earlier version, its queries or its macros."""
    with suppress(OSError, ValueError):
        kept = json.loads((database.parent / AS_OF_NAME).read_text(encoding="utf-8"))
        if "steps" not in kept:  # a whole query for each mart
            return Ways({}, {mart: Way((), query) for mart, query in kept.items()})
        marts = {mart: Way(tuple(way["steps"]), way["last"]) for mart, way in kept["marts"].items()}
        return Ways(kept["steps"], marts, kept.get("of_today", []))
    macros = connection.execute(
        "select distinct function_name from duckdb_functions()"
        " where function_type = 'table_macro' and not internal"
    ).fetchall()
    called = {f"fct_{name.removesuffix(SUFFIX)}": name for (name,) in macros}
    return Ways({}, {mart: Way((), f'from "{name}"({ANY_DAY})') for mart, name in called.items()})


def _add_way(ways: Ways, mart: Node, gate: Node, models: dict[str, Node]) -> None:
    chain = [node for node in _in_order(mart, models) if gate.unique_id in _before(node, models)]
    names = {node.relation: f"{DAY}_{node.name}" for node in (gate, *chain)}
    known = f"from {_in_this_database(gate.relation)} where known_date <= {ANY_DAY}"
    ways.steps.setdefault(names[gate.relation], known)
    for node in chain:
        if names[node.relation] not in ways.steps:
            code = node.sql
            for relation, name in names.items():
                code = code.replace(relation, name)
            code = CTE.sub(r"\1 as materialized (", _in_this_database(code))
            ways.steps[names[node.relation]] = code
    columns = ", ".join(
        f'cast("{column.name}" as {column.type}) as "{column.name}"'
        for column in mart.columns.values()
    )
    ways.marts[mart.name] = Way(
        tuple(names.values()), " ".join(("select", columns, "from", names[mart.relation]))
    )


def _in_this_database(code: str) -> str:
    """Names tables by schema only: the file may be opened under any name."""
    return code.replace(f'"{CATALOGUE}".', "")


def _before(node: Node, models: dict[str, Node]) -> set[str]:
    """Answers the models that a model rests on, however far up."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        nearer = set(waiting.pop().rests_on) & models.keys()
        waiting.extend(models[name] for name in nearer - found)
        found |= nearer
    return found


def _in_order(node: Node, models: dict[str, Node]) -> Iterator[Node]:
    """Yields a model after all that it rests on."""
    seen: set[str] = set()

    def walk(each: Node) -> Iterator[Node]:
        if each.unique_id in seen:
            return
        seen.add(each.unique_id)
        for name in each.rests_on:
            if name in models:
                yield from walk(models[name])
        yield each

    yield from walk(node)
