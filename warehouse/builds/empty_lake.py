"""The lake's folder without rows: it lets every home build, one that never loaded a file too.

dbt reads lake/*/<kind>.parquet, and a pattern that meets no file is an error. Where an older
file of the lake lacks a column, the one laid here still has it.
"""

from pathlib import Path

import polars as pl

from loaders.lake.schemas import LAKE, Columns
from warehouse.builds.inputs import EMPTY_LAKE
from warehouse.ground.private import make_private, make_private_folder


def lay_empty_lake(lake: Path) -> None:
    """Lays a file without rows for every kind of row, where today's is not there yet.

    Args:
        lake: The lake's folder; made if it is missing.

    Raises:
        OSError: The lake cannot be written.
    """
    folder = lake / EMPTY_LAKE
    make_private_folder(lake)
    make_private_folder(folder)
    for kind, columns in LAKE.items():
        path = folder / f"{kind}.parquet"
        if not _has_columns(path, columns):
            # Renamed into place, for a build may be reading the old one.
            unfinished = folder / f".{kind}.parquet"
            pl.DataFrame(schema=columns).write_parquet(unfinished)
            make_private(unfinished)
            unfinished.replace(path)


def _has_columns(path: Path, columns: Columns) -> bool:
    # Opened here, for polars takes a path with a bracket or an asterisk for a pattern.
    try:
        with path.open("rb") as file:
            return pl.read_parquet_schema(file) == pl.Schema(columns)
    except (OSError, pl.exceptions.PolarsError):
        return False
