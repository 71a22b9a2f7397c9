"""Measures of a home's own: one row per quantity that the city publishes and the list lacks."""

from typing import Final

import polars as pl

from loaders.judge.kinds.entries import (
    filled,
    read_codes,
    read_measures,
    read_names,
    read_other_names,
    read_places_in_lists,
    read_words,
)
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import SEPARATOR, Columns, Memory, joined_keys
from loaders.words.reading import Reading, read_truth

KEY = ("measure_code",)
SAID = (
    *("measure_name", "measure_name_en", "measure_family", "measure_kind", "limited_measure_code"),
    *("base_unit", "display_unit", "lower_is_better", "sort_order", "other_names"),
)
PER_CENT: Final = "%"
# Where a row says nothing: a per cent is a share, all else a number that adds up over time; it
# belongs to what is done about safety, or where its kind puts it.
KIND, KIND_OF_PER_CENT, FAMILY = "amount", "share", "work"
FAMILIES: Final = {"count": "accidents", "quota": "quotas", "rate": "rates"}


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as measures, with what is wrong beside them.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.MEASURES but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    shipped = tools.shipped("reference/measures.csv", "measure_code")
    code = read_codes(columns, "measure_code", shipped)
    name = read_names(columns, "measure_name")
    other_names = read_other_names(columns)
    refuse_taken_names(
        columns, "measure", code, [name, columns.text("measure_name_en"), other_names], tools
    )
    base, shown = _units(columns, tools)
    kind = read_words(columns, "measure_kind", tools)
    of_unit = (base == PER_CENT).fill_null(value=False)
    usual = pl.select(
        pl.when(of_unit).then(pl.lit(KIND_OF_PER_CENT)).otherwise(pl.lit(KIND)).alias("k")
    )["k"]
    kind = filled(kind, usual).alias("measure_kind")
    family = filled(
        read_words(columns, "measure_family", tools),
        kind.replace_strict(FAMILIES, default=FAMILY, return_dtype=pl.String),
    )
    limited = read_measures(columns, "limited_measure_code", tools)
    columns.refuse(
        (kind == "quota") & columns.text("limited_measure_code").is_null(),
        "limited_measure_missing",
    )
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            name,
            columns.text("measure_name_en").alias("measure_name_en"),
            family.alias("measure_family"),
            kind,
            limited,
            base,
            shown,
            read_places_in_lists(columns),
            columns.read("lower_is_better", read_truth, pl.Boolean).alias("lower_is_better"),
            other_names,
        ]
    ).with_columns(columns.judgement())


def _units(columns: Columns, tools: Tools) -> tuple[pl.Series, pl.Series]:
    """Answers the unit in which a measure is kept and the one in which it is shown.

    One will do: kept in 元 and shown in 万元 is what 万元 says, in either column.
    """
    keys = joined_keys(columns.text("base_unit"), columns.text("display_unit"))

    def read_one(text: str) -> Reading[tuple[str, str]]:
        return tools.vocabulary.read_unit_of_registry(text)

    def read_base(key: str) -> Reading[str]:
        kept, shown = key.split(SEPARATOR)
        if not kept and not shown:
            return Reading(reason="unit_missing")
        found = read_one(kept or shown)
        return (
            Reading(found.value[0])
            if found.value
            else Reading(reason=found.reason, detail=found.detail)
        )

    def read_shown(key: str) -> Reading[str]:
        kept, shown = key.split(SEPARATOR)
        first = read_one(kept) if kept else Reading()
        if kept and not first.value:
            return Reading()
        if not shown:
            return Reading(first.value[1]) if first.value else Reading()
        if first.value:
            return tools.vocabulary.read_unit(shown, first.value[0])
        found = read_one(shown)
        return Reading(found.value[1]) if found.value else Reading()

    base = columns.read("base_unit", read_base, pl.String, texts=keys)
    shown = columns.read("display_unit", read_shown, pl.String, texts=keys)
    return base.alias("base_unit"), shown.alias("display_unit")


def refuse_taken_names(
    columns: Columns, kind: str, code: pl.Series, names: list[pl.Series], tools: Tools
) -> None:
    """Keeps the reason where a name stands for another code already.

    Args:
        columns: The batch.
        kind: measure or scope.
        code: The entries' codes.
        names: Columns of names; several in one cell with | between.
        tools: The registries.
    """
    found: list[str | None] = []
    taken_here: dict[str, str] = {}
    for own, *cells in zip(code.to_list(), *(each.to_list() for each in names), strict=True):
        taken = None
        for name in filter(None, "|".join(filter(None, cells)).split("|")):
            holder = tools.vocabulary.code_of(kind, name) or taken_here.setdefault(name, own or "")
            if own and holder not in ("", own) and taken is None:
                taken = f"{name} = {holder}"
        found.append(taken)
    details = pl.Series(found, dtype=pl.String)
    columns.refuse(details.is_not_null(), "name_is_taken", details)
