"""Seasons, holidays and events to come, and what past years showed in them."""

from datetime import date, datetime, timedelta
from html import escape
from typing import Any, Final

import polars as pl
import streamlit as st

from app.base import database, numbers
from app.base.words import Words
from app.figure import exhibits, tables

DAYS_AHEAD: Final = 60
PAST: Final = {
    "above": "season_above_row",
    "within": "season_within",
    "below": "season_below",
}
# Of each the next time, where it matters; beside it what records tell of the scope with most of
# them.
COMING = """
with members as (
    select region_code, member_code from dim_region_members
    where region_code = ? or member_code = ?
),

coming as (
    select
        *,
        row_number() over (partition by day_code order by from_date) as place
    from dim_important_days
    where
        to_date >= ?
        and from_date < ?
        and (
            region_code is null
            or region_code in (select region_code from members)
            or region_code in (select member_code from members)
        )
),

seen as (
    select
        *,
        row_number() over (
            partition by day_code, measure_code
            order by count_inside + count_outside desc, scope_sort_order
        ) as place
    from fct_important_days
    where region_code = ?
)

select
    coming.day_code,
    coming.day_name,
    coming.day_name_en,
    coming.from_date,
    coming.to_date,
    coming.reason,
    coming.reason_en,
    accidents.scope_name,
    accidents.scope_name_en,
    accidents.from_period,
    accidents.to_period,
    accidents.times_seen,
    accidents.count_a_day_inside,
    accidents.count_a_day_outside,
    accidents.day_ratio,
    accidents.ratio_lower_95,
    accidents.ratio_upper_95,
    accidents.position_code,
    deaths.count_a_day_inside as deaths_inside,
    deaths.count_a_day_outside as deaths_outside
from coming
left join seen as accidents
    on
        coming.day_code = accidents.day_code
        and accidents.measure_code = 'accidents'
        and accidents.place = 1
left join seen as deaths
    on
        accidents.day_code = deaths.day_code
        and accidents.scope_code = deaths.scope_code
        and deaths.measure_code = 'deaths'
where coming.place = 1
order by coming.from_date, coming.to_date
"""


def draw(region: str, name: str, words: Words) -> None:
    """Draws what is coming in the next sixty days and the year, and how past years were then.

    Args:
        region: Code of the region.
        name: Its name.
        words: The words of the page.
    """
    today = datetime.now().astimezone().date()
    found = database.ask(COMING, (region, region, today, today + timedelta(days=365), region))
    st.html(f"<h2>{escape(words('season_title'))}</h2>")
    if not found.height:
        return
    until = today + timedelta(days=DAYS_AHEAD)
    near = found.filter(pl.col("from_date") <= until)
    listed = words("list_comma").join(
        words(
            "season_near",
            name=row[words.column("day_name")],
            first=row["from_date"],
            last=row["to_date"],
        )
        for row in near.iter_rows(named=True)
    )
    known = found.drop_nulls("from_period")
    said = [words("season_coming", days=DAYS_AHEAD, listed=listed)] if listed else []
    said += [_above(near, words)] if _above(near, words) else []
    if not known.height:
        said.append(words("season_unknown", region=name))
    st.html(f"<p>{escape(words.sentences(*said))}</p>")
    _draw_table(found, known, name, words)


def _above(near: pl.DataFrame, words: Words) -> str:
    """Answers which of those to come had more accidents a day than other days."""
    above = near.filter(pl.col("position_code") == "above")
    if not above.height:
        return ""
    names = words("list_comma").join(above[words.column("day_name")])
    return words("season_above", names=names)


def _draw_table(found: pl.DataFrame, known: pl.DataFrame, name: str, words: Words) -> None:
    columns = [
        tables.Column(words("column_day"), "tight"),
        tables.Column(words("column_days"), "nowrap"),
        tables.Column(words("column_why")),
    ]
    caption = words("season_caption")
    if known.height:
        columns += [
            tables.Column(words("column_times_seen"), "wrap"),
            tables.Column(words("column_inside"), "wrap"),
            tables.Column(words("column_outside"), "wrap"),
            tables.Column(words("column_day_ratio"), "wrap"),
            tables.Column(words("column_deaths_inside"), "wrap"),
            tables.Column(words("column_deaths_outside"), "wrap"),
            tables.Column(words("column_past"), "tight"),
        ]
        first = known.row(0, named=True)
        caption = words(
            "season_caption_seen",
            region=name,
            scope=first[words.column("scope_name")],
            first=_month(first["from_period"], words),
            last=_month(first["to_period"], words),
        )
    rows = [_row(row, words, is_known=known.height > 0) for row in found.iter_rows(named=True)]
    exhibits.draw_table("seasons", caption, columns, rows, words)


def _row(row: dict[str, Any], words: Words, *, is_known: bool) -> list[tables.Cell]:
    cells: list[tables.Cell] = [
        row[words.column("day_name")],
        _span(row["from_date"], row["to_date"]),
        row[words.column("reason")],
    ]
    if not is_known:
        return cells
    position = row["position_code"]
    ratio = numbers.number(row["day_ratio"], 2)
    interval = numbers.interval(row["ratio_lower_95"], row["ratio_upper_95"], 2)
    return [
        *cells,
        numbers.count(row["times_seen"]),
        numbers.number(row["count_a_day_inside"], 2),
        numbers.number(row["count_a_day_outside"], 2),
        ratio if interval == numbers.MISSING else f"{ratio} ({interval})",
        numbers.number(row["deaths_inside"], 2),
        numbers.number(row["deaths_outside"], 2),
        words(PAST[position]) if position else numbers.MISSING,
    ]


def _span(first: date, last: date) -> str:
    return f"{first:%Y-%m-%d} – {last:%m-%d}"


def _month(period: str, words: Words) -> str:
    return numbers.period({"period": period, "period_basis": "single_month"}, words)
