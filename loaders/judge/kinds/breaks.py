"""Breaks of series: one row per day from which figures no longer continue those before it."""

import polars as pl

from loaders.judge.kinds.entries import read_codes, read_day, read_measures, read_words
from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns, Memory, nothing
from loaders.words.reading import Reading, refused

KEY = ("break_code",)
TEXTS = ("break_reason_en", "source")
SAID = (
    *("region_code", "measure_code", "scope_code", "breaks_at", "break_kind"),
    *("replaces_break_code", "quality_code", "break_reason"),
    *TEXTS,
)
STATED = "stated"


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as breaks, with what is wrong beside them.

    A break without a region holds everywhere, without a measure or a scope for all of them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.BREAKS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    shipped = tools.shipped("reference/series_breaks.csv", "break_code")
    code = read_codes(columns, "break_code", shipped)
    breaks_at = columns.read("breaks_at", read_day, pl.Date).alias("breaks_at")
    columns.refuse(columns.text("breaks_at").is_null(), "break_date_missing")
    columns.refuse(columns.text("break_kind").is_null(), "break_kind_missing")
    columns.refuse(columns.text("break_reason").is_null(), "break_reason_missing")
    words = tools.vocabulary
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            _regions(columns, breaks_at, tools),
            columns.text("region_name").alias("region_name"),
            read_measures(columns, "measure_code", tools),
            columns.read("scope_code", words.read_scope, pl.String).alias("scope_code"),
            breaks_at,
            read_words(columns, "break_kind", tools),
            _replaced(columns, code, tools),
            columns.read("quality_code", words.read_quality, pl.String)
            .fill_null(STATED)
            .alias("quality_code"),
            columns.text("break_reason").alias("break_reason"),
            *(columns.text(each).alias(each) for each in TEXTS),
        ]
    ).with_columns(columns.judgement())


def _regions(columns: Columns, breaks_at: pl.Series, tools: Tools) -> pl.Series:
    """Answers the regions, read on the day of the break; null where none is named."""
    is_named = columns.text("region_code").is_not_null() | columns.text("region_name").is_not_null()
    if not is_named.any():
        return nothing(len(is_named)).alias("region_code")
    # A row without a region means everywhere, which only of a break is no fault.
    nation = columns.texts.with_columns(
        pl.when(is_named)
        .then(columns.text("region_code"))
        .otherwise(pl.lit("000000"))
        .alias("region_code"),
        columns.text("region_name").alias("region_name"),
    )
    whole = columns.texts
    columns.texts = nation
    found = read_regions(columns, tools.places, breaks_at.fill_null(tools.today))
    columns.texts = whole
    return found.zip_with(is_named, nothing(len(is_named))).alias("region_code")


def _replaced(columns: Columns, code: pl.Series, tools: Tools) -> pl.Series:
    """Answers the wider breaks in whose place these stand."""
    known = set(tools.registry("reference/series_breaks.csv", "break_code")) | set(
        code.drop_nulls()
    )

    def read_break(text: str) -> Reading[str]:
        return Reading(text) if text in known else refused("break_unknown", text)

    return columns.read("replaces_break_code", read_break, pl.String).alias("replaces_break_code")
