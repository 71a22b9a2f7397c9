"""Several readings of one figure: which counts, and which figures differ from what is known.

The order is that of models/intermediate/figures/int_observations_ranked.sql, which a test holds
it to: what became known later counts; of one day what is nearer to the last word, then what is
better told, and by whom.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from loaders.judge.base_units import amounts, factors
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import DETAIL, REASONS
from loaders.words.periods import last_day_of
from loaders.words.reading import shorten

FIGURE: Final = ("region_code", "period", "basis", "measure", "scope")
# What a reading tells besides its figure; all texts but the day of publication.
TOLD: Final = (
    *("value", "unit", "vintage", "published_date", "source_title", "source_publisher"),
    *("source_kind", "quality"),
)
COUNTS: Final = "differs_and_counts"
DOES_NOT_COUNT: Final = "differs_and_known_counts"
# What a weak source tells, or tells of a part of a region, counts where nothing else does.
WEAK: Final = ("low", "partial")
TITLE_SHOWN: Final = 40


def differing(new: pl.DataFrame, known: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers new figures that differ from what is known, with both and which will count.

    Figures that agree at the precision of the coarser one do not differ.

    Args:
        new: row, FIGURE and TOLD.
        known: FIGURE, TOLD, at_hand (the day on which it was there) and is_shipped.
        tools: The registries and the day.

    Returns:
        row, reason_codes and detail.
    """
    keys = list(FIGURE)
    also_known = new.join(known.select(keys).unique(), on=keys, how="semi", nulls_equal=True)
    before = known.join(also_known.select(keys), on=keys, how="semi", nulls_equal=True)
    if not before.height:
        return pl.DataFrame(schema={"row": pl.UInt32, REASONS: pl.String, DETAIL: pl.String})
    now = also_known.with_columns(
        at_hand=pl.lit(tools.today), is_shipped=pl.lit(value=False), is_new=pl.lit(value=True)
    )
    old = before.with_columns(row=pl.lit(None, pl.UInt32), is_new=pl.lit(value=False))
    both = ranked(pl.concat([old.select(now.columns), now]), tools)
    best = both.filter(~pl.col("is_new")).unique(keys, keep="first", maintain_order=True)
    compared = (
        both.with_columns(
            is_first=pl.int_range(pl.len()).over(keys) == 0,
            known_is_first=(~pl.col("is_new")).first().over(keys),
        )
        .filter("is_new")
        .join(best, on=keys, suffix="_known", nulls_equal=True, maintain_order="left")
    )
    apart = (pl.col("amount") - pl.col("amount_known")).abs()
    found = compared.filter(
        (apart >= pl.max_horizontal("place", "place_known") * (1 - 1e-9))
        & (pl.col("is_first") | pl.col("known_is_first"))
    )
    return found.select(
        pl.col("row").cast(pl.UInt32),
        pl.when("is_first").then(pl.lit(COUNTS)).otherwise(pl.lit(DOES_NOT_COUNT)).alias(REASONS),
        _both_said(found),
    ).sort("row")


