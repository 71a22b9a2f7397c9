"""Plan: is the plan on course?"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, sentences, units
from app.base.known_days import KnownDay
from app.base.markdown import message
from app.base.selection import Selection, show_in_url
from app.base.words import Words
from app.figure import downloads, exhibits, tables, taking
from app.plans import (
    evaluations,
    plan_cards,
    plan_choice,
    plan_gaps,
    plan_questions,
    projects_section,
    verdicts,
)

ALL = ""
SHORT_QUOTE = 90
# Verdicts that say nothing of a target but what is missing, or that nothing is asked in figures.
WAITING, INTENDED = ("no_data", "base_missing"), ("intention",)


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, what is judged, what waits for whom, then the work done."""
    known = KnownDay.of(selection)
    with known.answering():
        _show(selection, known, words)


def _show(selection: Selection, known: KnownDay, words: Words) -> None:
    asked = plan_choice.Asked.of(selection)
    if asked is None:
        plan_choice.draw_none(words)
        return
    plan, scores = asked.plan, asked.scores
    codes = scores.sort("status_order")["status_code"].unique(maintain_order=True).to_list()
    status = selection.status if selection.status in codes else ALL
    view = "table" if selection.view == "table" else "cards"
    _draw_bar(asked, known, status, view, words)
    settled = replace(
        asked.settled(selection),
        status=status,
        view=view if view == "table" else "",
        day=known.settled,
    )
    show_in_url(settled)
    told = known.told("plan", selection, words) + asked.later_than(known.day, words)
    if known.is_before_all:
        st.html(told + sentences.first_line(known.nothing(words), words))
        return
    lines = [imprint(plan, words), words("plan_draft") if plan["is_draft"] else ""]
    below = "".join(f'<p class="marks">{escape(line)}</p>' for line in lines if line)
    st.html(told + sentences.first_line(answer(asked, words), words) + below)
    shown = scores.filter(pl.col("status_code") == status) if status else scores
    if view == "table":
        _draw_table(shown, asked, words)
        return
    lead = _judged(shown, plan, settled, words)
    waiting = shown.filter(pl.col("status_code").is_in(WAITING))
    if waiting.height:
        _draw_waiting(waiting, plan, lead, settled, words)
    elif lead:
        st.html(lead)
    _draw_intended(shown, words)
    if not status:
        projects_section.draw(plan["plan_code"], words)
        _draw_work(plan, words)


def answer(asked: plan_choice.Asked, words: Words) -> str:
    """Answers the page's question in one sentence: how many of all targets have which status."""
    scores = asked.scores
    counted = scores.sort("status_order").group_by("status_code", maintain_order=True).len()
    said = [
        words(f"plan_{code}" if number > 1 else f"plan_{code}_one", number=number)
        for code, number in counted.iter_rows()
    ]
    counts = words("list_counted").join(said)
    if "met" not in counted["status_code"]:
        counts = words("plan_met_none", counts=counts)
    return words(
        "plan_answer_as_of" if asked.as_of else "plan_answer",
        plan=plan_choice.name(asked.plan, words),
        targets=scores.height,
        as_of=verdicts.up_to(asked.as_of, words),
        counts=counts,
    )


def imprint(plan: dict[str, Any], words: Words) -> str:
    """Answers who issued a plan, under which number and when; nothing where none is known."""
    parts = [plan["issuer"], plan["document_number"], plan["issued_date"]]
    return words("list_comma").join(str(part) for part in parts if part)


def _draw_bar(
    asked: plan_choice.Asked, known: KnownDay, status: str, view: str, words: Words
) -> None:
    scores = asked.scores
    counts = dict(scores["status_code"].value_counts().iter_rows())
    statuses = {ALL: words("status_all", number=scores.height)}
    for row in (
        scores.sort("status_order").unique("status_code", maintain_order=True).iter_rows(named=True)
    ):
        code = row["status_code"]
        name = f"{row['sign']} {row[words.column('status_name')]}"
        statuses[code] = words("status_counted", status=name, number=counts[code])
    with st.container(key="bar"):
        columns = st.columns([11, 7, 7, 5, 6])
    with columns[0]:
        asked.draw_plans(words)
    with columns[1]:
        asked.draw_periods(words)
    with columns[2]:
        choices.choose_one("status", status, statuses, words)
    with columns[3]:
        views = {code: words(f"view_{code}") for code in ("cards", "table")}
        choices.choose_one("view", view, views, words)
    with columns[4]:
        known.draw_choice(words)


