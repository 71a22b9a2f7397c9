"""The choice of a comparison: indicator, scope, basis, level, period and benchmark."""

import re
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.base import choices, numbers, regions
from app.base.selection import Selection, address, is_asked
from app.base.words import Words
from app.compare import comparison_questions
from app.compare.comparison_questions import Group

# How each choice is called in the address, and the column that it is made among.
COLUMNS = {
    "indicator": "indicator_code",
    "scope": "scope_code",
    "basis": "period_basis",
    "peers": "peers",
    "when": "period",
}
# The nation's own figure first, else all others together.
PREFERRED = ("nation", "peers", "province", "prefecture")
PAIR = 2  # of two regions each is the other's benchmark
YEAR = re.compile(r"\d{4}")
BENCHMARKS = ("nation", "province", "prefecture", "peers")
# So many other choices are offered where what was asked for is not there.
MOST_OFFERED = 8


@dataclass(frozen=True)
class Asked:
    """What a reader asks to see.

    Attributes:
        codes: What is asked for, by name as in the address; empty where nothing is.
        lacking: The name of the first choice that is not there; empty where all are.
        rest: The groups that the choices before it leave, the one most worth opening first.
    """

    codes: dict[str, str]
    lacking: str
    rest: pl.DataFrame

    @property
    def group(self) -> Group:
        """Answers the group that fits all that is asked for."""
        row = self.rest.row(0, named=True)
        indicator, scope, basis, peers, period = (row[column] for column in COLUMNS.values())
        return indicator, scope, basis, peers, period


def asked(selection: Selection, groups: pl.DataFrame) -> Asked:
    """Answers what is asked for; what is not asked for is left to the group most worth opening.

    Args:
        selection: The selection of the page.
        groups: Every group of regions beside each other, that one first.
    """
    codes = {
        "indicator": selection.indicator,
        "scope": selection.scope,
        "basis": selection.basis,
        "peers": selection.peers,
        "when": selection.when,
    }
    if not is_asked("indicator"):
        codes["indicator"] = _widest(groups, codes)
    rest = groups
    for name, code in codes.items():
        found = rest.filter(pl.col(COLUMNS[name]) == code) if code else rest
        if not found.height:
            return Asked(codes, name, rest)
        rest = found
    return Asked(codes, "", rest)


def _widest(groups: pl.DataFrame, codes: dict[str, str]) -> str:
    """Answers the indicator by which most regions compare, as far as the rest is asked for."""
    for name, column in COLUMNS.items():
        if name != "indicator" and codes[name]:
            found = groups.filter(pl.col(column) == codes[name])
            groups = found if found.height else groups
    widest = groups.sort(
        "judged", "regions", "indicator_sort_order", descending=[True, True, False]
    )
    return str(widest["indicator_code"][0])


def draw(
    selection: Selection,
    groups: pl.DataFrame,
    indicators: dict[str, dict[str, Any]],
    wanted: Asked,
    words: Words,
) -> str:
    """Draws the choices, each among what the ones before it leave; answers the benchmark's code.

    Args:
        selection: The selection of the page.
        groups: Every group of regions beside each other.
        indicators: Rows of dim_indicators by code.
        wanted: What is asked for; where something is not there, the choices end with it.
        words: The words of the page.
    """
    shown = dict(zip(COLUMNS, wanted.group, strict=True))
    if wanted.lacking:
        shown[wanted.lacking] = wanted.codes[wanted.lacking]
    names = regions.with_values(words)
    with st.container(key="bar"):
        columns = iter(st.columns([9, 8, 5, 4, 5, 4, 5]))
    with next(columns):
        choices.choose_regions(selection, regions.searchable(names, words), words)
    offered = groups
    for name, column in COLUMNS.items():
        code = shown[name]
        titles = _titles(name, offered, indicators, words)
        if code not in titles:
            titles[code] = words("compare_absent", name=_called(name, code, indicators, words))
        definition = indicators.get(code, {}).get(words.column("definition"))
        with next(columns):
            choices.choose_one(name, code, titles, words, definition)
        if name == wanted.lacking:
            return ""
        offered = offered.filter(pl.col(column) == code)
    return _draw_benchmark(selection, wanted.group, next(columns), words)


def _draw_benchmark(
    selection: Selection, group: Group, column: DeltaGenerator, words: Words
) -> str:
    offered = comparison_questions.benchmarks(group)
    code = benchmark(selection.benchmark, offered)
    level = group[3].partition(".")[0]
    titles = {
        row["benchmark_code"]: benchmark_name(row, level, words)
        for row in offered.iter_rows(named=True)
    }
    if offered.height:
        with column:
            choices.choose_one("benchmark", code, titles, words)
    return code


def benchmark(asked_for: str, offered: pl.DataFrame) -> str:
    """Answers the benchmark asked for if it is there, else the first that judges any region.

    Args:
        asked_for: Code of the benchmark; empty for none.
        offered: Rows of comparison_questions.benchmarks().
    """
    judged = offered.filter(pl.col("judged") > 0)["benchmark_code"]
    there = list(offered["benchmark_code"])
    preferred = [code for code in PREFERRED if code in judged]
    return next((code for code in [asked_for, *preferred, *there] if code in there), "")


