"""Accidents: one row per accident, or per person where the layout folds them."""

import polars as pl

from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import SEPARATOR, Columns, Memory, joined_keys, nothing
from loaders.words.dates import read_date, read_moment
from loaders.words.reading import Reading, clean, read_count, read_number, read_truth

KEY = ("accident_id", "published_date")
COUNTS = ("deaths", "missing", "serious_injuries", "minor_injuries")
NAMES = ("place", "enterprise")
HANDLING_DATES = ("handling_opened_date", "handling_closed_date")
HANDLING_COUNTS = ("measures_ordered", "measures_done")
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
    *NAMES,
    "summary",
    *HANDLING_DATES,
    *HANDLING_COUNTS,
    "source_title",
)
BASE_UNIT = "元"
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
        The columns of schemas.ACCIDENTS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    words = tools.vocabulary
    accident_id = columns.text("accident_id")
    columns.refuse(accident_id.is_null(), "accident_id_missing")
    occurred = columns.read("occurred_at", read_moment, pl.Datetime("us"), fast=_moments)
    columns.refuse(columns.text("occurred_at").is_null(), "date_missing")
    counts = [columns.read(name, read_count, pl.Int32, fast=_counts) for name in COUNTS]
    columns.refuse(columns.text("deaths").is_null(), "deaths_missing")
    loss, loss_unit = _loss(columns, tools)
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
            loss_unit.alias("direct_loss_unit"),
            columns.read("is_production", read_truth, pl.Boolean).alias("is_production"),
            columns.read("severity", words.read_severity, pl.String).alias("severity"),
            *(columns.read(name, _read_name, pl.String).alias(name) for name in NAMES),
            columns.text("summary").alias("summary"),
            *(columns.read(name, read_date, pl.Date).alias(name) for name in HANDLING_DATES),
            *(
                columns.read(name, read_count, pl.Int32, fast=_counts).alias(name)
                for name in HANDLING_COUNTS
            ),
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


def _read_name(text: str) -> Reading[str]:
    """Answers a name in its plain form, so that the same place is one however it is typed."""
    return Reading(clean(text) or None)


def _read_amount(text: str) -> Reading[float]:
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    if found.value.value < 0:
        return Reading(reason="negative_count", detail=text)
    return Reading(float(found.value.value), found.flags)


def _loss(columns: Columns, tools: Tools) -> tuple[pl.Series, pl.Series]:
    """Answers the direct loss and its unit, which may stand beside it or in its cell."""
    texts, beside = columns.text("direct_loss"), columns.text("direct_loss_unit")
    plain = _amounts(texts)
    loss = columns.read("direct_loss", _read_amount, pl.Float64, fast=lambda _: plain)
    odd = texts.zip_with(plain.is_null(), nothing(len(texts)))
    if odd.null_count() == len(odd):
        columns.refuse((loss > 0) & beside.is_null(), "unit_missing")
        unit = columns.read(
            "direct_loss_unit", lambda text: tools.vocabulary.read_unit(text, BASE_UNIT), pl.String
        )
        return loss, unit
    inside = columns.read("unit in the loss", _read_unit_inside, pl.String, texts=odd)
    columns.refuse((loss > 0) & beside.is_null() & inside.is_null(), "unit_missing")
    keys = joined_keys(inside, beside)
    unit = columns.read(
        "unit of the loss", lambda key: _read_units(key, tools), pl.String, texts=keys
    )
    return loss, unit


def _read_unit_inside(text: str) -> Reading[str]:
    found = read_number(text)
    return Reading(found.value.unit if found.value else None)


def _read_units(key: str, tools: Tools) -> Reading[str]:
    inside, beside = key.split(SEPARATOR)
    if not inside and not beside:
        return Reading()
    return tools.vocabulary.join_units(inside or None, beside or None, BASE_UNIT)
