"""Monthly: how is this year going?"""

from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, regions, sentences
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import forms
from app.months import month_exhibits, month_words
from app.months import month_questions as questions

MOST_CODES = 20


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, the year above others, its quota, the bulletin."""
    names = regions.with_months(words)
    region = selection.regions[0] if selection.regions else ""
    if region not in names:
        _draw_none(selection, region, names, words)
        return
    chosen = questions.Choices.of(selection, region, words)
    asked = chosen.asked
    view = choices.first_offered(selection.view, month_exhibits.VIEWS)
    _draw_bar(selection, names, chosen, view, words)
    settled = replace(chosen.settled(selection), view=view)
    show_in_url(settled)
    rows = asked.rows()
    row = rows.row(by_predicate=pl.col("is_asked"), named=True)
    outlook = asked.outlook()
    answer = month_words.answer(row, outlook, words)
    st.html(sentences.first_line(answer, words) + _notes(chosen, row, words))
    drawn = month_exhibits.Drawn(asked, rows, row, outlook, settled, words)
    drawn.draw_years(view)
    drawn.draw_quota()
    drawn.draw_bulletin()
    drawn.draw_spring()
    drawn.draw_late()


def _draw_bar(
    selection: Selection,
    names: dict[str, str],
    chosen: questions.Choices,
    view: str,
    words: Words,
) -> None:
    asked = chosen.asked
    with st.container(key="bar"):
        columns = st.columns([6, 8, 6, 6, 7, 6])
    with columns[0]:
        choices.choose_region(selection, regions.searchable(names, words), words)
    with columns[1]:
        choices.choose_one("scope", asked.scope, chosen.scopes, words)
    with columns[2]:
        choices.choose_one("measure", asked.measure, chosen.measures, words)
    with columns[3]:
        months = {month: month_words.alone(month, words) for month in chosen.months}
        choices.choose_one("month", asked.month, months, words)
    with columns[4]:
        bases = {basis: words(f"months_basis_{basis}") for basis in chosen.bases}
        choices.choose_one("source", asked.basis, bases, words)
    with columns[5]:
        views = {each: words(f"months_view_{each}") for each in month_exhibits.VIEWS}
        choices.choose_one("view", view, views, words)


def _notes(chosen: questions.Choices, row: month_exhibits.Row, words: Words) -> str:
    """Answers what the counts are, why they do not compare, what was asked for in vain, as HTML."""
    asked = chosen.asked
    said = []
    if chosen.in_vain:
        listed = words("list_comma").join(code[:MOST_CODES] for code in chosen.in_vain)
        said.append(words("months_in_vain", codes=listed))
    said.append(words(f"months_told_{asked.basis}"))
    which = "cumulated_reason_text" if row["cumulated"] is not None else "reason_text"
    said.append(row[words.column(which)] or "")
    others = [basis for basis in chosen.bases if basis != asked.basis]
    said += [words(f"months_other_{basis}") for basis in others]
    return sentences.line(escape(words.sentences(*filter(None, said))), words)


def _draw_none(selection: Selection, region: str, names: dict[str, str], words: Words) -> None:
    """Draws that no month is known: of which regions there are some, and what to load."""
    show_in_url(selection)
    known = database.ask(regions.NAMED, (region,))
    nothing = (
        words("months_nothing_of", region=known[words.column("region_name")][0])
        if names and known.height
        else words("no_region" if names else "months_nothing")
    )
    st.html(sentences.first_line(nothing, words))
    if names:
        with st.container(key="bar"):
            choices.choose_region(selection, regions.searchable(names, words), words)
        known_of = database.ask(questions.ELSEWHERE)["region_code"]
        elsewhere = {code: names[code] for code in known_of}
        said = words("months_elsewhere")
        forms.draw_elsewhere("monthly", said, elsewhere, selection, words)
    forms.draw_blank("statistics", words("months_load"), selection, words)
