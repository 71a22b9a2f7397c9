"""The source panel: the whole story of one point, as `warehouse explain` tells it."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, citations, database, numbers, units
from app.base.selection import Selection
from app.base.words import Words
from app.trends import latest_values
from warehouse.ask.parts import Row
from warehouse.ask.stories import (
    Story,
    answer,
    compared,
    formula,
    named,
    part,
    place,
    stories,
)

# Where a click on a point of the chart leads.
PLACE = "sources"
# Reasons not to compare that say nothing of the figures.
UNSAID = latest_values.NOT_REASONS
# Who publishes comes before who copies.
KINDS = ("official", "plan", "records", "press", "rehost", "unstated")


def show(points: pl.DataFrame, selection: Selection, words: Words) -> None:
    """Draws a choice of point, what it is made of and what may be concluded from it.

    Args:
        points: The rows of fct_indicator_values on the page, with the regions' names.
        selection: The selection of the page; its period says which point is open.
        words: The words of the page.
    """
    st.html(f'<h2 id="{PLACE}">{escape(words("sources_title"))}</h2>')
    rows = {opened(row["region_code"], row["period"]): row for row in points.iter_rows(named=True)}
    names = {
        key: f"{row[words.column('region_name')]} {numbers.period(row, words)}"
        for key, row in rows.items()
    }
    first = (
        points.filter(pl.col("place") == points["place"].min())
        .sort(pl.coalesce("computed_rate", "published_rate").is_not_null(), maintain_order=True)
        .row(-1, named=True)
    )
    default = opened(first["region_code"], first["period"])
    chosen = selection.period if selection.period in rows else default
    choices.choose_one("period", chosen, names, words)
    row = rows[chosen]
    key = (row["region_code"], row["period"], row["indicator_code"], row["scope_code"])
    for story in stories(_ask, *key):
        if story.value["period_basis"] == row["period_basis"]:
            st.html(_told(story, words))


def opened(region: str, period: str) -> str:
    """Answers what the selection calls the point of a region and period."""
    return f"{region} {period}"


def _ask(sql: str, parameters: Sequence[object]) -> list[Row]:
    return database.ask(sql, parameters).to_dicts()


def _told(story: Story, words: Words) -> str:
    said = [
        formula(story.value, words.language),
        _made_of(story.value, words),
        *compared(_without_change(story), words.language),
    ]
    lines = "".join(f"<p>{escape(line)}</p>" for line in said if line)
    figures = sorted(story.inputs, key=_rank)
    return (
        f'<div class="source"><h3>{escape(_value(story.value, words))}</h3>{lines}</div>'
        + "".join(_figure(row, words) for row in figures)
    )


def _without_change(story: Story) -> Story:
    """The page's first line tells the change; here stands why there is none, where figures say."""
    why = story.value["comparability_reason_code"]
    told = {"change_pct": None, "comparability_reason_code": None if why in UNSAID else why}
    return replace(story, value={**story.value, **told})


def _rank(row: Row) -> tuple[int, bool]:
    """Official sources come first, and what a value is made of before the printed rate."""
    kind = row["source_kind"]
    return KINDS.index(kind) if kind in KINDS else len(KINDS), row["input_role"] == "published_rate"


def _value(value: Row, words: Words) -> str:
    if value["computed_rate"] is None:
        return answer(value, words.language)
    decimals = int(value["decimals"])
    shown, unit = numbers.multiplied(value["computed_rate"], value[words.column("unit")])
    said = words("amount", number=numbers.number(shown, decimals), unit=unit)
    if value["lower_95"] is None:
        return said
    interval = numbers.interval(value["lower_95"], value["upper_95"], decimals)
    return words("source_value", value=said, interval=interval)


def _made_of(value: Row, words: Words) -> str:
    if value["denominator"] is None or value["numerator"] is None:
        return ""
    amount = units.amount(
        value["denominator_display_value"], value["denominator_display_unit"], words
    )
    name = words.within(
        str(value[words.column("denominator_measure_name")]), value["denominator_measure"]
    )
    return words(
        "behind_rate", count=numbers.count(value["numerator"]), name=name, denominator=amount
    )


def _figure(row: Row, words: Words) -> str:
    language = words.language
    facts = [
        named(row, "source_kind_name", language),
        *([named(row, "quality_name", language)] if row["quality_code"] != "stated" else []),
        *([str(row["published_date"])] if row["published_date"] else []),
    ]
    known = row["vintage_code"] != "unknown"
    heading = words(
        f"source_{row['input_role']}",
        measure=named(row, "measure_name", language),
        amount=_printed(row, words),
        vintage=words("source_vintage", vintage=named(row, "vintage_name", language))
        if known
        else "",
    )
    quote = words("quote", quote=row["source_quote"]) if row["source_quote"] else ""
    behind = [place(row, language), *(part(each, language) for each in row["parts"])]
    if words.reads(row["notes"]):
        behind.insert(1, words("note", note=row["notes"]))
    return (
        f'<div class="source"><h3>{escape(heading)}</h3>'
        f"<p>{_title(row)}{escape(_publisher(row, words))}"
        f' <span class="small">{escape(" · ".join(facts))}</span></p>'
        + (f"<blockquote>{escape(quote)}</blockquote>" if quote else "")
        + citations.technical_html(behind, words)
        + "</div>"
    )


def _printed(row: Row, words: Words) -> str:
    """Answers a figure as its source prints it; a rate has a unit of several words."""
    number = numbers.as_printed(row["published_value"], row["published_decimals"])
    unit = units.named(row["published_unit"], words)
    if row["input_role"] == "published_rate" or words.language == "zh":
        return words("amount", number=number, unit=unit).strip()
    return units.amount(row["published_value"], row["published_unit"], words)


def _publisher(row: Row, words: Words) -> str:
    publisher = row["source_publisher"]
    is_named = publisher and publisher != row["source_title"]
    return f"{words('list_comma')}{publisher}" if is_named else ""


def _title(row: Row) -> str:
    title, address = escape(str(row["source_title"])), str(row["source_url"] or "")
    if not row["is_linked"] or not address.startswith(("https://", "http://")):
        return title
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noreferrer">{title}</a>'
