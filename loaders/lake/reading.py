"""Reading what was loaded before: damage is told, never passed over."""

from pathlib import Path

import polars as pl

from warehouse.ground.errors import DamagedLoadError


def read_rows(path: Path, columns: list[str] | None = None) -> pl.DataFrame:
    """Answers the rows of a file of the lake.

    Args:
        path: The file.
        columns: Which of its columns; all when left out.

    Raises:
        FileNotFoundError: It is not there: its load is just being replaced.
        DamagedLoadError: It cannot be read.
    """
    # Opened here, for polars takes a path with a bracket or an asterisk for a pattern.
    with path.open("rb") as file:
        try:
            return pl.read_parquet(file, columns=columns)
        except pl.exceptions.PolarsError:
            place = "/".join(path.parts[-3:])
            raise DamagedLoadError(file=place) from None