def _judged(shown: pl.DataFrame, plan: dict[str, Any], selection: Selection, words: Words) -> str:
    judged = shown.filter(~pl.col("status_code").is_in([*WAITING, *INTENDED])).sort(
        "status_order", maintain_order=True
    )
    if not judged.height:
        return ""
    first = min(judged["plan_from_year"].to_list()) - plan_questions.YEARS_BEFORE
    last = max(judged["as_of_year"].to_list())
    series = plan_questions.series(plan["region_code"], first, last)
    cards = "".join(plan_cards.card(group, series, selection, words) for group in _grouped(judged))
    heading = escape(words("plan_judged", number=judged.height))
    return f'<h2>{heading}</h2><div class="targets">{cards}</div>'


def _grouped(judged: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yields targets one by one; the conditions that must hold together, together."""
    together = (
        pl.when(pl.col("joint_status_code").is_null())
        .then("target_code")
        .otherwise(
            pl.concat_str("indicator_code", pl.col("target_year").cast(pl.String), separator=" ")
        )
    )
    for _, group in judged.with_columns(together=together).group_by(
        "together", maintain_order=True
    ):
        yield group


def _draw_waiting(
    waiting: pl.DataFrame, plan: dict[str, Any], lead: str, selection: Selection, words: Words
) -> None:
    gaps = plan_gaps.listed(waiting, plan_questions.gaps(plan["plan_code"]))
    heading = f"<h2>{escape(words('plan_gaps', number=waiting.height))}</h2>"
    rows = plan_gaps.rows(gaps, selection, words)
    columns = plan_gaps.columns(words)
    table = exhibits.Table("gaps", words("plan_gaps_caption"), columns, rows, lead + heading)
    exhibits.draw_led_table(table, words)


def _draw_intended(shown: pl.DataFrame, words: Words) -> None:
    intended = shown.filter(pl.col("status_code").is_in(INTENDED))
    if not intended.height:
        return
    items = "".join(
        f"<dt>{escape(row[words.column('target_name')])}</dt>"
        f"<dd>{escape(words('quote', quote=row['quote'] or ''))}</dd>"
        for row in intended.iter_rows(named=True)
    )
    summary = escape(words("plan_intended", number=intended.height))
    st.html(f'<details><summary>{summary}</summary><dl class="listed">{items}</dl></details>')


def _draw_table(shown: pl.DataFrame, asked: plan_choice.Asked, words: Words) -> None:
    evidence = plan_questions.evidence(shown)
    title = words(
        "evaluation_title_as_of" if asked.as_of else "evaluation_title",
        plan=plan_choice.name(asked.plan, words),
        as_of=verdicts.up_to(asked.as_of, words),
    )
    st.html(evaluations.table(shown, evidence, title, words))
    heads = evaluations.heads(words)
    body = evaluations.rows(shown, evidence, words)
    with st.container(horizontal=True, key="downloads"):
        for label, file in (
            (
                "download_csv",
                taking.File(f"{title}.csv", downloads.CSV, lambda: evaluations.as_csv(heads, body)),
            ),
            (
                "download_xlsx",
                taking.File(
                    f"{title}.xlsx",
                    downloads.WORKBOOK,
                    lambda: evaluations.as_workbook(title, heads, body),
                ),
            ),
        ):
            taking.button(words(label), file, words, look="secondary")


def _draw_work(plan: dict[str, Any], words: Words) -> None:
    work = database.ask(plan_questions.WORK, (plan["region_code"],))
    if not work.height:
        st.caption(message(words, "plan_work_none", region=plan[words.column("region_name")]))
        return
    columns = [
        tables.Column(words("column_work")),
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_printed_figure"), "number"),
        tables.Column(words("column_unit"), "nowrap"),
        tables.Column(words("column_quote"), "quote"),
        tables.Column(words("column_source"), "text"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            row[words.column("measure_name")],
            numbers.period(row, words),
            numbers.as_printed(row["published_value"], row["published_decimals"]),
            units.named(row["published_unit"], words),
            tables.short(row["source_quote"] or "", SHORT_QUOTE),
            row["source_title"] or "",
        ]
        for row in work.iter_rows(named=True)
    ]
    caption = words(
        "plan_work_caption", region=plan[words.column("region_name")], number=work.height
    )
    with st.expander(words("plan_work", number=numbers.count(work.height))):
        exhibits.draw_table("work", caption, columns, rows, words)
