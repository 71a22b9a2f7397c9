"""Outlook: where will we end?"""

from collections import Counter
from dataclasses import replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, regions, sentences
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import forms, tables
from app.watch import outlook_exhibits, outlook_questions, outlook_words, warning_questions

OFFERED = 8


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, the fan against the path, targets, this year, what is untold."""
    known = outlook_questions.regions()
    names = dict(known.select("region_code", words.column("region_name")).iter_rows())
    asked = selection.regions[0] if selection.regions else ""
    if asked not in names:
        if names:
            _draw_bar(selection, names, None, None, words)
        show_in_url(selection)
        name = warning_questions.name(asked, words)
        said = words("outlook_none_of_region" if asked else "outlook_nothing", region=name)
        _draw_nothing(said, selection, words)
        return
    found = outlook_questions.series(asked)
    chosen = _chosen(found, selection)
    _draw_bar(selection, names, found, chosen, words)
    untold, year = outlook_questions.untold(asked), outlook_questions.year(asked)
    if chosen is None:
        show_in_url(selection)
        _draw_nothing(_untold(untold, names[asked], words), selection, words)
        outlook_exhibits.draw_year(year, selection, words)
        outlook_exhibits.draw_untold(untold, words)
        return
    shown = replace(selection, indicator=chosen["indicator_code"], scope=chosen["scope_code"])
    show_in_url(shown)
    told = outlook_questions.forecasts(asked, shown.indicator, shown.scope)
    aimed = told.filter(pl.col("period") == chosen["told_period"]).row(0, named=True)
    title = outlook_words.answer(aimed, names[asked], words)
    lines = [words("outlook_method", method=aimed[words.column("method_name")])]
    lines.append(outlook_words.reason(chosen, words) + words("full_stop"))
    if not chosen["is_current"]:
        lines.insert(0, words("outlook_old", year=chosen["trained_to"]))
    if (selection.indicator, selection.scope) not in {
        ("", ""),
        (shown.indicator, shown.scope),
    } and selection.indicator != shown.indicator:
        lines.insert(0, words("outlook_not_of_indicator"))
    st.html(
        sentences.first_line(title, words)
        + sentences.line(escape(outlook_words.this_year(year, words)), words)
        + sentences.line(escape(words.sentences(*lines)), words)
    )
    outlook_exhibits.draw_fan(told, title, words)
    outlook_exhibits.draw_scores(
        outlook_questions.scores(asked, shown.indicator, shown.scope), words
    )
    outlook_exhibits.draw_targets(outlook_questions.targets(asked), shown, words)
    outlook_exhibits.draw_year(year, shown, words)
    outlook_exhibits.draw_untold(untold, words)


def _chosen(found: pl.DataFrame, selection: Selection) -> dict[str, Any] | None:
    """Answers the series asked for, else the first of its indicator, else the first of all."""
    rows = found.to_dicts()
    of_indicator = [row for row in rows if row["indicator_code"] == selection.indicator]
    of_both = [row for row in of_indicator if row["scope_code"] == selection.scope]
    return next(iter([*of_both, *of_indicator, *rows]), None)


def _draw_bar(
    selection: Selection,
    names: dict[str, str],
    found: pl.DataFrame | None,
    chosen: dict[str, Any] | None,
    words: Words,
) -> None:
    with st.container(key="bar"):
        left, middle, right = st.columns([10, 12, 10])
    with left:
        choices.choose_region(selection, regions.searchable(names, words), words)
    if found is None or chosen is None:
        return
    with middle:
        indicators = found.select("indicator_code", words.column("indicator_name"))
        choices.choose_one(
            "indicator", chosen["indicator_code"], dict(indicators.iter_rows()), words
        )
    with right:
        scopes = found.filter(pl.col("indicator_code") == chosen["indicator_code"])
        named = dict(scopes.select("scope_code", words.column("scope_name")).iter_rows())
        choices.choose_one("scope", chosen["scope_code"], named, words)


def _draw_nothing(said: str, selection: Selection, words: Words) -> None:
    """Draws that nothing is told, of whom something is, and the form with which it would be."""
    found = outlook_questions.told().head(OFFERED)
    links = words("list_comma").join(
        tables.anchor(
            tables.PageLink(
                row[words.column("region_name")],
                address("outlook", replace(selection, regions=(row["region_code"],))),
            )
        )
        for row in found.iter_rows(named=True)
    )
    offer = f'<p class="source-line">{escape(words("outlook_others"))}{links}</p>' if links else ""
    st.html(sentences.first_line(said, words) + offer)
    forms.draw_blank("statistics", words("outlook_needs"), selection, words)


def _untold(untold: pl.DataFrame, region: str, words: Words) -> str:
    """Answers the first line where nothing is told: the commonest reason."""
    first = [code for code, _ in Counter(untold["reason"]).most_common(1)]
    why = outlook_words.reason({"reason": first[0]}, words) if first else words("outlook_no_year")
    return words("outlook_untold", region=region, series=untold.height, reason=why)
