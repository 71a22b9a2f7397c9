"""Overview: how do we stand, now?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, numbers, regions, sentences
from app.base.selection import Selection, address, has_page, show_in_url
from app.base.words import Words
from app.figure import tables
from app.plans import (
    data_gaps,
    headlines,
    indicator_cards,
    news_strip,
    overview_questions,
    verdicts,
)

Row = Mapping[str, Any]
# A plan that asks for few indicators leaves room for the region's other rates.
CARDS_AIMED_AT = 8


@dataclass(frozen=True)
class Plan:
    """A plan as the page shows it.

    Attributes:
        standing: Where it stands now, or as of the period that was asked for.
        before: The plan before it; None where none is known.
        periods: The periods as of which it was judged, as people say them, by code.
    """

    standing: Row
    before: Row | None
    periods: Mapping[str, str]


def show(selection: Selection, words: Words) -> None:
    """Draws the page: what is known, the plan, what is new, a card per indicator, what lacks."""
    names = _names(words)
    if not names:
        show_in_url(selection)
        sentences.draw_nothing(words("nothing_loaded"), words)
        return
    asked = selection.regions[0] if selection.regions else ""
    if asked not in names:
        _draw_bar(selection, names, None, None, words)
        show_in_url(selection)
        st.html(sentences.first_line(words("no_region"), words))
        return
    found = overview_questions.of_region(asked)
    plan = _plan(found, selection, words) if found.height else None
    _draw_bar(selection, names, found, plan, words)
    if plan is None:
        shown = replace(selection, plan="", as_of="", target="")
    else:
        as_of = selection.as_of if selection.as_of in plan.periods else ""
        shown = replace(selection, plan=plan.standing["plan_code"], as_of=as_of)
    show_in_url(shown)
    _draw_known(shown, names[asked], plan, words)


def _plan(found: pl.DataFrame, selection: Selection, words: Words) -> Plan:
    standing = overview_questions.chosen(found, selection.plan)
    at = overview_questions.periods(standing["plan_code"])
    asked = at.filter(pl.col("as_of_period") == selection.as_of)
    older = found.filter(pl.col("plan_to_year") < standing["plan_from_year"])
    return Plan(
        standing=asked.row(0, named=True) if asked.height else standing,
        before=older.row(0, named=True) if older.height else None,
        periods={period: verdicts.period(period, words) for period in at["as_of_period"]},
    )


def _names(words: Words) -> dict[str, str]:
    """Answers the regions to choose from, those with a plan first."""
    planned = overview_questions.with_plan()
    column = words.column("region_name")
    first = dict(planned.select("region_code", column).iter_rows())
    return {**first, **regions.with_values(words)}


def _draw_bar(
    selection: Selection,
    names: dict[str, str],
    found: pl.DataFrame | None,
    plan: Plan | None,
    words: Words,
) -> None:
    with st.container(key="bar"):
        left, middle, right = st.columns([10, 15, 7])
    with left:
        choices.choose_region(selection, regions.searchable(names, words), words)
    if found is None or plan is None:
        return
    with middle:
        plans = dict(found.select("plan_code", words.column("plan_name")).iter_rows())
        choices.choose_one("plan", plan.standing["plan_code"], plans, words)
    with right:
        periods = {"": words("overview_latest"), **plan.periods}
        chosen = selection.as_of if selection.as_of in plan.periods else ""
        choices.choose_one("judged", chosen, periods, words)


def _draw_known(selection: Selection, region: str, plan: Plan | None, words: Words) -> None:
    """Draws the answer and what stands behind it."""
    codes = selection.regions[:1]
    newest = overview_questions.newest(codes)
    facts = {row["headline_code"]: row for row in newest.iter_rows(named=True)}
    known = headlines.newest(facts, region, words) or words("overview_nothing_known", region=region)
    st.html(sentences.first_line(known, words) + _plan_lines(selection, region, plan, words))
    st.html(news_strip.strip(selection, plan.standing if plan else None, words))
    if plan is None:
        _draw_cards(_plain_cards(codes, newest, selection, words))
        st.html(_section("overview_warnings", _warnings(selection, words), words))
        data_gaps.draw_without_plan(selection, words)
        return
    _draw_plan(selection, plan.standing, words)


def _plan_lines(selection: Selection, region: str, plan: Plan | None, words: Words) -> str:
    """Answers what is said of the plan below the first line, in HTML."""
    if plan is None:
        return sentences.line(escape(words("overview_no_plan", region=region)), words)
    standing, lines = plan.standing, [headlines.standing(plan.standing, words)]
    if standing["is_draft"]:
        lines.append(words("overview_draft"))
    if standing["indicators_intention"]:
        lines.append(words("overview_intentions", number=standing["indicators_intention"]))
    if plan.before is not None and plan.before["indicators"]:
        lines.append(
            words(
                "standing_previous",
                plan=plan.before[words.column("plan_name")],
                indicators=plan.before["indicators"],
                counts=headlines.counts(plan.before, words),
            )
        )
    link = ""
    if has_page("plan"):
        link = tables.anchor(
            tables.PageLink(words("overview_plan_link"), address("plan", selection))
        )
    return sentences.line(escape(words.sentences(*lines)), words, link)


def _draw_plan(selection: Selection, standing: Row, words: Words) -> None:
    plan, as_of = standing["plan_code"], selection.as_of
    found = overview_questions.indicators(plan, as_of)
    conditions = overview_questions.conditions(plan, as_of)
    codes = tuple(found["region_code"].unique(maintain_order=True))
    values, sources = overview_questions.values(codes), overview_questions.sources(codes)
    newest = overview_questions.newest(codes)
    drawn, bare = [], []
    for card in found.iter_rows(named=True):
        figures = indicator_cards.Figures(
            overview_questions.series(values, card), _newest(newest, card), sources
        )
        if indicator_cards.value_shown(card, figures, as_of) is None:
            bare.append(card)
            continue
        asked = conditions[tuple(str(card[name]) for name in overview_questions.CARD)]
        drawn.append(indicator_cards.planned(card, asked, figures, selection, words))
    others = _others(found, newest, selection, words) if not as_of else []
    _draw_cards(
        [*drawn, *others[: max(0, CARDS_AIMED_AT - len(drawn))]], _bare(bare, selection, words)
    )
    statuses = overview_questions.statuses(plan, as_of)
    st.html(
        '<div class="notes">'
        + _section("overview_progress", _progress(statuses, words), words)
        + _section("overview_warnings", _warnings(selection, words), words)
        + "</div>"
    )
    data_gaps.draw(selection, plan, words)


def _others(
    planned: pl.DataFrame, newest: pl.DataFrame, selection: Selection, words: Words
) -> list[str]:
    """Answers the cards of the region's rates that its plan does not ask for."""
    codes = selection.regions[:1]
    rates = newest.filter(
        pl.col("region_code").is_in(codes)
        & pl.col("indicator_denominator_measure").is_not_null()
        & ~pl.col("indicator_code").is_in(planned["indicator_code"].to_list())
    )
    return _plain_cards(codes, rates, selection, words) if rates.height else []


