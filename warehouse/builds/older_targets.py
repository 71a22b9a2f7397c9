"""Targets that an older version loaded, completed: it did not keep what their words say."""

from pathlib import Path

import polars as pl

from loaders.lake.schemas import TARGET_WORDS, TARGETS, conform
from loaders.words.target_words import read_target_words
from warehouse.builds.inputs import EMPTY_LAKE


def complete_older_targets(lake: Path) -> None:
    """Adds what the words of its targets say to each file of the lake that lacks it.

    Loading again from the archive does the same; this spares an update that, and reaches files
    whose original is lost.

    Args:
        lake: The lake's folder.

    Raises:
        OSError: The lake cannot be written.
    """
    for path in sorted(lake.glob("*/targets.parquet")):
        if path.parent.name != EMPTY_LAKE and not _has_words(path):
            _complete(path)


def _has_words(path: Path) -> bool:
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


def _complete(path: Path) -> None:
    with path.open("rb") as file:
        rows = pl.read_parquet(file).drop(TARGET_WORDS, strict=False)
    missing = [
        pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in TARGETS.items()
        if name not in rows.columns and name not in TARGET_WORDS
    ]
    whole = rows.with_columns(missing)
    completed = pl.concat([whole, read_target_words(whole)], how="horizontal")
    # Renamed into place, for a build may be reading the old one.
    unfinished = path.with_name(f".{path.name}")
    conform(completed, TARGETS).write_parquet(unfinished)
    unfinished.replace(path)
