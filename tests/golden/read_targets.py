"""Targets as the loaders read them, in the form in which the models take them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from loaders.judge.kinds import targets
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import DETAIL, REASONS, new_memory

TODAY = date(2026, 11, 28)

# No change without levels is printed of the made-up pairs.
UNCHANGED = pl.DataFrame(
    schema={
        **dict.fromkeys(("target_code", "reading_code", "as_of_period"), pl.String),
        **dict.fromkeys(("printed_change_pct", "asked_pct", "change_progress_ratio"), pl.Float64),
        "changes_shown": pl.String,
        **dict.fromkeys(("is_due_by_change", "is_within_by_change"), pl.Boolean),
    }
)


@cache
def tools() -> Tools:
    return Tools.from_seeds(TODAY)


def judged(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Answers what the loaders make of rows of targets.

    Args:
        rows: Canonical columns; numbers are written as a file would hold them.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = pl.DataFrame(
        {name: [_text(row.get(name)) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )
    numbered = texts.with_row_index("row_number", 2).with_columns(
        pl.lit(None, dtype=pl.String).alias("cell")
    )
    return targets.judge(numbered, tools(), new_memory())


def read(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Answers the same of rows that none is refused of, as int_targets_ranked has them."""
    found = judged(rows)
    refused = found.filter(pl.col(REASONS).is_not_null()).select("target_code", REASONS, DETAIL)
    assert not refused.height, refused.rows()
    return found.with_columns(
        (pl.col("base_is_stated") == "yes").alias("base_is_stated"),
        pl.lit(value=True).alias("is_latest_reading"),
    ).rename({"scope": "scope_code"})


def _text(value: object) -> str | None:
    if value in (None, ""):
        return None
    return f"{value:g}" if isinstance(value, float) else str(value)
