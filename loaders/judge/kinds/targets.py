"""Targets of a plan: one row per target, read as strictly as statistics.

Nothing unread reaches a verdict: what a row's unit, sign, period, base, scope, indicator or value
say is settled here, or the row is refused with the reason and the nearest right word. Rows of
files and of seeds/plans come through the same door (tools/read_plan_seeds.py).
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import polars as pl
from polars.datatypes import DataTypeClass

from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.judge.kinds.statistics import last_days
from loaders.judge.kinds.target_meaning import Meaning, Row, read_meaning
from loaders.judge.kinds.target_subjects import Subjects
from loaders.lake.schemas import TARGET_WORDS
from loaders.words.columns import Columns, Memory, nothing
from loaders.words.reading import Reading, read_truth

Dtype: TypeAlias = pl.DataType | DataTypeClass

KEY = ("target_code",)
# As printed; kept, and judged by nobody.
TEXTS = (
    "section",
    "indicator_name_zh",
    "alternative_base",
    "quote",
    "plan_file",
    "notes",
    "plan_name",
    "plan_name_en",
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
    "unit",
    "value_basis",
    "base_basis",
    "is_qualitative",
    *TEXTS,
)
NOT_STATED = "not_stated"
# A scope that says: what officially counts in each year (all kinds until the reform, then
# production), whatever the indicator's name sounds like.
OFFICIAL = ("official", "官方总口径", "当年官方总口径")


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
    for name in ("plan_code", "target_code"):
        columns.refuse(columns.text(name).is_null(), f"{name}_missing")
    coded = _coded(columns, tools)
    meanings = _meanings(columns, coded, tools)
    for reason, details in _reasons(meanings).items():
        columns.refuse(details.is_not_null(), reason, details)
    ends = _values(meanings, "last_period", pl.String)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            *(columns.text(name).alias(name) for name in ("plan_code", "target_code")),
            read_regions(columns, tools.places, last_days(ends).fill_null(tools.today)),
            *(columns.text(name).alias(name) for name in ("region_name", "target_period", *TEXTS)),
            # a file that gives a base and says no more takes it from the plan
            pl.select(
                pl.coalesce(
                    coded["base_is_stated"],
                    pl.when(columns.text("base_period").is_not_null()).then(pl.lit("yes")),
                )
            )
            .to_series()
            .alias("base_is_stated"),
            coded["strength"].fill_null(NOT_STATED).alias("strength"),
            *(
                _values(meanings, name, dtype)
                for name, dtype in {
                    "target_kind": pl.String,
                    "indicator_code": pl.String,
                    "scope": pl.String,
                    "base_period": pl.String,
                    "target_value": pl.Float64,
                    "unit": pl.String,
                    "value_basis": pl.String,
                    "base_basis": pl.String,
                    "is_qualitative": pl.Boolean,
                    **TARGET_WORDS,
                }.items()
            ),
        ]
    ).with_columns(columns.judgement())


def _coded(columns: Columns, tools: Tools) -> dict[str, pl.Series]:
    """Answers the columns that hold one word of a list each."""
    words = tools.vocabulary
    columns.refuse(columns.text("target_kind").is_null(), "target_kind_unknown")
    scopes = columns.text("scope")
    named = scopes.zip_with(~scopes.is_in(OFFICIAL).fill_null(value=False), nothing(len(scopes)))
    return {
        "target_kind": columns.read("target_kind", words.read_target_kind, pl.String),
        "strength": columns.read("strength", words.read_strength, pl.String),
        "scope": columns.read("scope", words.read_scope, pl.String, texts=named),
        "value_basis": columns.read("value_basis", words.read_value_basis, pl.String),
        "base_basis": columns.read("base_basis", words.read_value_basis, pl.String),
        "base_is_stated": columns.read("base_is_stated", _read_stated, pl.String),
        "is_qualitative": columns.read("is_qualitative", _read_stated, pl.String),
    }


def _meanings(columns: Columns, coded: Mapping[str, pl.Series], tools: Tools) -> list[Meaning]:
    """Answers what each row means."""
    subjects = Subjects(tools)
    plans = tools.registry("plans/plans.csv", "plan_code")
    texts = {
        name: columns.text(name).to_list()
        for name in (
            *("plan_code", "indicator_code", "indicator_name_zh", "scope", "strength"),
            *("base_period", "target_period", "target_value", "unit", "quote"),
            "alternative_base",
        )
    }
    codes = {name: series.to_list() for name, series in coded.items()}
    rows = (
        Row(
            {name: values[place] or "" for name, values in texts.items()},
            {name: values[place] for name, values in codes.items()},
            is_official=texts["scope"][place] in OFFICIAL,
        )
        for place in range(columns.texts.height)
    )
    return [read_meaning(row, subjects, tools.vocabulary, plans) for row in rows]


def _reasons(meanings: list[Meaning]) -> dict[str, pl.Series]:
    """Answers the rows' details by the reason that each is refused for."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for place, meaning in enumerate(meanings):
        for reason, detail in meaning.reasons:
            found[reason].setdefault(place, detail)
    return {
        reason: pl.Series([details.get(place) for place in range(len(meanings))], dtype=pl.String)
        for reason, details in found.items()
    }


def _values(meanings: list[Meaning], name: str, dtype: Dtype) -> pl.Series:
    return pl.Series(name, [meaning.values.get(name) for meaning in meanings], dtype=dtype)


def _read_stated(text: str) -> Reading[str]:
    found = read_truth(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    return Reading("yes" if found.value else "no")
