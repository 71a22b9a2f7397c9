"""Early warning: what is out of line?"""

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, regions, sentences
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import exhibits, forms, tables
from app.watch import (
    levels,
    season_section,
    series_section,
    warning_questions,
    warning_words,
)

OFFERED = 8
TITLES = {"warned": "watch_warned", "others": "watch_others_list"}


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, what is out of line, one series, the seasons, all others."""
    known = warning_questions.regions()
    names = dict(known.select("region_code", words.column("region_name")).iter_rows())
    asked = selection.regions[0] if selection.regions else ""
    if asked not in names:
        if names:
            _draw_bar(selection, names, None, words)
        show_in_url(selection)
        name = warning_questions.name(asked, words)
        said = words("watch_none_of_region" if asked else "watch_nothing", region=name)
        _draw_nothing(said, selection, words)
        season_section.draw(asked, name, words)
        return
    found = warning_questions.series(asked)
    chosen = _chosen(found, selection.series)
    _draw_bar(selection, names, found, words)
    shown = replace(selection, series=warning_words.key(chosen))
    show_in_url(shown)
    said = warning_words.answer(found, names[asked], words)
    if warning_words.judged(found).height:
        lines = warning_words.lines(found, words)
        further = "".join(sentences.line(escape(line), words) for line in lines)
        st.html(sentences.first_line(said, words) + further)
    else:
        _draw_nothing(said, selection, words)
    first = found.filter(pl.col("measure_position") == 1)
    is_warned = pl.col("warning_level").is_in(levels.GRAVE) & pl.col("is_current")
    also = warning_words.also(found, words)
    _draw_list("warned", first.filter(is_warned), also, shown, words)
    series_section.draw(chosen, words)
    season_section.draw(asked, names[asked], words)
    _draw_list("others", first.filter(~is_warned), also, shown, words)


def _draw_nothing(said: str, selection: Selection, words: Words) -> None:
    """Draws that nothing can be judged, of whom something can, and the form that is lacking."""
    st.html(sentences.first_line(said, words) + _others(selection, words))
    forms.draw_blank("accidents", words("watch_needs"), selection, words)


def _chosen(found: pl.DataFrame, asked: str) -> dict[str, Any]:
    """Answers the series that is open: the one asked for, else the gravest that can be judged."""
    rows = found.to_dicts()
    of_key = {warning_words.key(row): row for row in rows}
    judged = (row for row in rows if row["is_current"] and row["warning_level"] is not None)
    return of_key.get(asked) or next(judged, rows[0])


def _draw_bar(
    selection: Selection, names: dict[str, str], found: pl.DataFrame | None, words: Words
) -> None:
    with st.container(key="bar"):
        left, right = st.columns([10, 22])
    with left:
        choices.choose_region(selection, regions.searchable(names, words), words)
    if found is None:
        return
    with right:
        rows = found.to_dicts()
        chosen = _chosen(found, selection.series)
        labels = {warning_words.key(row): warning_words.label(row, words) for row in rows}
        choices.choose_one("series", warning_words.key(chosen), labels, words)


def _others(selection: Selection, words: Words) -> str:
    """Answers links to regions of which something can be said, as HTML; nothing where none is."""
    found = warning_questions.regions_judged().head(OFFERED)
    if not found.height:
        return ""
    links = words("list_comma").join(
        tables.anchor(
            tables.PageLink(
                row[words.column("region_name")],
                address(
                    "early_warning", replace(selection, regions=(row["region_code"],), series="")
                ),
            )
        )
        for row in found.iter_rows(named=True)
    )
    return f'<p class="source-line">{escape(words("watch_others"))}{links}</p>'


def _draw_list(
    kind: str,
    found: pl.DataFrame,
    also: Mapping[tuple[str, str], str],
    selection: Selection,
    words: Words,
) -> None:
    """Draws the series that are out of line, or the others, each with its level and reason."""
    if not found.height:
        return
    st.html(f"<h2>{escape(words(TITLES[kind]))}</h2>")
    columns = [
        tables.Column(words("column_level"), "nowrap"),
        tables.Column(words("column_watched")),
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_observed"), "number"),
        tables.Column(words("column_expected"), "number"),
        tables.Column(words("column_above_95"), "number"),
        tables.Column(words("column_above_998"), "number"),
        tables.Column(words("column_reason")),
        *([tables.Column(words("column_also"), "tight")] if kind == "warned" else []),
    ]
    rows = [
        [
            *_row(row, selection, words),
            *([also.get((row["region_code"], row["scope_code"]), "")] if kind == "warned" else []),
        ]
        for row in found.iter_rows(named=True)
    ]
    exhibits.draw_table(f"series_{kind}", words("watch_caption"), columns, rows, words)


def _row(row: dict[str, Any], selection: Selection, words: Words) -> list[tables.Cell]:
    link = address("early_warning", replace(selection, series=warning_words.key(row)))
    return [
        levels.said(row["warning_level"], words),
        tables.PageLink(warning_words.name(row, words), link),
        warning_words.month(row, words),
        *warning_words.counts(row),
        row[words.column("meaning")],
    ]
