"""The descriptions of tables and columns, kept in the build's database as comments.

dbt would do it too (persist_docs), but it asks for the columns of every table first and sends two
statements to each: an eighth of a build's time. Written together they take a moment.
"""

import json
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

Node: TypeAlias = dict[str, Any]

EXISTING = """
select schema_name, table_name, lower(column_name)
from duckdb_columns()
where not internal
"""


def write_comments(database: Path, manifest: Path) -> None:
    """Writes what dbt's manifest says of seeds, models and their columns into a build.

    Args:
        database: The build's database, which nobody else has open.
        manifest: dbt's manifest.json of the same run.
    """
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    with duckdb.connect(database) as connection:
        existing = set(connection.execute(EXISTING).fetchall())
        tables = {(schema, table) for schema, table, _ in existing}
        connection.begin()
        for node in nodes:
            if (node["schema"], node.get("alias")) not in tables:
                continue
            kept = {
                name: column
                for name, column in node["columns"].items()
                if (node["schema"], node["alias"], name.lower()) in existing
            }
            for statement in comments({**node, "columns": kept}):
                connection.execute(statement)
        connection.commit()


def comments(node: Node) -> list[str]:
    """Answers the statements that keep the descriptions of a seed or a model in a database."""
    relation = node["relation_name"]
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    described = {f"{kind} {relation}": node["description"]} | {
        f'column {relation}."{column["name"]}"': column["description"]
        for column in node["columns"].values()
    }
    return [f"comment on {what} is {_quoted(text)}" for what, text in described.items() if text]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