def ranked(readings: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers readings of figures, of each figure the one that counts first.

    Args:
        readings: FIGURE, TOLD, at_hand and is_shipped.
        tools: The registries.

    Returns:
        The readings with amount, place (one unit of its last digit) and known_date.
    """
    decimals = pl.col("value").str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    counted = readings.with_columns(
        pl.col("vintage").fill_null("unknown"),
        pl.col("quality").fill_null("stated"),
        pl.col("source_kind").fill_null("unstated"),
        amounts(tools).alias("amount"),
        (factors(tools) * (0.1**decimals)).alias("place"),
        decimals.alias("decimals"),
    )
    return in_order(counted.filter(pl.col("amount").is_not_null()), tools)


def in_order(readings: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers readings in the order in which they count, with known_date.

    Args:
        readings: As of ranked, with amount and decimals; nothing is left open.
        tools: The registries.
    """
    dated = readings.with_row_index("position").with_columns(
        _standing().alias("standing"),
        _preference(tools, "vintages", "vintage", "latest_rank").alias("latest_rank"),
        _preference(tools, "data_qualities", "quality", "preference").alias("quality_rank"),
        _preference(tools, "source_kinds", "source_kind", "preference").alias("source_rank"),
        pl.coalesce(
            "published_date",
            pl.min_horizontal(
                pl.max_horizontal(_usual_date(readings, tools), _not_before(tools)), "at_hand"
            ),
        ).alias("known_date"),
    )
    order = {
        "standing": False,
        "known_date": True,
        "latest_rank": True,
        "quality_rank": False,
        "source_rank": False,
        "decimals": True,
        "is_shipped": False,
        "position": True,
    }
    return dated.sort(list(order), descending=list(order.values()))


def _standing() -> pl.Expr:
    """Answers what comes before what, whenever known: figures, weak ones, forecasts."""
    is_forecast, is_weak = pl.col("vintage") == "forecast", pl.col("quality").is_in(WEAK)
    return pl.when(is_forecast).then(3).when(is_weak).then(2).otherwise(1)


def _preference(tools: Tools, seed: str, column: str, name: str) -> pl.Expr:
    """Answers what a registry says of a column's codes, as a number."""
    registry = tools.registry(f"reference/{seed}.csv", _code_of(seed))
    numbers = {code: int(row[name]) for code, row in registry.items()}
    return pl.col(column).replace_strict(numbers, default=None, return_dtype=pl.Int64)


def _code_of(seed: str) -> str:
    return {"vintages": "vintage_code", "data_qualities": "quality_code"}.get(seed, "source_kind")


def _usual_date(readings: pl.DataFrame, tools: Tools) -> pl.Expr:
    """Answers when an undated reading is taken to have been known.

    That is when one of the same value says that it was, of a vintage that is published once one
    of that vintage whatever its value; else when figures of its vintage usually are.
    """
    vintages = tools.registry("reference/vintages.csv", "vintage_code")
    once = [code for code, row in vintages.items() if row.get("is_published_once") == "true"]
    lag = _preference(tools, "vintages", "vintage", "assumed_lag_days")
    periods = readings["period"].drop_nulls().unique().to_list()
    ends = pl.col("period").replace_strict(
        periods, [last_day_of(each) for each in periods], default=None, return_dtype=pl.Date
    )
    said = pl.col("published_date").min()
    return pl.coalesce(
        pl.when(pl.col("vintage").is_in(once))
        .then(said.over([*FIGURE, "vintage"]))
        .otherwise(said.over([*FIGURE, "amount"])),
        ends + pl.duration(days=lag),
    )


def _not_before(tools: Tools) -> pl.Expr:
    """Answers the day before which an undated reading was not known, by what its source rests on.

    Empty where nothing is said of the source.
    """
    days = pl.lit(None, pl.Date)
    for said in tools.rows("published/known_days.csv"):
        is_meant = (pl.col("source_title") == said["source_title"]) & pl.col("period").is_between(
            pl.lit(said["from_period"]), pl.lit(said["to_period"])
        )
        day = pl.lit(date.fromisoformat(said["known_since"]))
        days = pl.when(is_meant).then(day).otherwise(days)
    return days


def _both_said(found: pl.DataFrame) -> pl.Series:
    """Answers both values for people, the known one with its source and day."""
    rows = found.select(
        "value", "unit", "value_known", "unit_known", "source_title_known", "known_date_known"
    ).iter_rows()
    return pl.Series(DETAIL, [_said(row) for row in rows], dtype=pl.String)


def _said(row: Sequence[Any]) -> str:
    value, unit, before, before_unit, title, day = row
    source = shorten(f"{title or '…'}")[:TITLE_SHOWN]
    return f"{value} {unit} ≠ {before} {before_unit}（{source}, {day or '…'}）"
