"""Accidents: one row per accident, or per person where the layout folds them."""

import polars as pl

from loaders.columns import Columns, Memory
from loaders.dates import read_date, read_moment
from loaders.kinds.regions import read_regions
from loaders.kinds.tools import Tools
from loaders.reading import Reading, read_count, read_number, read_truth

KEY = ("accident_id", "published_date")
COUNTS = ("deaths", "missing", "serious_injuries", "minor_injuries")
SAID = (
    "occurred_at",
    "region_code",
    "scope",
    "industry",
    "accident_type",
    *COUNTS,
    "direct_loss",
    "direct_loss_unit",
    "is_production",
    "severity",
    "summary",
    "source_title",
)
# Beyond it, and in odd spellings, amounts are read one by one.
LARGE_AMOUNT = 1e12
# The common ways of writing a moment, by their length.
MOMENT_FORMATS = {19: "%Y-%m-%d %H:%M:%S", 16: "%Y-%m-%d %H:%M", 10: "%Y-%m-%d"}


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as accidents, with what is wrong beside them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: Vocabulary, regions and the day of today.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of loaders.schemas.ACCIDENTS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    words = tools.vocabulary
    accident_id = columns.text("accident_id")
    columns.refuse(accident_id.is_null(), "accident_id_missing")
    occurred = columns.read("occurred_at", read_moment, pl.Datetime("us"), fast=_moments)
    columns.refuse(columns.text("occurred_at").is_null(), "date_missing")
    counts = [columns.read(name, read_count, pl.Int32, fast=_counts) for name in COUNTS]
    columns.refuse(columns.text("deaths").is_null(), "deaths_missing")
    loss = columns.read("direct_loss", _read_amount, pl.Float64, fast=_amounts)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            accident_id.alias("accident_id"),
            occurred.alias("occurred_at"),
            read_regions(columns, tools.places, occurred.dt.date()),
            columns.text("region_name").alias("region_name"),
            columns.read("scope", words.read_scope, pl.String).alias("scope"),
            columns.read("industry", words.read_industry, pl.String).alias("industry"),
            columns.read("accident_type", words.read_accident_type, pl.String).alias(
                "accident_type"
            ),
            *(each.alias(name) for each, name in zip(counts, COUNTS, strict=True)),
            loss.alias("direct_loss"),
            _loss_unit(columns, loss, tools).alias("direct_loss_unit"),
            columns.read("is_production", read_truth, pl.Boolean).alias("is_production"),
            columns.read("severity", words.read_severity, pl.String).alias("severity"),
            columns.text("summary").alias("summary"),
            columns.read("published_date", read_date, pl.Date).alias("published_date"),
            columns.text("source_title").alias("source_title"),
        ]
    ).with_columns(columns.judgement())


def _moments(texts: pl.Series) -> pl.Series:
    """Answers what is written in the way a batch begins with; mostly it keeps to one."""
    written = texts.drop_nulls().head(1).to_list()
    form = MOMENT_FORMATS.get(len(written[0])) if written else None
    if form is None:
        return pl.Series([None], dtype=pl.Datetime("us")).new_from_index(0, len(texts))
    return texts.str.to_datetime(form, strict=False, time_unit="us")


def _counts(texts: pl.Series) -> pl.Series:
    numbers = texts.cast(pl.Int32, strict=False)
    return (
        pl.DataFrame([numbers.alias("n")])
        .select(pl.when(pl.col("n") >= 0).then(pl.col("n")))
        .to_series()
    )


def _amounts(texts: pl.Series) -> pl.Series:
    amounts = texts.cast(pl.Float64, strict=False)
    is_sure = amounts.is_finite() & (amounts >= 0) & (amounts < LARGE_AMOUNT)
    return amounts.set(~is_sure.fill_null(value=False), None)


def _read_amount(text: str) -> Reading[float]:
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    if found.value.value < 0:
        return Reading(reason="negative_count", detail=text)
    if found.value.unit not in {None, "万元"}:
        return Reading(reason="unit_contradicts", detail=text)
    return Reading(float(found.value.value), found.flags)


def _loss_unit(columns: Columns, loss: pl.Series, tools: Tools) -> pl.Series:
    unit = columns.read(
        "direct_loss_unit", lambda text: tools.vocabulary.read_unit(text, "元"), pl.String
    )
    printed = columns.text("direct_loss_unit")
    columns.refuse(loss.is_not_null() & (loss > 0) & printed.is_null(), "unit_missing")
    return unit
