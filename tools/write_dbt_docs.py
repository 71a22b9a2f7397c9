"""Write dbt's documentation, with every column described.

A column is described once, by the block of its name in models/columns.md; dbt itself only knows the
descriptions that stand in a model's .yml. So dbt is given the project with all of them filled in.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.artifacts.resources.v1.components import ColumnInfo
from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest
from dbt.contracts.graph.nodes import ModelNode

from warehouse.builds import manifest as written_down
from warehouse.builds.comments import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = Path("target")
DATABASE = TARGET / "development.duckdb"
FILE = TARGET / "static_index.html"


def main() -> None:
    """Builds into the development database and writes target/static_index.html.

    Raises:
        SystemExit: dbt could not do it; it has said why.
    """
    _invoke(dbtRunner(), "build")
    project = dbtRunner()
    parsed = project.invoke(["--quiet", "parse", "--target=development"])
    if not isinstance(parsed.result, Manifest):
        raise SystemExit(1)
    describe(parsed.result, columns_of(DATABASE))
    _invoke(dbtRunner(manifest=parsed.result), "docs", "generate", "--static")


def describe(manifest: Manifest, columns: dict[tuple[str, str], list[str]]) -> None:
    """Fills in what is said of every column of every model.

    Args:
        manifest: The project as dbt has parsed it; changed in place.
        columns: The columns that a database has, by schema and table.
    """
    written = written_down.Manifest.of(
        json.loads(json.dumps(manifest.to_dict(omit_none=False), default=str))
    )
    for name, node in manifest.nodes.items():
        if isinstance(node, ModelNode):
            names = columns.get((node.schema, node.alias), [])
            said = written.descriptions(written.nodes[name], names)
            for column, text in said.items():
                known = node.columns.setdefault(column, ColumnInfo(name=column))
                known.description = text


def _invoke(dbt: dbtRunner, *command: str) -> None:
    ended = dbt.invoke(["--quiet", *command, "--target=development"])
    # The database is opened by others between two commands.
    close_connections: Callable[[], object] = DuckDBConnectionManager.close_all_connections
    close_connections()
    if not ended.success:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
