"""One accident told over several rows, such as one per casualty, put together."""

import polars as pl

from loaders.words.columns import DETAIL, FLAGS, REASONS

OTHER_ROW_REFUSED = "other_row_refused"


def refuse_together(judged: pl.DataFrame) -> pl.DataFrame:
    """Answers the rows, all of an accident refused when one of its rows is.

    An accident with a row missing would have too few casualties.
    """
    is_refused = pl.col(REASONS).is_not_null()
    row = pl.col("row_number").filter(is_refused).first().over("accident_id")
    partner = ~is_refused & is_refused.any().over("accident_id")
    return judged.with_columns(
        pl.when(partner).then(pl.lit(OTHER_ROW_REFUSED)).otherwise(REASONS).alias(REASONS),
        pl.when(partner).then(row.cast(pl.String)).otherwise(DETAIL).alias(DETAIL),
    )


def fold(rows: pl.DataFrame, how: dict[str, str]) -> pl.DataFrame:
    """Answers one row per accident.

    Args:
        rows: Accepted rows, one per casualty.
        how: Canonical column to sum, max, count (of rows) or first; first is what columns not
            named get.
    """
    columns = [name for name in rows.columns if name != "accident_id"]
    folded = rows.group_by("accident_id", maintain_order=True).agg(
        _gathered(name, how.get(name, "first")) for name in columns
    )
    return folded.select(rows.columns).cast({FLAGS: pl.String})


def _gathered(name: str, how: str) -> pl.Expr:
    column = pl.col(name)
    if how == "count":
        return pl.len().cast(pl.Int32).alias(name)
    if how == "first":
        return column.drop_nulls().first()
    return column.sum() if how == "sum" else column.max()
