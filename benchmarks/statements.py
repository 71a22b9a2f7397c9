"""The SQL of a build, taken from what dbt left behind in its target folder."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from warehouse.builds.comments import columns_of, comments, description_blocks
from warehouse.builds.publishing import STORAGE_VERSION

Node: TypeAlias = dict[str, Any]
Statement: TypeAlias = tuple[str, str]

CATALOGUE = "warehouse"
APART = "apart"
INTERMEDIATE_SUFFIX = "__dbt_tmp"  # dbt makes a table under this name, then renames it


def of_build(
    target: Path, project: Path, published: Path, database: Path, apart: Collection[str] = ()
) -> list[Statement]:
    """Answers all statements of a build in an order in which they can run.

    Args:
        target: dbt's target folder after the build.
        project: The dbt project, for the seeds' files.
        published: The database of that build, for the columns that are described.
        database: The new file to write.
        apart: Unique ids of nodes whose statements are of the kind APART, whatever they are.

    Returns:
        Pairs of kind and SQL: opening, seed, model, comment, data_test, unit_test, closing.
    """
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    nodes: dict[str, Node] = {**manifest["nodes"], **manifest["unit_tests"]}
    kept = [node for node in nodes.values() if node["resource_type"] in {"seed", "model"}]
    schemas = sorted({node["schema"] for node in kept})
    blocks, columns = description_blocks(manifest), columns_of(published)
    path = _quoted(str(database))
    statements = [
        ("opening", f"attach {path} as {CATALOGUE} (storage_version '{STORAGE_VERSION}')"),
        ("opening", f"use {CATALOGUE}"),
        *(("opening", f"create schema if not exists {schema}") for schema in schemas),
    ]
    for result in results:  # in the order in which they ended, so parents come first
        node = nodes[result["unique_id"]]
        names = columns.get((node["schema"], node["alias"])) or []
        said = comments(node, names, blocks) if node in kept else []
        its = of_node(node, result["compiled_code"], project, said)
        is_apart = result["unique_id"] in apart
        statements += [(APART if is_apart else kind, sql) for kind, sql in its]
    return [*statements, ("closing", f"checkpoint {CATALOGUE}")]


def of_node(
    node: Node, compiled: str | None, project: Path, said: Sequence[str] = ()
) -> list[Statement]:
    """Answers the statements of one seed, model, data test or unit test.

    Args:
        node: What dbt's manifest says of it.
        compiled: The query of a unit test on its mock rows.
        project: The dbt project, for a seed's file.
        said: The statements that keep its descriptions in the database.
    """
    match node["resource_type"]:
        case "seed":
            return _in_transaction("seed", _seed(node, project), said)
        case "model":
            return _in_transaction("model", _as_run(node), said)
        case "unit_test":
            return [("unit_test", compiled or "")]
        case _:
            return [("data_test", _as_run(node))]


def _seed(node: Node, project: Path) -> str:
    relation, types = node["relation_name"], node["config"]["column_types"]
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    path = _quoted(str(project / node["original_file_path"]))
    return (
        f"create table {relation} ({columns});\n"
        f"copy {relation} from {path} (format csv, header true, delimiter ',')"
    )


def _as_run(node: Node) -> str:
    """Answers what dbt sent to DuckDB, with a table's final name from the start."""
    sql = Path(node["build_path"]).read_text(encoding="utf-8")
    return sql.replace(INTERMEDIATE_SUFFIX, "")


def _in_transaction(kind: str, made: str, said: Sequence[str]) -> list[Statement]:
    described = [("comment", statement) for statement in said]
    return [(kind, "begin"), (kind, made), *described, (kind, "commit")]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
