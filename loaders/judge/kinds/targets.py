"""Targets of a plan: one row per target."""

import polars as pl

from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.judge.kinds.statistics import last_days
from loaders.words.columns import SEPARATOR, Columns, Memory, joined_keys, nothing
from loaders.words.periods import read_period
from loaders.words.reading import Reading, read_number, read_truth
from loaders.words.target_words import read_target_words

KEY = ("target_code",)
TEXTS = (
    "section",
    "indicator_name_zh",
    "alternative_base",
    "unit",
    "quote",
    "plan_file",
    "notes",
)
SAID = (
    "plan_code",
    "region_code",
    "indicator_code",
    "scope",
    "target_kind",
    "strength",
    "base_period",
    "base_is_stated",
    "target_period",
    "target_value",
    *TEXTS,
)
# Kinds that say nothing without a value; a milestone may be a deadline, a zero is a word.
KINDS_WITH_VALUE = ("relative_reduction", "absolute_cap", "vs_previous_five_year_total", "floor")
# A number of accidents or deaths handed down by a higher level is a quota.
QUOTA_KIND = "external"
COUNT_KINDS = ("count", "quota")


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as targets, with what is wrong beside them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: Vocabulary, regions and the day of today.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.TARGETS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    words = tools.vocabulary
    for name in ("plan_code", "target_code"):
        columns.refuse(columns.text(name).is_null(), f"{name}_missing")
    columns.refuse(columns.text("indicator_code").is_null(), "indicator_missing")
    kind = columns.read("target_kind", words.read_target_kind, pl.String)
    columns.refuse(columns.text("target_kind").is_null(), "target_kind_unknown")
    # Plans also write "each year 2016-2020": kept as printed, read only for the region's validity.
    periods = columns.read("validity", _read_period, pl.String, texts=columns.text("target_period"))
    value = columns.read("target_value", _read_value, pl.Float64)
    columns.refuse(
        columns.text("target_value").is_null() & kind.is_in(KINDS_WITH_VALUE),
        "target_value_missing",
    )
    _refuse_odd_quotas(columns, kind, value, tools)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            columns.text("plan_code").alias("plan_code"),
            columns.text("target_code").alias("target_code"),
            read_regions(columns, tools.places, last_days(periods).fill_null(tools.today)),
            columns.text("region_name").alias("region_name"),
            columns.text("indicator_code").alias("indicator_code"),
            _scope(columns, tools),
            kind.alias("target_kind"),
            columns.read("strength", words.read_strength, pl.String).alias("strength"),
            columns.text("base_period").alias("base_period"),
            columns.read("base_is_stated", _read_stated, pl.String).alias("base_is_stated"),
            columns.text("target_period").alias("target_period"),
            value.alias("target_value"),
            *(columns.text(name).alias(name) for name in TEXTS),
            *_words(columns),
        ]
    ).with_columns(columns.judgement())


def _words(columns: Columns) -> list[pl.Series]:
    """Answers what the words say; what they do not say in a known form is kept as printed."""
    asked = ("plan_code", "target_period", "unit", "alternative_base")
    texts = pl.DataFrame([columns.text(name).alias(name) for name in asked])
    return read_target_words(texts).get_columns()


def _scope(columns: Columns, tools: Tools) -> pl.Series:
    """Answers which accidents a target counts: the column's word, else the indicator's name's."""
    stated = columns.read("scope", tools.vocabulary.read_scope, pl.String)

    def read_name(text: str) -> Reading[str]:
        named = tools.vocabulary.read_measure(text).value
        return Reading(named.scope if named else None)

    in_name = columns.read(
        "scope in the name", read_name, pl.String, texts=columns.text("indicator_name_zh")
    )
    return stated.zip_with(stated.is_not_null(), in_name).alias("scope")


def _refuse_odd_quotas(columns: Columns, kind: pl.Series, value: pl.Series, tools: Tools) -> None:
    """Keeps the reasons why a number handed down can be no number of accidents or deaths."""
    counted = [code for code, row in tools.measures.items() if row["measure_kind"] in COUNT_KINDS]
    code = columns.text("indicator_code")
    is_quota = ((kind == QUOTA_KIND) & code.is_in(counted) & value.is_not_null()).fill_null(
        value=False
    )
    text = columns.text("target_value")
    columns.refuse(is_quota & (value < 0), "negative_count", text)
    columns.refuse(is_quota & (value % 1 != 0), "value_not_whole", text)

    def read_unit(key: str) -> Reading[str]:
        measure, unit = key.split(SEPARATOR)
        if not unit:
            return Reading()
        return tools.vocabulary.read_unit(unit, tools.vocabulary.base_unit_of(measure))

    keys = joined_keys(code, columns.text("unit"))
    columns.read(
        "unit of a quota", read_unit, pl.String, texts=keys.zip_with(is_quota, nothing(len(keys)))
    )


def _read_period(text: str) -> Reading[str]:
    found = read_period(text)
    return Reading(found.value.period if found.value else None)


def _read_stated(text: str) -> Reading[str]:
    found = read_truth(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    return Reading("yes" if found.value else "no")


def _read_value(text: str) -> Reading[float]:
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    return Reading(float(found.value.value), found.flags)
