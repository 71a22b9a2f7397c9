"""Which files of the lake hold targets without what they mean, as older versions left them.

Apart from what reads them anew, which a build imports only where there are any.
"""

from pathlib import Path

import polars as pl

from loaders.lake.schemas import TARGET_WORDS
from warehouse.builds.inputs import EMPTY_LAKE


def older_target_files(lake: Path) -> list[Path]:
    """Answers the files of targets that an older version wrote.

    Args:
        lake: The lake's folder.
    """
    return [
        path
        for path in sorted(lake.glob("*/targets.parquet"))
        if path.parent.name != EMPTY_LAKE and not _has_meaning(path)
    ]


def _has_meaning(path: Path) -> bool:
    # Opened here, for polars takes a path with a bracket or an asterisk for a pattern.
    with path.open("rb") as file:
        try:
            if not set(TARGET_WORDS) <= set(pl.read_parquet_schema(file)):
                return False
            file.seek(0)
            # The one of them that is said of every target.
            return pl.read_parquet(file, columns=["is_each_year"])["is_each_year"].null_count() == 0
        except pl.exceptions.PolarsError:  # damaged: the build will say so
            return True
