"""Overview: how do we stand?"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, numbers, regions, sentences
from app.base.selection import Selection, address, has_page, show_in_url
from app.base.words import Words
from app.figure import tables
from app.plans import indicator_cards, overview_questions, since_last_build, verdicts
from warehouse.ground.errors import DamagedBuildError

Row = Mapping[str, Any]
FILES_SHOWN = 5
CHANGES_SHOWN = 6
# In the order in which readers ask; the first is told even where there is none.
STATUSES = (
    "met",
    "on_track",
    "acceleration_needed",
    "limited_progress",
    "deteriorating",
    "not_met",
    "not_comparable",
    "base_missing",
    "no_data",
)


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, a card per indicator, what is missing, warned of and new."""
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
    if not found.height:
        _draw_bar(selection, names, None, None, words)
        shown = replace(selection, plan="", as_of="", target="")
        show_in_url(shown)
        _draw_latest(shown, names[asked], words)
        _draw_notes(shown, None, words)
        return
    standing = overview_questions.chosen(found, selection.plan, selection.as_of)
    _draw_bar(selection, names, found, standing, words)
    shown = replace(selection, plan=standing["plan_code"], as_of=standing["as_of_period"])
    show_in_url(shown)
    _draw_plan(shown, names[asked], standing, words)
    _draw_notes(shown, standing, words)


def answer(standing: Row, region: str, words: Words) -> str:
    """Answers the page's question in one sentence: how many indicators have which status.

    Args:
        standing: The row of fct_plan_standings, with the kind and year of the break.
        region: The region as people call it.
        words: The words of the page.
    """
    said = {"region": region, "as_of": verdicts.period(standing["as_of_period"], words)}
    if not standing["indicators"]:
        return words("overview_no_indicators", **said)
    counts = [
        _count(code, standing, words)
        for code in STATUSES
        if code == "met" or standing[f"indicators_{code}"]
    ]
    return words(
        "overview_answer",
        indicators=standing["indicators"],
        counts=words("list_counts").join(counts),
        **said,
    )


def _count(code: str, standing: Row, words: Words) -> str:
    number = standing[f"indicators_{code}"]
    if code == "not_comparable" and standing["crossed_break_kind"]:
        kind = words(f"overview_break_{standing['crossed_break_kind']}")
        year = standing["crossed_break_year"]
        return words("overview_not_comparable_since", number=number, year=year, kind=kind)
    return words(f"overview_{code}", number=number)


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
    standing: Row | None,
    words: Words,
) -> None:
    with st.container(key="bar"):
        left, middle, right = st.columns([10, 15, 7])
    with left:
        choices.choose_region(selection, regions.searchable(names, words), words)
    if found is None or standing is None:
        return
    with middle:
        plans = dict(found.select("plan_code", words.column("plan_name")).iter_rows())
        choices.choose_one("plan", standing["plan_code"], plans, words)
    with right:
        of_plan = found.filter(pl.col("plan_code") == standing["plan_code"])
        periods = {period: verdicts.period(period, words) for period in of_plan["as_of_period"]}
        choices.choose_one("as_of", standing["as_of_period"], periods, words)


def _draw_plan(selection: Selection, region: str, standing: Row, words: Words) -> None:
    lines = []
    if standing["is_draft"]:
        lines.append(words("overview_draft"))
    if standing["indicators_intention"]:
        lines.append(words("overview_intentions", number=standing["indicators_intention"]))
    if standing["other_targets"]:
        lines.append(
            words(
                "overview_others",
                targets=standing["other_targets"],
                met=standing["other_targets_met"],
                without=standing["other_targets_without_data"],
            )
        )
    link = ""
    if has_page("plan"):
        href = escape(address("plan", selection), quote=True)
        link = f'<a href="{href}" target="_self">{escape(words("overview_plan_link"))}</a>'
    st.html(
        sentences.first_line(answer(standing, region, words), words)
        + sentences.line(escape(words.sentences(*lines)), words, link)
    )
    found = overview_questions.indicators(standing)
    conditions = overview_questions.conditions(standing)
    codes = tuple(found["region_code"].unique(maintain_order=True))
    values, sources = overview_questions.values(codes), overview_questions.sources(codes)
    drawn = [
        indicator_cards.planned(
            card,
            conditions[tuple(str(card[name]) for name in overview_questions.CARD)],
            indicator_cards.Figures(overview_questions.series(values, card), sources),
            selection,
            words,
        )
        for card in found.iter_rows(named=True)
    ]
    if drawn:
        st.html(indicator_cards.grid(drawn))


