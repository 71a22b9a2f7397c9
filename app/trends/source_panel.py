"""The source panel: the whole story of one point, as `warehouse explain` tells it."""

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, numbers
from app.base.selection import Selection
from app.base.words import Words
from warehouse.ask.parts import Row
from warehouse.ask.stories import (
    Story,
    answer,
    compared,
    figure,
    formula,
    named,
    part,
    place,
    stories,
)


def show(points: pl.DataFrame, selection: Selection, words: Words) -> None:
    """Draws a choice of point, what it is made of and what may be concluded from it.

    Args:
        points: The rows of fct_indicator_values on the page, with the regions' names.
        selection: The selection of the page; its period says which point is open.
        words: The words of the page.
    """
    st.html(f"<h2>{escape(words('sources_title'))}</h2>")
    rows = {f"{row['region_code']} {row['period']}": row for row in points.iter_rows(named=True)}
    names = {
        key: f"{row[words.column('region_name')]} {numbers.period(row, words)}"
        for key, row in rows.items()
    }
    first = (
        points.filter(pl.col("place") == points["place"].min())
        .sort(pl.coalesce("computed_rate", "published_rate").is_not_null(), maintain_order=True)
        .row(-1, named=True)
    )
    default = f"{first['region_code']} {first['period']}"
    chosen = selection.period if selection.period in rows else default
    choices.choose_one("period", chosen, names, words)
    row = rows[chosen]
    key = (row["region_code"], row["period"], row["indicator_code"], row["scope_code"])
    for story in stories(_ask, *key):
        if story.value["period_basis"] == row["period_basis"]:
            st.html(_told(story, words))


def _ask(sql: str, parameters: Sequence[object]) -> list[Row]:
    return database.ask(sql, parameters).to_dicts()


def _told(story: Story, words: Words) -> str:
    language = words.language
    lines = "".join(f"<p>{escape(line)}</p>" for line in compared(story, language))
    return (
        f'<div class="source"><h3>{escape(answer(story.value, language))}</h3>'
        f"<p>{escape(formula(story.value, language))}</p>{lines}</div>"
        + "".join(_figure(row, words) for row in story.inputs)
    )


def _figure(row: Row, words: Words) -> str:
    facts = [
        named(row, "source_kind_name", words.language),
        *([named(row, "quality_name", words.language)] if row["quality_code"] != "stated" else []),
        *([str(row["published_date"])] if row["published_date"] else []),
        place(row, words.language),
    ]
    quote = words("quote", quote=row["source_quote"]) if row["source_quote"] else ""
    note = words("note", note=row["notes"]) if row["notes"] else ""
    return (
        f'<div class="source"><h3>{escape(figure(row, words.language))}</h3>'
        f"<p>{_title(row)}{escape(words('list_comma'))}{escape(row['source_publisher'] or '')}</p>"
        + (f"<blockquote>{escape(quote)}</blockquote>" if quote else "")
        + f'<p class="small">{escape(" · ".join(facts))}</p>'
        + (f'<p class="small">{escape(note)}</p>' if note else "")
        + "".join(
            f'<p class="small">{escape(part(each, words.language))}</p>' for each in row["parts"]
        )
        + "</div>"
    )


def _title(row: Row) -> str:
    title, address = escape(str(row["source_title"])), str(row["source_url"] or "")
    if not row["is_linked"] or not address.startswith(("https://", "http://")):
        return title
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noreferrer">{title}</a>'
