"""Plan: is the plan on course?"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, sentences, target_paths
from app.base.markdown import message
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import downloads, exhibits, tables
from app.plans import (
    evaluations,
    path_charts,
    plan_choice,
    plan_questions,
    projects_section,
    verdicts,
)

ALL = ""
FEWEST_POINTS = 2
SHORT_QUOTE = 90


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, then cards or the evaluation table, then the work done."""
    asked = plan_choice.Asked.of(selection)
    if asked is None:
        plan_choice.draw_none(words)
        return
    plan, as_of, scores = asked.plan, asked.as_of, asked.scores
    codes = scores.sort("status_order")["status_code"].unique(maintain_order=True).to_list()
    status = selection.status if selection.status in codes else ALL
    view = "table" if selection.view == "table" else "cards"
    _draw_bar(asked, status, view, words)
    settled = replace(asked.settled(selection), status=status, view=view if view == "table" else "")
    show_in_url(settled)
    st.html(sentences.first_line(answer(scores, plan, as_of, words), words))
    for said in (imprint(plan, words), words("plan_draft") if plan["is_draft"] else ""):
        if said:
            st.html(f'<p class="marks">{escape(said)}</p>')
    shown = scores.filter(pl.col("status_code") == status) if status else scores
    if view == "table":
        _draw_table(shown, plan, as_of, words)
        return
    _draw_cards(shown, plan, settled, words)
    if not status:
        projects_section.draw(plan["plan_code"], words)
        _draw_work(plan, words)


def answer(scores: pl.DataFrame, plan: dict[str, Any], as_of: str, words: Words) -> str:
    """Answers the page's question in one sentence: how many targets have which status."""
    counted = (
        scores.group_by("status_order", words.column("status_name"))
        .agg(pl.len().alias("targets"))
        .sort("status_order")
    )
    said = [
        words("plan_count", status=row[words.column("status_name")], number=row["targets"])
        for row in counted.iter_rows(named=True)
    ]
    return words(
        "plan_answer",
        plan=plan_choice.name(plan, words),
        targets=scores.height,
        as_of=verdicts.up_to(as_of, words),
        counts=words("list_clause").join(said),
    )


def imprint(plan: dict[str, Any], words: Words) -> str:
    """Answers who issued a plan, under which number and when; nothing where none is known."""
    parts = [plan["issuer"], plan["document_number"], plan["issued_date"]]
    return words("list_comma").join(str(part) for part in parts if part)


def _draw_bar(asked: plan_choice.Asked, status: str, view: str, words: Words) -> None:
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
        left, middle, right, last = st.columns([12, 7, 7, 6])
    with left:
        asked.draw_plans(words)
    with middle:
        asked.draw_periods(words)
    with right:
        choices.choose_one("status", status, statuses, words)
    with last:
        views = {code: words(f"view_{code}") for code in ("cards", "table")}
        choices.choose_one("view", view, views, words)


def _draw_cards(
    shown: pl.DataFrame, plan: dict[str, Any], selection: Selection, words: Words
) -> None:
    outcomes, works = shown.filter("is_outcome"), shown.filter(~pl.col("is_outcome"))
    if outcomes.height:
        st.html(f"<h2>{escape(words('plan_outcomes', number=outcomes.height))}</h2>")
        series, paths = _drawn(plan, outcomes)
        for group in _grouped(outcomes):
            _draw_outcome(group, series, paths, selection, words)
    if works.height:
        st.html(f"<h2>{escape(words('plan_coverage', number=works.height))}</h2>")
        cards = "".join(card(row, selection, words) for row in works.iter_rows(named=True))
        st.html(f'<div class="targets">{cards}</div>')


