"""Figures: one row per region, period, measure, scope, vintage and source."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl

from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import SEPARATOR, Columns, Memory, Reader, joined_keys, nothing
from loaders.words.dates import read_date
from loaders.words.periods import last_day_of, read_period, settle_basis
from loaders.words.reading import Reading, read_count, read_number

# Two rows that agree in all of these must agree in their value. The quote and the notes are among
# them because one source may print two values of one figure, each explained (Haiyan's GDP 2014).
KEY = (
    "region_code",
    "period",
    "period_basis",
    "measure",
    "scope",
    "vintage",
    "published_date",
    "source_title",
    "source_publisher",
    "source_quote",
    "notes",
)
SAID = ("value", "unit")
# More digits before the point than the models keep (int_statistics_corrected).
TOO_LARGE = Decimal(10) ** 15
CANONICAL_NUMBER = r"^(0|[1-9]\d{0,14})(\.\d{1,8})?$"
# Kinds of measures that are numbers of accidents: they mean nothing without a scope.
SCOPED_KINDS = ("count", "quota", "rate")
# Kinds that are counted in one unit, which therefore need not be said.
COUNT_KINDS = ("count", "quota")
# Marks a measure whose months and quarters count from January.
CUMULATED = "cumulated"
# The kind of measures that may be below zero.
SIGNED_KIND = "growth"


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as figures, with what is wrong beside them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: Vocabulary, regions and the day of today.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of loaders.lake.schemas.STATISTICS but for the file's, with reason_codes and
        detail.
    """
    columns = Columns(texts, memory)
    words = tools.vocabulary
    named = joined_keys(columns.text("measure"), columns.text("unit"))
    measure = columns.read("measure", _measure_reader(tools, "code"), pl.String, texts=named)
    columns.refuse(columns.text("measure").is_null(), "measure_missing")
    period = columns.read("period", _part(read_period, "period"), pl.String)
    columns.refuse(columns.text("period").is_null(), "period_missing")
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            read_regions(columns, tools.places, last_days(period)),
            columns.text("region_name").alias("region_name"),
            period.alias("period"),
            _basis(columns, words.read_basis, measure, tools).alias("period_basis"),
            measure.alias("measure"),
            _scope(columns, measure, named, tools).alias("scope"),
            *_value_and_unit(columns, measure, named, tools),
            columns.read("vintage", words.read_vintage, pl.String).alias("vintage"),
            columns.read("published_date", read_date, pl.Date).alias("published_date"),
            columns.text("source_title").alias("source_title"),
            columns.text("source_publisher").alias("source_publisher"),
            columns.read("source_kind", words.read_source_kind, pl.String).alias("source_kind"),
            columns.text("source_url").alias("source_url"),
            columns.text("source_quote").alias("source_quote"),
            columns.read("quality", words.read_quality, pl.String).alias("quality"),
            columns.text("notes").alias("notes"),
        ]
    ).with_columns(columns.judgement())


def last_days(periods: pl.Series) -> pl.Series:
    """Answers the last day of each canonical period."""
    known = periods.drop_nulls().unique().to_list()
    return periods.replace_strict(
        known, [last_day_of(each) for each in known], default=None, return_dtype=pl.Date
    )


def _part(reader: Reader, name: str) -> Reader:
    """Answers a reader of one part of what another reader answers."""

    def read(text: str) -> Reading[Any]:
        found = reader(text)
        if found.value is None:
            return found
        return Reading(getattr(found.value, name), found.flags)

    return read


def _measure_reader(tools: Tools, name: str) -> Reader:
    """Answers a reader of what a measure's text, with the unit beside it, says."""

    def read(key: str) -> Reading[Any]:
        text, unit = key.split(SEPARATOR)
        return tools.vocabulary.read_measure(text, unit or None) if text else Reading()

    return _part(read, name)


def _silent(reader: Reader) -> Reader:
    """Answers a reader whose refusals have been told already."""
    return lambda text: Reading(reader(text).value)


def _basis(columns: Columns, read_basis: Reader, measure: pl.Series, tools: Tools) -> pl.Series:
    """Answers what each figure covers, from its period, its measure and the basis stated."""
    stated = columns.read("period_basis", read_basis, pl.String)
    cumulated = pl.select(
        pl.when(measure.is_in(list(tools.cumulated_measures))).then(pl.lit(CUMULATED))
    ).to_series()
    keys = joined_keys(columns.text("period"), stated, cumulated)

    def settle(key: str) -> Reading[str]:
        period, basis, cumulated = key.split(SEPARATOR)
        found = read_period(period) if period else Reading()
        if found.value is None:
            return Reading()
        return settle_basis(found.value, basis or None, is_told_cumulated=bool(cumulated))

    return columns.read("period and basis", settle, pl.String, texts=keys)


