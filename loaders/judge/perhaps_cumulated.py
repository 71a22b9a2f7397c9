"""Months or quarters that may count from January though nothing says so: accepted, and asked of.

A series that never falls is probably one of sums from January; added up it would be counted several
times. So its rows are warned of, and the models do not add them up (stg_doubtful_rows).
"""

from typing import Final

import polars as pl

from loaders.words.columns import DETAIL, FLAGS, REASONS
from loaders.words.periods import BASIS_ASSUMED

REASON: Final = "perhaps_cumulated"
# What adds up over time.
KINDS: Final = ("count", "amount")
FEWEST_PERIODS: Final = 3
FEWEST_RISES: Final = 2
LIKE: Final = ("measure", "form")
SERIES: Final = ("region_code", "scope", "vintage", "source_title", "year", *LIKE)


def find(rows: pl.DataFrame, measures: dict[str, dict[str, str]]) -> pl.DataFrame:
    """Answers the rows of series from January on of which nothing says what they cover.

    A series in which a value falls shows that its measure is told month by month, or quarter by
    quarter, in the whole file; then nothing is asked.

    Args:
        rows: Accepted figures with their row's number in `row`, an amount, and flags.
        measures: The registry of measures by code.

    Returns:
        row, reason_codes and detail (the values of the series).
    """
    adding = [code for code, row in measures.items() if row["measure_kind"] in KINDS]
    asked = rows.filter(
        pl.col(FLAGS).str.contains(BASIS_ASSUMED, literal=True), pl.col("measure").is_in(adding)
    ).with_columns(
        pl.col("period").str.head(4).alias("year"),
        pl.col("period").str.slice(4, 2).str.replace(r"\d", "").alias("form"),
        pl.col("period").str.extract(r"(\d+)$").cast(pl.Int32).alias("number"),
    )
    series = (
        asked.sort("number")
        .group_by(SERIES, maintain_order=True)
        .agg(
            pl.col("row"),
            pl.col("value").str.join(", ").alias(DETAIL),
            (pl.col("number").diff().fill_null(pl.col("number").first()) == 1).all().alias("runs"),
            (pl.col("amount").diff() < 0).any().alias("falls"),
            (pl.col("amount").diff() > 0).sum().alias("rises"),
            pl.len().alias("periods"),
        )
    )
    told_singly = series.filter("falls").select(LIKE).unique()
    return (
        series.filter(
            "runs",
            pl.col("periods") >= FEWEST_PERIODS,
            pl.col("rises") >= FEWEST_RISES,
        )
        .join(told_singly, on=list(LIKE), how="anti")
        .explode("row")
        .select("row", pl.lit(REASON).alias(REASONS), DETAIL)
    )
