"""Plans side by side: what does each plan ask on one indicator?"""

from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, sentences
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables
from app.plans import plan_choice, plan_questions, verdicts


def show(selection: Selection, words: Words) -> None:
    """Draws the page: a choice of indicator, the answer, the plans' targets on it."""
    offered = database.ask(plan_questions.COMPARED)
    if not offered.height:
        plan_choice.draw_none(words)
        return
    names = {
        row["indicator_code"]: words(
            "compared_listed", name=row[words.column("indicator_name")], plans=row["plans"]
        )
        for row in offered.iter_rows(named=True)
    }
    code = choices.first_offered(selection.indicator, list(names))
    with st.container(key="bar"):
        choices.choose_one("indicator", code, names, words)
    settled = replace(selection, indicator=code)
    show_in_url(settled)
    targets = database.ask(plan_questions.SCORES_OF_INDICATOR, (code,))
    name = offered.row(by_predicate=pl.col("indicator_code") == code, named=True)
    st.html(
        sentences.first_line(answer(targets, name[words.column("indicator_name")], words), words)
    )
    if targets.height:
        _draw_table(targets, settled, words)
        st.html(f'<p class="marks">{escape(words("compared_hint"))}</p>')


def answer(targets: pl.DataFrame, name: str, words: Words) -> str:
    """Answers the page's question in one sentence: how many plans, how much a year.

    Args:
        targets: The targets on one indicator with what they require a year.
        name: The indicator as people call it.
        words: The words of the page.
    """
    said = {
        "indicator": name,
        "plans": targets["plan_code"].n_unique(),
        "targets": targets.height,
    }
    falls = targets["required_change_pct"].drop_nulls().to_list()
    if not falls:
        return words("compared_answer", **said)
    least, most = f"{abs(max(falls)):.1f}", f"{abs(min(falls)):.1f}"
    if least == most or max(falls) > 0:
        return words("compared_answer", **said)
    return words("compared_answer_yearly", **said, least=least, most=most)


def _draw_table(targets: pl.DataFrame, selection: Selection, words: Words) -> None:
    columns = [
        tables.Column(words("compared_plan"), "text"),
        tables.Column(words("evaluation_requirement"), "text"),
        tables.Column(words("evaluation_base_value"), "nowrap"),
        tables.Column(words("evaluation_limit"), "nowrap"),
        tables.Column(words("compared_yearly"), "number"),
        tables.Column(words("compared_strength"), "nowrap"),
        tables.Column(words("evaluation_plan_quote"), "quote"),
    ]
    rows: list[list[tables.Cell]] = []
    for row in targets.iter_rows(named=True):
        chosen = replace(
            selection,
            regions=(row["region_code"],),
            plan=row["plan_code"],
            as_of="",
            target=row["target_code"],
        )
        base = verdicts.amount(row["base_value"], row, words)
        stated = "" if row["base_is_stated"] is not False else words("compared_base_assumed")
        rows.append(
            [
                tables.PageLink(plan_choice.name(row, words), address("target", chosen)),
                verdicts.requirement(row, words),
                words("compared_base", period=verdicts.period(row["base_period"], words), base=base)
                + stated
                if row["base_period"] and row["base_basis"] != "previous_year"
                else verdicts.MISSING,
                verdicts.amount(row["target_limit"], row, words),
                numbers.change(row["required_change_pct"], words),
                row[words.column("strength_name")],
                row["quote"] or "",
            ]
        )
    caption = words("compared_caption", unit=_unit(targets, words))
    exhibits.draw_table("plans", caption, columns, rows, words)


def _unit(targets: pl.DataFrame, words: Words) -> str:
    return verdicts.unit(targets.row(0, named=True), words)
