"""The choice of a comparison: indicator, scope, basis, level and period."""

import polars as pl
import streamlit as st

from app.base import choices, numbers, regions
from app.base.selection import Selection
from app.base.words import Words
from app.compare.comparison_questions import Group


def group_asked(selection: Selection, groups: pl.DataFrame) -> Group:
    """Answers the group asked for; what is not on offer gives way to the first that is."""
    asked = {
        "indicator_code": selection.indicator,
        "scope_code": selection.scope,
        "period_basis": selection.basis,
        "peers": selection.peers,
        "period": selection.when,
    }
    for column, code in asked.items():
        found = groups.filter(pl.col(column) == code)
        groups = found if found.height else groups.filter(pl.col(column) == groups[column][0])
    indicator, scope, basis, peers, period = (str(groups[column][0]) for column in asked)
    return indicator, scope, basis, peers, period


def draw(
    selection: Selection,
    groups: pl.DataFrame,
    indicators: dict[str, dict[str, str]],
    group: Group,
    words: Words,
) -> None:
    """Draws the choices; each offers what the ones before it leave.

    Args:
        selection: The selection of the page.
        groups: Every group of regions that compare.
        indicators: Rows of dim_indicators by code.
        group: The group shown.
        words: The words of the page.
    """
    indicator, scope, basis, peers, period = group
    of_indicator = groups.filter(pl.col("indicator_code") == indicator)
    of_scope = of_indicator.filter(pl.col("scope_code") == scope)
    of_basis = of_scope.filter(pl.col("period_basis") == basis)
    of_peers = of_basis.filter(pl.col("peers") == peers)
    names = regions.with_values(words)
    with st.container(key="bar"):
        columns = iter(st.columns([10, 8, 6, 5, 6, 5]))
    with next(columns):
        choices.choose_regions(selection, regions.searchable(names, words), words)
    with next(columns):
        titles = {code: row[words.column("indicator_name")] for code, row in indicators.items()}
        definition = indicators[indicator][words.column("definition")]
        choices.choose_one("indicator", indicator, titles, words, definition)
    with next(columns):
        offered = _named(of_indicator, "scope_code", words.column("scope_name"))
        choices.choose_one("scope", scope, offered, words)
    with next(columns):
        offered = _named(of_scope, "period_basis", words.column("period_basis_name"))
        choices.choose_one("basis", basis, offered, words)
    with next(columns):
        choices.choose_one("peers", peers, _peers(of_basis, words), words)
    with next(columns):
        periods = {
            row["period"]: numbers.period(row, words)
            for row in of_peers.select("period", "period_basis").iter_rows(named=True)
        }
        choices.choose_one("when", period, periods, words)


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


def _named(offered: pl.DataFrame, code: str, name: str) -> dict[str, str]:
    return dict(offered.select(code, name).unique(code, maintain_order=True).iter_rows())


def scope_name(groups: pl.DataFrame, group: Group, words: Words) -> str:
    """Answers the scope of a group as people call it."""
    return _named(groups, "scope_code", words.column("scope_name"))[group[1]]
