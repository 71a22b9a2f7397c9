"""A plan's projects: how many are done, which are overdue, and how far the others are."""

from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import database, numbers
from app.base.words import Words
from app.figure import exhibits, tables

PROJECTS = """
select *
from fct_plan_projects
where plan_code = ? and is_latest
order by is_overdue desc, is_done, due_date nulls last, project_code
"""
SHORT = 60


def draw(plan_code: str, words: Words) -> None:
    """Draws the projects of a plan as last reported; nothing where none has been loaded."""
    found = database.ask(PROJECTS, (plan_code,))
    if not found.height:
        return
    st.html(
        f"<h2>{escape(words('projects'))}</h2>"
        f'<p class="source-line">{escape(answer(found, words))}</p>'
    )
    columns = [
        tables.Column(words("projects_name")),
        tables.Column(words("projects_status"), "nowrap"),
        tables.Column(words("projects_due"), "nowrap"),
        tables.Column(words("projects_done"), "nowrap"),
        tables.Column(words("projects_stage")),
        tables.Column(words("projects_bureau")),
        tables.Column(words("projects_amount"), "number"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            row["project_name"],
            words(f"projects_{status(row)}"),
            _day(row["due_date"]),
            _day(row["done_date"]),
            tables.short(row["stage"] or numbers.MISSING, SHORT),
            row["responsible_bureau"] or numbers.MISSING,
            numbers.plain(row["amount_10k_yuan"]),
        ]
        for row in found.iter_rows(named=True)
    ]
    exhibits.draw_table("projects", words("projects_caption"), columns, rows, words)


def answer(found: pl.DataFrame, words: Words) -> str:
    """Answers in a sentence how many projects there are, done and overdue, and as of when.

    Args:
        found: Rows of fct_plan_projects, the latest of each project.
        words: The words of the page.
    """
    first, last = found["as_of_date"].min(), found["as_of_date"].max()
    said = words(
        "projects_answer",
        all=found.height,
        done=int(found["is_done"].sum()),
        overdue=int(found["is_overdue"].sum()),
    )
    when = (
        words("projects_as_of", day=last)
        if first == last
        else words("projects_as_of_days", first=first, last=last)
    )
    return words.sentences(said, when)


def status(row: dict[str, Any]) -> str:
    """Answers overdue, done_late, on_time or open."""
    if row["is_overdue"]:
        return "overdue"
    if row["is_done"]:
        return "done_late" if row["is_done_late"] else "on_time"
    return "open"


def _day(day: date | None) -> str:
    return numbers.MISSING if day is None else day.isoformat()
