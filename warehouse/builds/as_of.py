"""The marts as they stood on a day: the models themselves, given only what was known by then.

Each mart that rests on figures has a query for that. It is the SQL of the models as dbt compiled
it, from the one in which every reading is dated up to the mart, so that nothing is said twice. The
queries stand beside the build's database and are run when somebody asks; within the database stands
the one that SQL users call, indicator_values_as_of(date): a build with all of them took longer to
write and to open.

In the database that query is a text. DuckDB before 1.4 computes a CTE wherever it is named, which
for a chain of twenty models has no end, unless it is marked as materialized; kept as a query in a
file of an older format it loses the mark, and DuckDB 1.4.1 then finds one of the CTEs no more.
A text is read as it was written, by any version from 1.1 on.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb

from warehouse.builds.build_records import DATABASE_NAME
from warehouse.builds.manifest import Manifest, Node
from warehouse.ground.errors import QualifiedTableError

AS_OF_NAME = "as_of.json"
DATED = "int_observations_dated"
# The mart whose query is a macro of the database, too.
CALLED = "fct_indicator_values"
DAY = "as_of_date"
ANY_DAY = "@the day@"
SUFFIX = "_as_of"
# dbt names a database after its file, warehouse.duckdb.
CATALOGUE = Path(DATABASE_NAME).stem
# The head of a CTE, alone in its line as the models have it.
CTE = re.compile(r"^( *\w+) as \($", re.MULTILINE)


def write_as_of(database: Path, manifest: Manifest) -> list[str]:
    """Writes, for each mart that rests on dated figures, how it stood on a day, into a build.

    Args:
        database: The build's database, which nobody else has open.
        manifest: The project of the same run.

    Returns:
        The names of the marts; none for a project without dated figures.
    """
    queries = as_of_queries(manifest)
    (database.parent / AS_OF_NAME).write_text(
        json.dumps(queries, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if CALLED in queries:
        with duckdb.connect(database) as connection:
            connection.execute(_macro(CALLED, queries[CALLED]))
    return sorted(queries)


def as_of_queries(manifest: Manifest) -> dict[str, str]:
    """Answers the query of each mart that rests on dated figures; ANY_DAY stands for the day."""
    models = {key: node for key, node in manifest.nodes.items() if node.kind == "model"}
    gate = next((node for node in models.values() if node.name == DATED), None)
    if gate is None:
        return {}
    return {
        node.name: _query(node, gate, models)
        for node in models.values()
        if node.name.startswith("fct_") and _is_sql_from(gate, node, models)
    }


def macro_name(mart: str) -> str:
    """Answers what the table macro of a mart is called.

    Example:
        >>> macro_name("fct_indicator_values")
        'indicator_values_as_of'
    """
    return mart.removeprefix("fct_") + SUFFIX


def go_back(connection: duckdb.DuckDBPyConnection, database: Path, sql: str, day: date) -> None:
    """Lets the marts that a statement names answer as they stood on a day.

    Args:
        connection: An open build; the marts are laid over in its temporary schema.
        database: The build's file.
        sql: The one statement that will be run.
        day: The day.

    Raises:
        QualifiedTableError: A table is named with its schema, so that it cannot be laid over.
    """
    written = f"date '{day.isoformat()}'"
    laid_over = {
        mart: query.replace(ANY_DAY, written)
        for mart, query in _queries_of_build(connection, database).items()
    }
    for table in sorted(connection.get_table_names(sql, qualified=True)):
        *schema, name = table.replace('"', "").split(".")
        if schema and (schema[-1] not in {"main", "temp"} or name in laid_over):
            raise QualifiedTableError(table=table, name=name)
        if name in laid_over:
            connection.execute(f'create temporary table "{name}" as {laid_over[name]}')


def _macro(mart: str, query: str) -> str:
    """Answers the statement that makes a mart's query a macro: of a text, see above."""
    text = query.replace(ANY_DAY, f"cast(nullif('{ANY_DAY}', '') as date)").replace("'", "''")
    day = f"coalesce(cast(cast({DAY} as date) as varchar), '')"
    return (
        f'create or replace macro "{macro_name(mart)}"({DAY}) as table\n'
        f"select * from query(replace('{text}', '{ANY_DAY}', {day}))"
    )


def _queries_of_build(connection: duckdb.DuckDBPyConnection, database: Path) -> dict[str, str]:
    """Answers the queries of a build; of one by an earlier version, calls of its macros."""
    with suppress(OSError, ValueError):
        kept: dict[str, str] = json.loads(
            (database.parent / AS_OF_NAME).read_text(encoding="utf-8")
        )
        return kept
    macros = connection.execute(
        "select distinct function_name from duckdb_functions()"
        " where function_type = 'table_macro' and not internal"
    ).fetchall()
    return {f"fct_{name.removesuffix(SUFFIX)}": f'from "{name}"({ANY_DAY})' for (name,) in macros}


def _query(mart: Node, gate: Node, models: dict[str, Node]) -> str:
    chain = [node for node in _in_order(mart, models) if gate.unique_id in _before(node, models)]
    names = {node.relation: f"{DAY}_{node.name}" for node in (gate, *chain)}
    known = f"from {_in_this_database(gate.relation)} where known_date <= {ANY_DAY}"
    steps = [f"{names[gate.relation]} as materialized ({known})"]
    for node in chain:
        code = node.sql
        for relation, name in names.items():
            code = code.replace(relation, name)
        code = CTE.sub(r"\1 as materialized (", _in_this_database(code))
        steps.append(f"{names[node.relation]} as materialized (\n{code}\n)")
    columns = ", ".join(
        f'cast("{column.name}" as {column.type}) as "{column.name}"'
        for column in mart.columns.values()
    )
    return f"with {', '.join(steps)}\nselect {columns} from {names[mart.relation]}"


def _is_sql_from(gate: Node, mart: Node, models: dict[str, Node]) -> bool:
    """Answers whether a mart rests on dated figures, and by nothing but SQL."""
    before = _before(mart, models)
    chain = [mart, *(models[name] for name in before)]
    return gate.unique_id in before and all(node.language == "sql" for node in chain)


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
