"""The descriptions of tables and columns, kept in the build's database as comments.

A column is described once, by the block of its name in models/columns.md; a model's .yml describes
a column only where it means something else there. dbt would write comments too (persist_docs), but
only those of columns that the .yml names, and it asks for the columns of every table first and
sends two statements to each: an eighth of a build's time. Written together they take a moment.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.builds.manifest import Manifest, Node

EXISTING = """
select schema_name, table_name, column_name
from duckdb_columns()
where not internal
order by schema_name, table_name, column_index
"""


def write_comments(database: Path, manifest: Manifest) -> None:
    """Writes what is said of seeds, models and their columns into a build.

    Args:
        database: The build's database, which nobody else has open.
        manifest: The project of the same run.
    """
    existing = columns_of(database)
    with duckdb.connect(database) as connection:
        connection.begin()
        for node in manifest.nodes.values():
            names = existing.get((node.schema, node.alias)) if node.is_table_or_view else None
            for statement in comments(manifest, node, names) if names else ():
                connection.execute(statement)
        connection.commit()


def columns_of(database: Path) -> dict[tuple[str, str], list[str]]:
    """Answers the columns of every table and view of a database by schema and name."""
    found: dict[tuple[str, str], list[str]] = {}
    with duckdb.connect(database, read_only=True) as connection:
        for schema, table, column in connection.execute(EXISTING).fetchall():
            found.setdefault((schema, table), []).append(column)
    return found


def comments(manifest: Manifest, node: Node, columns: Iterable[str]) -> list[str]:
    """Answers the statements that keep the descriptions of a seed or a model in a database.

    Args:
        manifest: The project that it is of.
        node: The seed or model.
        columns: Names of the columns that it has in the database.
    """
    kind = "view" if node.materialized == "view" else "table"
    described = {f"{kind} {node.relation}": node.description} | {
        f'column {node.relation}."{name}"': text
        for name, text in manifest.descriptions(node, columns).items()
    }
    return [f"comment on {what} is {_quoted(text)}" for what, text in described.items() if text]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