def _draw_latest(selection: Selection, region: str, words: Words) -> None:
    codes = selection.regions[:1]
    sources = overview_questions.sources(codes)
    series = overview_questions.latest(overview_questions.values(codes))
    st.html(
        sentences.first_line(
            words("overview_no_plan", region=region, indicators=len(series)), words
        )
        + f'<p class="source-line">{escape(words("overview_no_plan_steps"))}</p>'
    )
    drawn = [
        indicator_cards.plain(indicator_cards.Figures(each, sources), selection, words)
        for each in series
    ]
    if drawn:
        st.html(indicator_cards.grid(drawn))


def _draw_notes(selection: Selection, standing: Row | None, words: Words) -> None:
    """Draws what is missing, warned of and new, side by side."""
    parts = [
        ("overview_warnings", _warnings(selection.regions[0], words)),
        ("overview_news", _news(selection, standing, words)),
    ]
    if standing is not None:
        parts.insert(0, ("overview_missing", _missing(standing, words)))
    sections = "".join(
        f"<section><h2>{escape(words(code))}</h2>{content}</section>" for code, content in parts
    )
    st.html(f'<div class="notes">{sections}</div>')


def _missing(standing: Row, words: Words) -> str:
    found = overview_questions.missing(standing)
    if not found.height:
        return f"<p>{escape(words('overview_missing_none'))}</p>"
    items = ""
    for (holder,), rows in found.group_by(words.column("missing_holder"), maintain_order=True):
        named = words("list_comma").join(
            words(
                "overview_missing_figure",
                name=row[words.column("missing_name")],
                period=verdicts.period(row["period"], words),
            )
            for row in rows.iter_rows(named=True)
        )
        items += f"<dt>{escape(str(holder))}</dt><dd>{escape(named)}</dd>"
    how = f"<p>{escape(words('overview_missing_steps'))}</p>"
    return f'<dl class="listed">{items}</dl>{how}'


def _warnings(region: str, words: Words) -> str:
    found = overview_questions.quotas(region)
    if not found.height:
        return f"<p>{escape(words('overview_warnings_unknown'))}</p>"
    warned = found.filter(pl.col("warning_level") != "none")
    if not warned.height:
        return f"<p>{escape(words('overview_warnings_none', quotas=found.height))}</p>"
    items = "".join(
        f'<li><span class="sign">▲</span>{escape(_warning(row, words))}</li>'
        for row in warned.iter_rows(named=True)
    )
    return f'<ul class="asks">{items}</ul>'


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


def _news(selection: Selection, standing: Row | None, words: Words) -> str:
    found = since_last_build.latest()
    built, before = _local(found.built_at), found.before and _local(found.before)
    code = "overview_built_since" if before else "overview_built"
    said = f"<p>{escape(words(code, built=built, before=before, files=found.files.height))}</p>"
    if found.earlier is not None:
        said += _changes(found.earlier, selection, standing, words)
    items = "".join(
        f"<li>{escape(_loaded(row, words))}</li>"
        for row in found.files.head(FILES_SHOWN).iter_rows(named=True)
    )
    if not items:
        return said
    of_loads = address("loads", Selection.read({"lang": words.language}))
    link = tables.anchor(tables.PageLink(words("page_loads"), of_loads))
    return f"{said}<p>{escape(words('overview_loads'))}</p><ul>{items}</ul><p>{link}</p>"


def _changes(earlier: Path, selection: Selection, standing: Row | None, words: Words) -> str:
    """Answers what the figures say otherwise than in the build before, the first in sight."""
    try:
        told = since_last_build.told(earlier, selection, standing, words)
    except DamagedBuildError:
        return f"<p>{escape(words('overview_changes_unknown'))}</p>"
    code = "overview_changes" if standing is not None else "overview_changes_of_values"
    if not told:
        return f"<p>{escape(words(f'{code}_none'))}</p>"
    items = [f"<li>{tables.anchor(each)}</li>" for each in told]
    said = (
        f"<p>{escape(words(code, number=len(told)))}</p><ul>{''.join(items[:CHANGES_SHOWN])}</ul>"
    )
    if len(items) <= CHANGES_SHOWN:
        return said
    more = escape(words("overview_changes_more", number=len(items) - CHANGES_SHOWN))
    rest = "".join(items[CHANGES_SHOWN:])
    return f"{said}<details><summary>{more}</summary><ul>{rest}</ul></details>"


def _loaded(row: Row, words: Words) -> str:
    return words(
        "overview_loaded",
        file=row["file"],
        accepted=numbers.count(row["rows_accepted"]),
        refused=numbers.count(row["rows_refused"]),
    )


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