def _scope(columns: Columns, measure: pl.Series, named: pl.Series, tools: Tools) -> pl.Series:
    """Answers the scope: the column's, else the one in the measure's name."""
    stated = columns.read("scope", tools.vocabulary.read_scope, pl.String)
    in_name = columns.read(
        "scope in the name", _silent(_measure_reader(tools, "scope")), pl.String, texts=named
    )
    scope = stated.zip_with(stated.is_not_null(), in_name)
    needing = [
        code
        for code, row in tools.measures.items()
        if row["measure_kind"] in SCOPED_KINDS or code == "direct_loss"
    ]
    columns.refuse(
        stated.is_not_null() & in_name.is_not_null() & (stated != in_name),
        "scope_contradicts",
        columns.text("measure"),
    )
    is_silent = columns.text("scope").is_null() & in_name.is_null()
    columns.refuse(is_silent & measure.is_in(needing), "scope_missing")
    return scope


def _value_and_unit(
    columns: Columns, measure: pl.Series, named: pl.Series, tools: Tools
) -> list[pl.Series]:
    """Answers value and unit; a unit may stand in its column, in the heading or in the cell."""
    texts = columns.text("value")
    columns.refuse(texts.is_null(), "value_missing")
    counts = [code for code, row in tools.measures.items() if row["measure_kind"] in COUNT_KINDS]
    is_count = measure.is_in(counts).fill_null(value=False)
    changes = [code for code, row in tools.measures.items() if row["measure_kind"] == SIGNED_KIND]
    is_change = measure.is_in(changes).fill_null(value=False)
    value, change, count = (
        columns.read(
            "value",
            read,
            pl.String,
            texts=texts.zip_with(is_its, nothing(len(texts))),
            fast=_canonical_numbers,
        )
        for read, is_its in (
            (_read_value, ~is_count & ~is_change),
            (_read_signed, is_change),
            (_read_count_or_word, is_count),
        )
    )
    value = value.zip_with(~is_count, count).zip_with(~is_change, change)
    inside = columns.read("unit inside", _read_unit_inside, pl.String, texts=_odd_texts(texts))
    heading = columns.read(
        "unit in the name", _silent(_measure_reader(tools, "unit")), pl.String, texts=named
    )
    given = columns.text("unit")
    keys = joined_keys(measure, given.zip_with(given.is_not_null(), heading), inside)
    unit = columns.read("unit", lambda key: _read_unit(key, tools), pl.String, texts=keys)
    return [value.alias("value"), unit.alias("unit")]


def _canonical_numbers(texts: pl.Series) -> pl.Series:
    return texts.zip_with(texts.str.contains(CANONICAL_NUMBER), nothing(len(texts)))


def _odd_texts(texts: pl.Series) -> pl.Series:
    """Answers the texts that are more than a plain number, and so may hold a unit."""
    return nothing(len(texts)).zip_with(texts.str.contains(CANONICAL_NUMBER), texts)


def _read_value(text: str) -> Reading[str]:
    found = read_number(text)
    if found.value is not None and found.value.value < 0:
        return Reading(reason="negative_count", detail=text)
    return _read_signed(text)


def _read_signed(text: str) -> Reading[str]:
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    if abs(found.value.value) >= TOO_LARGE:
        return Reading(reason="value_too_large", detail=text)
    return Reading(plain_number(found.value.value), found.flags)


def _read_count_or_word(text: str) -> Reading[str]:
    """Answers a count's number; 未发生 and the like are zero."""
    in_words = read_count(text)
    return Reading("0") if in_words.value == 0 else _read_value(text)


def _read_unit_inside(text: str) -> Reading[str]:
    found = read_number(text)
    return Reading(found.value.unit if found.value else None)


def _read_unit(key: str, tools: Tools) -> Reading[str]:
    """Answers the unit's code, from the unit printed beside the value and the one in the cell."""
    measure, given, inside = key.split(SEPARATOR)
    if not measure:
        return Reading()
    row = tools.measures[measure]
    if not given and not inside and row["measure_kind"] in COUNT_KINDS:
        return Reading(row["base_unit"])
    found = tools.vocabulary.join_units(inside or None, given or None, row["base_unit"])
    return (
        replace(found, detail=f"{row['measure_name']}: {found.detail}") if found.reason else found
    )


def plain_number(value: Decimal) -> str:
    """Answers a number without exponent, with the decimals it was printed with."""
    return f"{value:f}"
