"""The descriptions of tables and columns, kept in the build's database as comments.

A column is described once, by the block of its name in models/columns.md; a model's .yml describes
a column only where it means something else there. dbt would write comments too (persist_docs), but
only those of columns that the .yml names, and it asks for the columns of every table first and
sends two statements to each: an eighth of a build's time. Written together they take a moment.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

Node: TypeAlias = dict[str, Any]

EXISTING = """
select schema_name, table_name, column_name
from duckdb_columns()
where not internal
order by schema_name, table_name, column_index
"""


def write_comments(database: Path, manifest: Path) -> None:
    """Writes what is said of seeds, models and their columns into a build.

    Args:
        database: The build's database, which nobody else has open.
        manifest: dbt's manifest.json of the same run.
    """
    said = json.loads(manifest.read_text(encoding="utf-8"))
    blocks = description_blocks(said)
    existing = columns_of(database)
    with duckdb.connect(database) as connection:
        connection.begin()
        for node in said["nodes"].values():
            names = existing.get((node["schema"], node.get("alias")))
            for statement in comments(node, names, blocks) if names else ():
                connection.execute(statement)
        connection.commit()


def columns_of(database: Path) -> dict[tuple[str, str], list[str]]:
    """Answers the columns of every table and view of a database by schema and name."""
    found: dict[tuple[str, str], list[str]] = {}
    with duckdb.connect(database, read_only=True) as connection:
        for schema, table, column in connection.execute(EXISTING).fetchall():
            found.setdefault((schema, table), []).append(column)
    return found


def description_blocks(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Answers the text of every block of models/columns.md by its name.

    Args:
        manifest: dbt's manifest; blocks of other packages are left out.
    """
    project = manifest["metadata"]["project_name"]
    return {
        block["name"]: block["block_contents"].strip()
        for block in manifest["docs"].values()
        if block["package_name"] == project
    }


def column_descriptions(
    node: Node, columns: Iterable[str], blocks: Mapping[str, str]
) -> dict[str, str]:
    """Answers what is said of the columns of a seed or model; of some perhaps nothing.

    Args:
        node: The seed or model, of dbt's manifest.
        columns: Names of the columns that it has in the database.
        blocks: As `description_blocks` answers them.
    """
    own = {name.lower(): each["description"] for name, each in node["columns"].items()}
    shared = blocks if node["resource_type"] == "model" else {}
    said = {name: own.get(name.lower()) or shared.get(name.lower(), "") for name in columns}
    return {name: text for name, text in said.items() if text}


def comments(node: Node, columns: Iterable[str], blocks: Mapping[str, str]) -> list[str]:
    """Answers the statements that keep the descriptions of a seed or a model in a database.

    Args:
        node: The seed or model, of dbt's manifest.
        columns: Names of the columns that it has in the database.
        blocks: As `description_blocks` answers them.
    """
    relation = node["relation_name"]
    kind = "view" if node["config"]["materialized"] == "view" else "table"
    described = {f"{kind} {relation}": node["description"]} | {
        f'column {relation}."{name}"': text
        for name, text in column_descriptions(node, columns, blocks).items()
    }
    return [f"comment on {what} is {_quoted(text)}" for what, text in described.items() if text]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