def _drawn(plan: dict[str, Any], outcomes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    # All are targets of one plan as of one period; what came later was not known then.
    row = outcomes.row(0, named=True)
    first, last = row["plan_from_year"] - plan_questions.YEARS_BEFORE, row["as_of_year"]
    return (
        plan_questions.series(plan["region_code"], first, last),
        target_paths.paths(plan["plan_code"]),
    )


def _grouped(outcomes: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yields targets one by one; the conditions that must hold together, together."""
    together = (
        pl.when(pl.col("joint_status_code").is_null())
        .then("target_code")
        .otherwise(
            pl.concat_str("indicator_code", pl.col("target_year").cast(pl.String), separator=" ")
        )
    )
    frame = outcomes.with_columns(together=together)
    for _, group in frame.group_by("together", maintain_order=True):
        yield group


def _draw_outcome(
    group: pl.DataFrame,
    series: pl.DataFrame,
    paths: pl.DataFrame,
    selection: Selection,
    words: Words,
) -> None:
    row = group.row(0, named=True)
    points = series.filter(pl.col("indicator_code") == row["indicator_code"]).with_columns(
        scope=pl.col(words.column("scope_name"))
    )
    cards = "".join(card(each, selection, words) for each in group.iter_rows(named=True))
    if group.height > 1:
        together = escape(words("plan_joint", number=group.height))
        verdict = verdicts.status(row, words, "joint_")
        cards = f'<p class="joint">{together}{verdict}</p>{cards}'
    with st.container(border=True, key=f"card-{row['target_code']}"):
        if points.height < FEWEST_POINTS:
            text = "spark_none" if not points.height else "spark_one"
            st.html(f'{cards}<p class="small">{escape(words(text))}</p>')
            return
        left, right = st.columns([7, 3], vertical_alignment="center")
        with left:
            st.html(cards)
        with right:
            # Of conditions that hold together the first has the path.
            path = paths.filter(pl.col("target_code") == row["target_code"])
            chart = path_charts.small(
                points.select("year", "value", "stretch", "scope", "is_provisional"),
                path.select("year", "value"),
                row["target_limit"] if path.height else None,
                words,
            )
            exhibits.draw_spark(exhibits.Panel(chart, path_charts.shows(row, points, words)))


def card(row: verdicts.Row, selection: Selection, words: Words) -> str:
    """Answers one target as HTML: what is asked, the verdict in parts, why, and the quote."""
    link = address("target", replace(selection, target=row["target_code"]))
    name = tables.anchor(tables.PageLink(row[words.column("target_name")], link))
    asked = words(
        "plan_asked",
        requirement=verdicts.requirement(row, words),
        strength=row[words.column("strength_name")],
    )
    figures = verdicts.figures(row, words)
    return (
        f'<article class="target"><h3>{name} {verdicts.status(row, words)}</h3>'
        f'<p class="asked">{escape(asked)}</p>'
        + (f'<p class="small">{escape(figures)}</p>' if figures else "")
        + (verdicts.parts_html(verdicts.parts(row, words)) if _has_parts(row) else "")
        + f'<p class="why">{escape(verdicts.reason(row, words))}</p>'
        + verdicts.source_html(row, words)
        + "</article>"
    )


def _has_parts(row: verdicts.Row) -> bool:
    return bool(row["is_outcome"] or verdicts.is_judged(row))


def _draw_table(shown: pl.DataFrame, plan: dict[str, Any], as_of: str, words: Words) -> None:
    evidence = plan_questions.evidence(plan["plan_code"], as_of)
    title = words(
        "evaluation_title", plan=plan_choice.name(plan, words), as_of=verdicts.up_to(as_of, words)
    )
    st.html(evaluations.table(shown, evidence, title, words))
    heads = evaluations.heads(words)
    body = evaluations.rows(shown, evidence, words)
    with st.container(horizontal=True, key="downloads"):
        st.download_button(
            words("download_csv"),
            lambda: evaluations.as_csv(heads, body),
            file_name=f"{title}.csv",
            mime=downloads.CSV,
            on_click="ignore",
        )
        st.download_button(
            words("download_xlsx"),
            lambda: evaluations.as_workbook(title, heads, body),
            file_name=f"{title}.xlsx",
            mime=downloads.WORKBOOK,
            on_click="ignore",
        )


def _draw_work(plan: dict[str, Any], words: Words) -> None:
    st.html(f"<h2>{escape(words('plan_work'))}</h2>")
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
            row["published_unit"] or "",
            tables.short(row["source_quote"] or "", SHORT_QUOTE),
            row["source_title"] or "",
        ]
        for row in work.iter_rows(named=True)
    ]
    caption = words(
        "plan_work_caption", region=plan[words.column("region_name")], number=work.height
    )
    exhibits.draw_table("work", caption, columns, rows, words)