def benchmark_name(row: dict[str, Any], level: str, words: Words) -> str:
    """Answers what a benchmark is called: 全国, its own name where all have one, or what it is.

    Args:
        row: A row of comparison_questions.benchmarks().
        level: Level of the regions held against it.
        words: The words of the page.
    """
    code = row["benchmark_code"]
    if code in ("province", "prefecture") and row["wholes"] == 1:
        return str(row[words.column("benchmark_region_name")])
    kind = "other" if code == "peers" and row["judged"] == PAIR else code
    return words(f"benchmark_{kind}", level=words(f"level_{level}"))


def offers(
    selection: Selection, wanted: Asked, indicators: dict[str, dict[str, Any]], words: Words
) -> list[tuple[str, str]]:
    """Answers what can be shown instead of what is not there: each by name, with its address.

    Args:
        selection: The selection of the page.
        wanted: What is asked for.
        indicators: Rows of dim_indicators by code.
        words: The words of the page.
    """
    name = wanted.lacking
    column = COLUMNS[name]
    rest = wanted.rest
    if name == "indicator":
        count = indicators.get(wanted.codes[name], {}).get("numerator_measure")
        alike = [code for code, row in indicators.items() if row["numerator_measure"] == count]
        related = rest.filter(pl.col(column).is_in(alike))
        rest = related if related.height else rest
    elif name == "when":
        rest = _nearest(rest, wanted.codes[name])
    codes = rest[column].unique(maintain_order=True).to_list()[:MOST_OFFERED]
    titles = _titles(name, rest, indicators, words)
    return [(titles[code], _address(selection, wanted, code)) for code in codes]


def _address(selection: Selection, wanted: Asked, code: str) -> str:
    """Answers where the choice that is not there is another, and those after it are left open."""
    names = list(COLUMNS)
    kept = {name: wanted.codes[name] for name in names[: names.index(wanted.lacking)]}
    asked_for = {**dict.fromkeys(names, ""), **kept, wanted.lacking: code}
    instead = replace(
        selection,
        indicator=asked_for["indicator"],
        scope=asked_for["scope"],
        basis=asked_for["basis"],
        peers=asked_for["peers"],
        when=asked_for["when"],
    )
    return address("compare", instead)


def _nearest(rest: pl.DataFrame, period: str) -> pl.DataFrame:
    """Answers the groups of the periods next to one that has none, and of the largest."""
    earlier = rest.filter(pl.col("period") < period).sort("period").tail(1)
    later = rest.filter(pl.col("period") > period).sort("period").head(1)
    return pl.concat([earlier, later, rest.head(1)]).unique("period", maintain_order=True)


def _titles(
    name: str, offered: pl.DataFrame, indicators: dict[str, dict[str, Any]], words: Words
) -> dict[str, str]:
    """Answers what each choice on offer is called, in the order in which it is listed."""
    if name == "indicator":
        there = set(offered["indicator_code"])
        column = words.column("indicator_name")
        return {code: row[column] for code, row in indicators.items() if code in there}
    if name == "peers":
        return _peers(offered, words)
    if name == "when":
        rows = offered.select("period", "period_basis").unique().sort("period", descending=True)
        return {row["period"]: numbers.period(row, words) for row in rows.iter_rows(named=True)}
    column = words.column("scope_name" if name == "scope" else "period_basis_name")
    order = "scope_sort_order" if name == "scope" else "basis_sort_order"
    rows = offered.sort(order).select(COLUMNS[name], column).unique(maintain_order=True)
    return dict(rows.iter_rows())


def _peers(offered: pl.DataFrame, words: Words) -> dict[str, str]:
    """Names the levels; the denominator too, where regions of one level have several kinds."""
    rows = offered.unique("peers", maintain_order=True).rows(named=True)
    levels = [row["region_level"] for row in rows]
    return {
        row["peers"]: words(
            "peers_by_denominator" if levels.count(row["region_level"]) > 1 else "peers",
            level=words(f"level_{row['region_level']}"),
            measure=row[words.column("measure_name")],
        )
        for row in rows
    }


def _called(name: str, code: str, indicators: dict[str, dict[str, Any]], words: Words) -> str:
    """Answers what a choice is called that is not on offer; its code where nothing is known."""
    if name == "indicator" and code in indicators:
        return str(indicators[code][words.column("indicator_name")])
    if name == "scope":
        return comparison_questions.scopes(words).get(code, code)
    if name == "when":
        return words("period_year", year=code) if YEAR.fullmatch(code) else code
    level = code.partition(".")[0]
    if name == "peers" and level in comparison_questions.LEVELS:
        return words(f"level_{level}")
    return code


def lacking_name(wanted: Asked, indicators: dict[str, dict[str, Any]], words: Words) -> str:
    """Answers what the choice that is not there is called."""
    return _called(wanted.lacking, wanted.codes[wanted.lacking], indicators, words)
