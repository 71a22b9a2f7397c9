"""Rows that say the same twice, and rows that contradict each other, within one file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

POSITION = "position"


@dataclass(frozen=True)
class Repeats:
    """Rows of one file that have a key in common.

    Attributes:
        same: Positions of rows that an earlier row says in the same words.
        conflicts: Rows that contradict another one: position, place and detail.
    """

    same: pl.Series
    conflicts: pl.DataFrame


def find_repeats(
    accepted: Path, hashes: pl.Series, key: Sequence[str], said: Sequence[str]
) -> Repeats | None:
    """Answers the rows that repeat a key, or None where no key repeats.

    Args:
        accepted: The rows, a Parquet file.
        hashes: The hash of each row's key, in the file's order.
        key: The columns that name what a row is about.
        said: The columns that tell something about it.
    """
    suspects = hashes.is_duplicated().arg_true()
    if not len(suspects):
        return None
    rows = (
        pl.scan_parquet(accepted, glob=False)
        .with_row_index(POSITION)
        .select(POSITION, "sheet_name", "row_number", "cell", *key, *said)
        .filter(pl.col(POSITION).is_in(suspects.implode()))
        .collect()
    )
    first = pl.col(POSITION).min().over(key)
    differs = pl.struct(said).n_unique().over(key) > 1
    place = pl.coalesce("cell", pl.col("row_number").cast(pl.String))
    judged = rows.with_columns(
        first.alias("first"),
        differs.alias("differs"),
        place.sort_by(POSITION).unique(maintain_order=True).implode().over(key).alias("places"),
    )
    conflicts = judged.filter("differs").select(
        POSITION,
        "sheet_name",
        "row_number",
        "cell",
        pl.col("places").list.head(5).list.join(", ").alias("detail"),
    )
    same = judged.filter(~pl.col("differs") & (pl.col(POSITION) != pl.col("first")))[POSITION]
    return Repeats(same, conflicts)


def key_hashes(rows: pl.DataFrame, key: Sequence[str]) -> pl.Series:
    """Answers the hash of each row's key."""
    return rows.select(pl.struct(key).hash().alias("hash"))["hash"]
