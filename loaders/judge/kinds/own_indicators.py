"""Indicators of a home's own: one row per rate or count, its scope and denominators in the row."""

from typing import Final

import polars as pl

from loaders.judge.kinds.entries import (
    filled,
    read_codes,
    read_factor,
    read_measures,
    read_names,
    read_places_in_lists,
    read_words,
)
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns, Memory
from loaders.words.reading import read_count, read_truth

KEY = ("indicator_code",)
TEXTS = ("indicator_name_en", "unit_en", "definition", "definition_en", "source")
SAID = (
    *("indicator_name", "indicator_kind", "numerator_measure", "denominator_measure"),
    *("proxy_denominator_measure", "scope", "multiplier", "unit", "decimals", "lower_is_better"),
    *("is_poisson_count", "allows_any_scope", "sort_order"),
    *TEXTS,
)
# Measures that mean nothing without a scope; an indicator of any other has none.
SCOPED_KINDS: Final = ("count", "quota", "rate")
WITHOUT_SCOPE: Final = "none"
PER_CENT: Final = "%"
DECIMALS: Final = 2


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as indicators, with what is wrong beside them.

    What a row leaves out: a rate is what has a denominator; its multiplier is 100 where its unit
    is per cent; less is better; a number of accidents or casualties is counted in the scope that
    is official in each year, which no scope in the lake stands for.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.INDICATORS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    shipped = tools.shipped("reference/indicators.csv", "indicator_code")
    code = read_codes(columns, "indicator_code", shipped)
    name = read_names(columns, "indicator_name")
    _refuse_taken(columns, code, name, tools)
    numerator = read_measures(columns, "numerator_measure", tools)
    columns.refuse(columns.text("numerator_measure").is_null(), "numerator_missing")
    denominator = read_measures(columns, "denominator_measure", tools)
    kind = _kinds(columns, tools)
    unit = columns.text("unit")
    columns.refuse(unit.is_null(), "unit_missing")
    kinds = {each: row["measure_kind"] for each, row in tools.measures.items()}
    of_numerator = numerator.replace_strict(kinds, default=None, return_dtype=pl.String)
    is_count = of_numerator == "count"
    is_any = filled(columns.read("allows_any_scope", read_truth, pl.Boolean), kind == "count")
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            name,
            kind,
            numerator,
            denominator,
            read_measures(columns, "proxy_denominator_measure", tools),
            _scopes(columns, numerator, of_numerator, tools),
            _multipliers(columns, kind, unit),
            unit.alias("unit"),
            filled(columns.read("decimals", read_count, pl.Int32), _decimals(kind)).alias(
                "decimals"
            ),
            _truth(columns, "lower_is_better", usual=True),
            filled(
                columns.read("is_poisson_count", read_truth, pl.Boolean),
                is_count.fill_null(value=False),
            ).alias("is_poisson_count"),
            is_any.alias("allows_any_scope"),
            read_places_in_lists(columns),
            *(columns.text(each).alias(each) for each in TEXTS),
        ]
    ).with_columns(columns.judgement())


def _truth(columns: Columns, name: str, *, usual: bool) -> pl.Series:
    return columns.read(name, read_truth, pl.Boolean).fill_null(value=usual).alias(name)


def _decimals(kind: pl.Series) -> pl.Series:
    return kind.replace_strict({"count": 0}, default=DECIMALS, return_dtype=pl.Int32)


def _kinds(columns: Columns, tools: Tools) -> pl.Series:
    """Answers rate or count; a rate is what has a denominator, and nothing else is."""
    has_denominator = columns.text("denominator_measure").is_not_null()
    usual = has_denominator.replace_strict({True: "rate", False: "count"}, return_dtype=pl.String)
    stated = read_words(columns, "indicator_kind", tools)
    differs = stated.is_not_null() & (stated != usual)
    columns.refuse(differs, "indicator_kind_contradicts", columns.text("indicator_kind"))
    return usual.alias("indicator_kind")


def _multipliers(columns: Columns, kind: pl.Series, unit: pl.Series) -> pl.Series:
    """Answers what the quotient is multiplied by, which goes without saying of per cents only."""
    stated = columns.read("multiplier", read_factor, pl.Float64)
    is_silent = columns.text("multiplier").is_null()
    is_per_cent = (unit == PER_CENT).fill_null(value=False)
    columns.refuse(is_silent & (kind == "rate") & ~is_per_cent, "multiplier_missing", unit)
    hundred = pl.Series([100.0]).new_from_index(0, len(unit))
    one = pl.Series([1.0]).new_from_index(0, len(unit))
    return filled(stated, hundred.zip_with(is_per_cent & (kind == "rate"), one)).alias("multiplier")


def _scopes(columns: Columns, numerator: pl.Series, kinds: pl.Series, tools: Tools) -> pl.Series:
    """Answers the numerator's scope: the row's, none of what has none, null for the official."""
    stated = columns.read("scope", tools.vocabulary.read_scope, pl.String)
    is_without = (~kinds.is_in(SCOPED_KINDS) & (numerator != "direct_loss")).fill_null(value=False)
    columns.refuse(
        is_without & stated.is_not_null() & (stated != WITHOUT_SCOPE),
        "scope_of_no_accidents",
        columns.text("numerator_measure"),
    )
    without = pl.Series([WITHOUT_SCOPE]).new_from_index(0, len(stated))
    return without.zip_with(is_without, stated).alias("scope")


def _refuse_taken(columns: Columns, code: pl.Series, name: pl.Series, tools: Tools) -> None:
    """Keeps the reason where code or name is that of something else already.

    A measure of the same code is the same thing: the rate as it is printed, or what is counted.
    """
    known = tools.registry("reference/indicators.csv", "indicator_code")
    holders = {row["indicator_name"]: held for held, row in known.items()}
    measures = tools.measures
    numerators = columns.text("numerator_measure").to_list()
    found: list[str | None] = []
    for own, called, counted in zip(code.to_list(), name.to_list(), numerators, strict=True):
        holder = holders.setdefault(called, own) if called and own else own
        measure = tools.vocabulary.code_of("measure", called) if called else None
        held = measures.get(own or "")
        is_same = held is None or held["measure_kind"] == "rate" or own == counted
        if own is None:
            found.append(None)  # refused for its code already
        elif holder != own:
            found.append(f"{called} = {holder}")
        elif measure and measure not in (own, tools.vocabulary.code_of("measure", counted or "")):
            found.append(f"{called} = {measure}")
        else:
            found.append(None if is_same else f"{own} = {(held or {}).get('measure_name', '')}")
    details = pl.Series(found, dtype=pl.String)
    columns.refuse(details.is_not_null(), "name_is_taken", details)