def _newest(found: pl.DataFrame, card: Row) -> Row | None:
    scope = card["target_scope_code"]
    of_scope = pl.col("is_leading_scope") if scope == "none" else pl.col("scope_code") == scope
    rows = found.filter(
        of_scope
        & (pl.col("region_code") == card["region_code"])
        & (pl.col("indicator_code") == card["indicator_code"])
    )
    return rows.row(0, named=True) if rows.height else None


def _plain_cards(
    codes: tuple[str, ...], newest: pl.DataFrame, selection: Selection, words: Words
) -> list[str]:
    values, sources = overview_questions.values(codes), overview_questions.sources(codes)
    rows = newest.filter("is_leading_scope").iter_rows(named=True)
    series = overview_questions.leading(values, newest)
    return [
        indicator_cards.plain(indicator_cards.Figures(each, row, sources), selection, words)
        for each, row in zip(series, rows, strict=True)
    ]


def _draw_cards(drawn: Sequence[str], below: str = "") -> None:
    if drawn or below:
        st.html((indicator_cards.grid(drawn) if drawn else "") + below)


def _bare(cards: Sequence[Row], selection: Selection, words: Words) -> str:
    """Answers in one line the indicators of which nothing is known, each with its target."""
    if not cards:
        return ""
    links = words("list_comma").join(
        tables.anchor(
            tables.PageLink(
                indicator_cards.title(card, words),
                address("target", replace(selection, target=card["target_code"])),
            )
        )
        for card in cards
    )
    said = escape(words("overview_bare", number=len(cards)))
    return f'<p class="bare source-line">{said}{links}</p>'


def _progress(statuses: pl.DataFrame, words: Words) -> str:
    """Answers how many of all targets have which status, as one bar with its words."""
    parts = "".join(
        f'<li class="{escape(row["status_code"].replace("_", "-"))}" '
        f'style="flex-grow:{row["targets"]}">'
        f"<span>{escape(row['sign'])} {escape(row[words.column('status_name')])} "
        f"{row['targets']}</span></li>"
        for row in statuses.iter_rows(named=True)
    )
    total = words("overview_targets", number=statuses["targets"].sum())
    return f'<p>{escape(total)}</p><ul class="progress">{parts}</ul>'


def _section(code: str, content: str, words: Words) -> str:
    return f"<section><h2>{escape(words(code))}</h2>{content}</section>"


def _warnings(selection: Selection, words: Words) -> str:
    """Answers what warns: the quotas of the year, and the months that are out of line."""
    region = selection.regions[0]
    found = overview_questions.quotas(region)
    warned = found.filter(pl.col("warning_level") != "none")
    if not found.height:
        said = f"<p>{escape(words('overview_warnings_unknown'))}</p>"
    elif not warned.height:
        said = f"<p>{escape(words('overview_warnings_none', quotas=found.height))}</p>"
    else:
        items = "".join(
            f'<li><span class="sign">▲</span>{escape(_warning(row, words))}</li>'
            for row in warned.iter_rows(named=True)
        )
        said = f'<ul class="asks">{items}</ul>'
    return said + _out_of_line(selection, words)


def _out_of_line(selection: Selection, words: Words) -> str:
    """Answers in one line how many series of months are out of line; nothing where none is judged.

    Args:
        selection: The selection of the page.
        words: The words of the page.
    """
    found = overview_questions.out_of_line(selection.regions[0])
    if not found["judged"] or not has_page("early_warning"):
        return ""
    month = {"period": found["period"], "period_basis": "single_month"}
    said = words(
        "overview_out_of_line" if found["warned"] else "overview_in_line",
        month=numbers.period(month, words),
        warned=found["warned"],
        judged=found["judged"],
    )
    link = tables.PageLink(words("page_early_warning"), address("early_warning", selection))
    return f'<p class="source-line">{escape(said)} {tables.anchor(link)}</p>'


def _warning(row: Row, words: Words) -> str:
    period = {"period": row["period"], "period_basis": "cumulative_from_january"}
    return words(
        "overview_warning",
        level=words(f"warning_{row['warning_level']}"),
        scope=row[words.column("scope_name")],
        measure=row[words.column("measure_name")],
        period=numbers.period(period, words),
        used=numbers.count(row["used"]),
        quota=numbers.count(row["quota"]),
        probability=f"{100 * row['probability_exceeded']:.0f}",
    )
