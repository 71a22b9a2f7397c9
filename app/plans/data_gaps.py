"""What a plan's targets wait for: by who has it, with a form to fill in for each."""

from collections.abc import Mapping, Sequence
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import database
from app.base.selection import Selection
from app.base.words import Words
from app.figure import forms
from app.plans import plan_gaps

Row = Mapping[str, Any]
FIGURES_SHOWN = 3
GAPS = """
select
    gaps.*,
    gaps.missing_name = indicators.indicator_name as is_of_indicator,
    targets.target_year
from fct_target_gaps as gaps
inner join fct_target_progress as targets
    on gaps.target_code = targets.target_code and targets.is_own_latest
left join dim_indicators as indicators on gaps.indicator_code = indicators.indicator_code
where gaps.plan_code = ?
order by
    targets.is_outcome desc,
    gaps.missing_holder,
    indicators.sort_order,
    gaps.missing_name,
    gaps.period
"""


def draw(selection: Selection, plan: str, words: Words) -> None:
    """Draws a row for each bureau: what is missing, of which years, and its form to download.

    Args:
        selection: The selection of the page.
        plan: Code of the plan.
        words: The words of the page.
    """
    found = database.ask(GAPS, (plan,))
    st.html(f"<h2>{escape(words('overview_missing'))}</h2>")
    if not found.height:
        st.html(f"<p>{escape(words('overview_missing_none'))}</p>")
        return
    held = found.partition_by("missing_holder", maintain_order=True)
    for number, rows in enumerate(held):
        with st.container(horizontal=True, vertical_alignment="center", key=f"gap-{number}"):
            st.html(_listed(rows, words), width="stretch")
            forms.draw_form(
                words("gap_form"),
                partial(form, rows.to_dicts(), words),
                words("gap_file", holder=_holder(rows, words)),
                words("gap_help", holder=_holder(rows, words)),
                words,
                key=f"gap-form-{number}",
            )
    forms.draw_way(selection, words)


def draw_without_plan(selection: Selection, words: Words) -> None:
    """Draws, where no plan is known, the blank form in which its targets would come."""
    st.html(f"<h2>{escape(words('overview_missing'))}</h2>")
    forms.draw_blank("targets", words("gap_no_plan"), selection, words)


def form(gaps: Sequence[Row], words: Words) -> bytes:
    """Answers the form for some missing figures, filled in but for the figures.

    Args:
        gaps: Rows of fct_target_gaps with is_of_indicator.
        words: The words of the page; the form is in its language.
    """
    filled = {
        (
            gap["region_code"],
            gap["period"],
            gap["indicator_code"] if gap["is_of_indicator"] else gap["missing_measure_code"],
            gap["scope_code"] or "",
        )
        for gap in gaps
        if gap["missing_measure_code"]
    }
    rows = [
        {"region_name": region, "period": period, "measure": measure, "scope": scope}
        for region, period, measure, scope in sorted(filled)
    ]
    return forms.blank("statistics", words, rows)


def _holder(rows: pl.DataFrame, words: Words) -> str:
    return str(rows[words.column("missing_holder")][0])


def _listed(rows: pl.DataFrame, words: Words) -> str:
    """Answers what one bureau would have, each figure once with all its years."""
    name = words.column("missing_name")
    years: dict[str, list[str]] = {}
    deeds = rows.filter(pl.col("missing_measure_code").is_null())["target_code"].n_unique()
    for row in rows.drop_nulls("missing_measure_code").iter_rows(named=True):
        years.setdefault(row[name], []).append(row["period"])
    told = [
        words("gap_figure", name=figure, years=plan_gaps.told(periods, words))
        for figure, periods in years.items()
    ]
    if deeds:
        told.append(words("gap_deeds", number=deeds))
    first = escape(words("list_comma").join(told[:FIGURES_SHOWN]))
    rest = told[FIGURES_SHOWN:]
    if rest:
        more = escape(words("gap_more", number=len(rest)))
        listed = escape(words("list_comma").join(rest))
        first += f" <details><summary>{more}</summary>{listed}</details>"
    return f'<div class="gap"><b>{escape(_holder(rows, words))}</b><span>{first}</span></div>'
