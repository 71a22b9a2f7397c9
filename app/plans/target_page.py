"""Target: will this target be met, and what is left?"""

from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, sentences, units
from app.base.known_days import KnownDay
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables
from app.plans import (
    evaluations,
    plan_choice,
    plan_questions,
    target_exhibits,
    target_words,
    verdicts,
)


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, its parts, the path, what is left, slack, evidence, quote."""
    known = KnownDay.of(selection)
    with known.answering():
        _show(selection, known, words)


def _show(selection: Selection, known: KnownDay, words: Words) -> None:
    asked = plan_choice.Asked.of(selection)
    if asked is None:
        plan_choice.draw_none(words)
        return
    scores = asked.scores
    codes = scores["target_code"].to_list()
    # one that is not there is said, and no other is shown in its place
    target = selection.target or choices.first_offered("", codes)
    _draw_bar(asked, known, target, words)
    settled = replace(asked.settled(selection), target=target, day=known.settled)
    show_in_url(settled)
    told = known.told("target", selection, words) + asked.later_than(known.day, words)
    if target not in codes or known.is_before_all:
        nothing = (
            known.nothing(words)
            if target in codes
            else words("target_unknown", target=target, plan=plan_choice.name(asked.plan, words))
        )
        st.html(told + sentences.first_line(nothing, words))
        return
    row = scores.row(by_predicate=pl.col("target_code") == target, named=True)
    allowances = database.ask(plan_questions.ALLOWANCES, (row["target_code"], row["as_of_period"]))
    said = target_words.answer(row, allowances, words)
    st.html(told + sentences.first_line(said, words) + _verdict(row, words))
    lead = f'<p class="marks">{_links(row, settled, words)}</p>'
    siblings = scores.filter(pl.col("indicator_code") == row["indicator_code"])
    target_exhibits.draw_path(row, siblings, lead, words)
    _draw_room(row, allowances, settled, words)
    _draw_slack(row, words)
    _draw_readings(row, words)
    _draw_evidence(row, scores, words)
    _draw_source(row, words)


def _draw_bar(asked: plan_choice.Asked, known: KnownDay, target: str, words: Words) -> None:
    with st.container(key="bar"):
        columns = st.columns([10, 6, 13, 6])
    with columns[0]:
        asked.draw_plans(words)
    with columns[1]:
        asked.draw_periods(words)
    with columns[2]:
        targets = {
            row["target_code"]: words(
                "target_listed",
                sign=row["sign"],
                target=row[words.column("target_name")],
                requirement=verdicts.requirement(row, words),
            )
            for row in asked.scores.iter_rows(named=True)
        }
        targets.setdefault(target, target)
        choices.choose_one("target", target, targets, words)
    with columns[3]:
        known.draw_choice(words)


def _verdict(row: verdicts.Row, words: Words) -> str:
    joint = (
        f'<p class="joint">{escape(words("plan_joint", number=row["joint_conditions"]))}'
        f"{verdicts.status(row, words, 'joint_')}</p>"
        if row["joint_status_code"]
        else ""
    )
    asked = words(
        "plan_asked",
        requirement=verdicts.requirement(row, words),
        strength=row[words.column("strength_name")],
    )
    parts = verdicts.parts(row, words) if verdicts.is_judged(row) else []
    return (
        f'<article class="target"><p class="asked">{verdicts.status(row, words)} '
        f"{escape(asked)}</p>{joint}"
        f'<p class="small">{escape(verdicts.figures(row, words))}</p>'
        f"{verdicts.parts_html(parts)}"
        f"{sentences.line(escape(verdicts.reason(row, words)), words)}</article>"
    )


def _links(row: verdicts.Row, selection: Selection, words: Words) -> str:
    indicator = replace(
        selection, indicator=row["indicator_code"], scope="", basis="", period="", view=""
    )
    scoped = replace(indicator, scope=row["scope_code"] or row["base_scope_code"] or "")
    said = [
        (words("link_plan"), address("plan", selection)),
        (words("link_plans_compared"), address("plans_compared", indicator)),
    ]
    if row["is_outcome"]:
        said.append((words("link_trends"), address("trends", scoped)))
    links = [tables.anchor(tables.PageLink(name, to)) for name, to in said]
    return "".join(f"<span>{link}</span>" for link in links)


def _draw_room(
    row: verdicts.Row, allowances: pl.DataFrame, selection: Selection, words: Words
) -> None:
    st.html(f"<h2>{escape(words('target_room'))}</h2>")
    if not allowances.height:
        why = "room_due" if row["is_due"] else "room_unknown"
        st.caption(words(why, year=row["target_year"]))
        return
    growths = {f"{growth:g}": growth for growth in allowances["assumed_growth_pct"]}
    chosen = selection.growth if selection.growth in growths else _middle(list(growths))
    if allowances["is_rate"].any():
        names = {code: words("growth_a_year", growth=code) for code in growths}
        choices.choose_one("growth", chosen, names, words, words("growth_help"))
    found = allowances.row(by_predicate=pl.col("assumed_growth_pct") == growths[chosen], named=True)
    st.html(sentences.line(escape(target_words.room(found, row, words)), words))


def _middle(codes: list[str]) -> str:
    return "6" if "6" in codes else codes[len(codes) // 2]


def _draw_slack(row: verdicts.Row, words: Words) -> None:
    found = database.ask(plan_questions.SLACK, (row["target_code"],))
    if not found.height:
        return
    st.html(f"<h2>{escape(words('target_slack'))}</h2>")
    st.html(sentences.line(escape(target_words.slack(found.row(0, named=True), row, words)), words))


def _draw_readings(row: verdicts.Row, words: Words) -> None:
    readings = database.ask(plan_questions.READINGS, (row["target_code"], row["as_of_period"]))
    if readings.height <= 1:
        return
    st.html(f"<h2>{escape(words('target_readings'))}</h2>")
    columns = [
        tables.Column(words("column_reading"), "text"),
        tables.Column(words("evaluation_limit"), "nowrap"),
        tables.Column(words("evaluation_status"), "nowrap"),
        tables.Column(words("evaluation_reason"), "quote"),
    ]
    rows: list[list[tables.Cell]] = [
        [
            words(f"reading_{each['reading_code']}"),
            verdicts.amount(each["target_limit"], each, words),
            f"{each['sign']} {each[words.column('status_name')]}",
            verdicts.reason(each, words),
        ]
        for each in readings.iter_rows(named=True)
    ]
    exhibits.draw_table("readings", words("target_readings_caption"), columns, rows, words)


def _draw_evidence(row: verdicts.Row, scores: pl.DataFrame, words: Words) -> None:
    st.html(f"<h2>{escape(words('target_evidence'))}</h2>")
    gap = evaluations.missing(row, words)
    if gap:
        st.html(f"<p>{escape(words('evidence_missing', missing=gap))}</p>")
    found = plan_questions.evidence(scores.filter(target_code=row["target_code"]))
    if not found.height:
        st.caption(words("evidence_none"))
        return
    columns = [
        tables.Column(words("column_role"), "nowrap"),
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_figure"), "text"),
        tables.Column(words("column_printed_figure"), "number"),
        tables.Column(words("column_unit"), "nowrap"),
        tables.Column(words("column_source"), "text"),
        tables.Column(words("column_quote"), "quote"),
    ]
    rows = [_figure(each, words) for each in found.iter_rows(named=True)]
    exhibits.draw_table("evidence", words("evidence_caption"), columns, rows, words)


def _figure(each: verdicts.Row, words: Words) -> list[tables.Cell]:
    scope = each[words.column("scope_name")]
    measure = each[words.column("measure_name")] or ""
    return [
        words(f"role_{each['evidence_role']}"),
        verdicts.period(each["period"], words),
        words("figure_in_scope", measure=measure, scope=scope) if scope else measure,
        numbers.plain(each["published_value"]),
        units.named(each["published_unit"], words),
        (each["source_title"] or "", each["source_url"] or ""),
        each["source_quote"] or "",
    ]


def _draw_source(row: verdicts.Row, words: Words) -> None:
    st.html(f"<h2>{escape(words('target_source'))}</h2>")
    st.html(verdicts.quote_html(row, words))
