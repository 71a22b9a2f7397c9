"""Set targets: what should the next plan promise?"""

from dataclasses import replace
from datetime import date
from html import escape
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from app.base import choices, database, numbers, regions, sentences
from app.base.selection import Selection, address, has_page, show_in_url
from app.base.words import Words
from app.figure import exhibits, tables
from app.figure.answers import Ruled
from app.figure.downloads import Sheet
from app.plans import (
    plan_questions,
    set_targets_aim,
    set_targets_exhibits,
    set_targets_files,
    set_targets_questions,
    set_targets_shares,
    set_targets_words,
)
from app.plans.set_targets_setting import LEAST_YEARS_AHEAD, USUAL_END, Setting

if TYPE_CHECKING:
    from warehouse.planning.prospects import Prospect

AIMS = ("reduction", "value")


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, the way, what each reduction means, shares, files."""
    offered = set_targets_questions.Offered.of(selection, words)
    if not offered.region:
        _draw_none(selection, offered, words)
        return
    setting = Setting.of(selection, offered)
    aim_code = choices.first_offered(selection.aim, AIMS)
    typed = selection.amount or (set_targets_aim.USUAL_CUT if aim_code == AIMS[0] else "")
    _draw_bar(selection, setting, aim_code, typed, words)
    settled = replace(
        selection,
        indicator=offered.indicator,
        scope=offered.scope,
        base=setting.code,
        until=str(setting.end_year),
        aim=aim_code,
        amount=typed,
        scenario=setting.scenario,
    )
    show_in_url(settled)
    subject = setting.subject(words)
    if not setting.base.events:
        said = words("set_zero_base", base=subject.base, counted=subject.counted)
        st.html(sentences.first_line(said, words))
        return
    said = subject.value(setting.base.value)
    aim = set_targets_aim.read(aim_code, typed, setting.base.value, said, words)
    if aim.fault:
        st.html(sentences.first_line(aim.fault, words))
    elif not _draw_break(settled, setting, aim, subject):
        _draw(settled, setting, aim, subject)


def _draw_none(selection: Selection, offered: set_targets_questions.Offered, words: Words) -> None:
    with st.container(key="bar"):
        choices.choose_region(selection, regions.searchable(offered.regions, words), words)
    show_in_url(selection)
    named = regions.with_figures(words)
    asked = next((named[code] for code in selection.regions[:1] if code in named), "")
    said = words("set_nothing_of", region=asked) if asked else words("set_nothing")
    sentences.draw_nothing(said, words, "set_nothing_steps")


def _draw_bar(selection: Selection, setting: Setting, aim: str, typed: str, words: Words) -> None:
    offered = setting.offered
    with st.container(key="bar"):
        first = st.columns([6, 8, 6, 5])
        second = st.columns([6, 8, 6, 5])
    with first[0]:
        choices.choose_region(selection, regions.searchable(offered.regions, words), words)
    with first[1]:
        choices.choose_one("indicator", offered.indicator, offered.indicators, words)
    with first[2]:
        choices.choose_one("scope", offered.scope, offered.scopes, words)
    with first[3]:
        bases = {
            code: set_targets_words.base((years[0], years[-1]), words)
            for code, years in setting.series.bases().items()
        }
        choices.choose_one("base", setting.code, bases, words)
    with second[0]:
        ends = range(setting.base.last + 1, max(setting.end_year, USUAL_END) + LEAST_YEARS_AHEAD)
        years = {str(year): words("period_year", year=year) for year in ends}
        choices.choose_one("until", str(setting.end_year), years, words)
    with second[1]:
        if setting.growths:
            named = {
                row["scenario_code"]: words(
                    "set_scenario",
                    name=row[words.column("scenario_name")],
                    growth=numbers.change(100 * setting.growths[row["scenario_code"]], words),
                )
                for row in set_targets_questions.scenarios()
                if row["scenario_code"] in setting.growths
            }
            choices.choose_one("scenario", setting.scenario, named, words)
    with second[2]:
        aims = {code: words(f"set_aim_{code}") for code in AIMS}
        choices.choose_one("aim", aim, aims, words)
    with second[3]:
        choices.enter("amount", typed, words, words(f"set_amount_help_{aim}"))


def _draw_break(
    selection: Selection,
    setting: Setting,
    aim: set_targets_aim.Aim,
    subject: set_targets_words.Subject,
) -> bool:
    """Draws that the base does not compare with what is to come, and answers whether so it is."""
    words, offered, base = subject.words, setting.offered, setting.base
    found = set_targets_questions.later_break(
        offered.region, offered.indicator, offered.scope, date(base.last, 12, 31)
    )
    if found is None:
        return False
    said = words(
        "set_broken",
        base=subject.base,
        indicator=subject.name,
        region=subject.region,
        year=found["breaks_at"].year,
        end=setting.end_year,
        reason=found[words.column("break_reason")],
    )
    st.html(sentences.first_line(said, words))
    limit = aim.value if aim.value is not None else base.value * (1 - (aim.reduction or 0.0))
    arithmetic = words(
        "set_broken_arithmetic",
        base=subject.base,
        value=subject.value(base.value),
        cut=set_targets_words.per_cent(1 - limit / base.value),
        limit=subject.value(limit),
    )
    link = ""
    if has_page("upload"):
        to = address("upload", selection)
        link = tables.anchor(tables.PageLink(words("set_broken_link"), to))
    st.html(f'<p class="marks">{escape(arithmetic)} {link}</p>')
    return True


def _draw(
    selection: Selection,
    setting: Setting,
    aim: set_targets_aim.Aim,
    subject: set_targets_words.Subject,
) -> None:
    words = subject.words
    found = setting.meant(aim.reduction, aim.value)
    answer = set_targets_words.answer(found, subject)
    st.html(sentences.first_line(answer, words))
    details = [*set_targets_words.details(found, subject), *_marked(setting, subject)]
    st.html("".join(f'<p class="marks">{escape(each)}</p>' for each in details))
    past = [setting.series.values[each.year] for each in setting.history]
    set_targets_exhibits.draw_way(found, setting.base, past, subject)
    drawn: list[Ruled] = []

    def draw_table(heading: str, name: str, made: set_targets_exhibits.Table) -> None:
        st.html(f"<h2>{escape(heading)}</h2>")
        exhibits.draw_table(name, *made, words)
        caption, columns, rows = made
        texts = [[tables.text(cell) for cell in row] for row in rows]
        drawn.append(Ruled(caption, Sheet([column.title for column in columns], texts)))

    shares = sorted({*(cut / 100 for cut in set_targets_aim.CUTS), round(found.reduction, 4)})
    cuts = set_targets_exhibits.cuts(shares, setting.meant, subject)
    draw_table(words("set_cuts"), "cuts", cuts)
    draw_table(words("set_steps"), "steps", set_targets_exhibits.steps(found, subject))
    if setting.growths:
        listed = _listed(setting, aim, words)
        draw_table(
            words("set_scenarios"),
            "scenarios",
            set_targets_exhibits.scenarios(listed, subject),
        )
    others = _others(setting)
    if others.height:
        asked = set_targets_exhibits.others(others, 100 * found.yearly_change, words)
        draw_table(words("set_others"), "others", asked)
    place = (
        setting.offered.region,
        setting.offered.scope,
        tuple(each.year for each in setting.base.years),
    )
    shared = set_targets_shares.draw(selection, setting.series, place, found.allowed, subject)
    said = [answer, *details]
    set_targets_files.draw(set_targets_files.Result(setting, aim, subject, said, drawn, shared))
    st.html(f'<p class="marks">{escape(words("set_model"))}</p>')


def _marked(setting: Setting, subject: set_targets_words.Subject) -> list[str]:
    """Answers what is to be known of the figures themselves."""
    words, said = subject.words, []
    rows = [setting.series.values[each.year] for each in setting.base.years]
    if any(row["is_provisional"] for row in rows):
        said.append(words("set_provisional", base=subject.base))
    if any(row["is_proxy_denominator"] for row in rows):
        said.append(
            words("set_proxy", denominator=rows[-1][words.column("denominator_measure_name")])
        )
    used = {each.year for each in setting.history}
    left = [str(year) for year in setting.series.values if year not in used]
    if left:
        years = words("list_comma").join(left)
        said.append(words("set_left_out", years=years, base=subject.base))
    return said


def _listed(
    setting: Setting, aim: set_targets_aim.Aim, words: Words
) -> list[tuple[str, str, float, "Prospect"]]:
    return [
        (
            row[words.column("scenario_name")],
            row[words.column("source")],
            100 * setting.growths[row["scenario_code"]],
            setting.meant(aim.reduction, aim.value, setting.growths[row["scenario_code"]]),
        )
        for row in set_targets_questions.scenarios()
        if row["scenario_code"] in setting.growths
    ]


def _others(setting: Setting) -> pl.DataFrame:
    found = database.ask(plan_questions.SCORES_OF_INDICATOR, (setting.offered.indicator,))
    return found.filter(pl.col("required_change_pct").is_not_null())
