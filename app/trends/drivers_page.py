"""Drivers: why did this rate change?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, citations, database, sentences, terms
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import charts, exhibits, tables
from app.trends import driver_charts, driver_tables, driver_words, indicator_choice
from app.trends.driver_series import Series
from warehouse.ask.stories import BREAKS, broken

INDICATORS = """
select *
from dim_indicators
where
    indicator_code in (
        select v.indicator_code from fct_indicator_values as v where v.denominator is not null
    )
order by sort_order
"""

# The scope of which most years are known for the region first.
SCOPES = """
select v.scope_code, v.scope_name, v.scope_name_en
from fct_indicator_values as v
where
    v.region_code = ? and v.indicator_code = ?
    and v.period_basis = 'year' and v.computed_rate is not null
group by all
order by count(*) desc, max(v.scope_sort_order)
"""

# What of a region can be split: of each indicator and scope the longest span to its last year.
OFFERS = """
select
    d.indicator_code,
    d.scope_code,
    min(d.from_period) as from_period,
    max(d.to_period) as to_period,
    max(indicators.indicator_name) as indicator_name,
    max(indicators.indicator_name_en) as indicator_name_en,
    max(scopes.scope_name) as scope_name,
    max(scopes.scope_name_en) as scope_name_en
from fct_rate_decompositions as d
inner join dim_indicators as indicators on d.indicator_code = indicators.indicator_code
inner join dim_scopes as scopes on d.scope_code = scopes.scope_code
where d.region_code = ?
group by d.indicator_code, d.scope_code
order by max(indicators.sort_order), max(scopes.sort_order)
"""
MOST_OFFERED = 8

SCOPE_NAMES = "select scope_code, scope_name, scope_name_en from dim_scopes"

ALL_INDICATORS = "select * from dim_indicators"

CURRENCY = "元"  # what is counted in it grows with prices


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, the waterfall, year by year, the table."""
    asked = indicator_choice.Asked.of(selection, INDICATORS, words)
    if asked is None:
        sentences.draw_nothing(words("nothing_loaded"), words)
        return
    names, chosen, code, indicator = asked.names, asked.regions, asked.code, asked.indicator
    region = chosen[0] if chosen else ""
    if selection.indicator and selection.indicator not in asked.indicators:
        show_in_url(selection)
        _draw_lacking_indicator(asked, selection, region, words)
        return
    scopes = dict(
        database.ask(SCOPES, (region, code))
        .select("scope_code", words.column("scope_name"))
        .iter_rows()
    )
    is_scope_lacking = bool(selection.scope and scopes and selection.scope not in scopes)
    scope = (
        selection.scope
        if is_scope_lacking
        else choices.first_offered(selection.scope, list(scopes))
    )
    offered = {**scopes, scope: _scope_name(scope, words)} if is_scope_lacking else scopes
    with st.container(key="bar"):
        columns = st.columns([9, 7, 5, 4, 6])
    with columns[0]:
        asked.draw_regions(selection, words)
    with columns[1]:
        asked.draw_indicators(words)
    with columns[2]:
        choices.choose_one("scope", scope, offered, words)
    if is_scope_lacking:
        show_in_url(selection)
        said = {"region": names[region], "indicator": indicator[words.column("indicator_name")]}
        title = words("drivers_lacking_scope", scope=offered[scope], **said)
        st.html(sentences.first_line(title, words) + _offers(region, selection, words))
        return
    series = Series.of(region, code, scope)
    years = (
        series.chosen(selection.from_period, selection.to_period)
        if len(series.years) > 1
        else ("", "")
    )
    with columns[3]:
        choices.choose_one("from", years[0], _starts(series, words), words)
    with columns[4]:
        choices.choose_one("to", years[1], _ends(series, years[0], words), words)
    shown = replace(
        selection,
        regions=chosen,
        indicator=code,
        scope=scope,
        from_period=selection.from_period or years[0],
        to_period=selection.to_period or years[1],
    )
    show_in_url(shown)
    if not years[0]:
        _too_few(names.get(region, ""), indicator, series, words)
        offers = _offers(region, shown, words)
        if offers:
            st.html(offers)
    else:
        subject = driver_words.Subject.of(names[region], indicator, scopes[scope], words)
        _draw(series, years, subject, shown, words)
        others = words("list_comma").join(names[other] for other in chosen[1:])
        if others:
            _line(words, words("drivers_first_only", region=names[region], others=others))
    _draw_way_back(shown, words)


def _scope_name(code: str, words: Words) -> str:
    named = database.ask(SCOPE_NAMES).filter(scope_code=code)
    return str(named[words.column("scope_name")][0]) if named.height else code


def _draw_lacking_indicator(
    asked: indicator_choice.Asked, selection: Selection, region: str, words: Words
) -> None:
    """Draws that what is asked about is no rate, and which rates of the region can be split."""
    with st.container(key="bar"):
        columns = st.columns([9, 7, 15])
    with columns[0]:
        asked.draw_regions(selection, words)
    known = database.ask(ALL_INDICATORS).filter(indicator_code=selection.indicator)
    name = known[words.column("indicator_name")][0] if known.height else selection.indicator
    with columns[1]:
        titles = {
            code: row[words.column("indicator_name")] for code, row in asked.indicators.items()
        }
        choices.choose_one(
            "indicator", selection.indicator, {selection.indicator: name, **titles}, words
        )
    title = words("drivers_no_rate", indicator=name)
    st.html(sentences.first_line(title, words) + _offers(region, selection, words))


def _offers(region: str, selection: Selection, words: Words) -> str:
    """Answers as HTML what of a region can be split, as links; nothing where nothing can."""
    links = [
        _link(
            words(
                "drivers_offer",
                indicator=row[words.column("indicator_name")],
                scope=row[words.column("scope_name")],
                first=row["from_period"],
                last=row["to_period"],
            ),
            replace(
                selection,
                indicator=row["indicator_code"],
                scope=row["scope_code"],
                from_period="",
                to_period="",
            ),
        )
        for row in database.ask(OFFERS, (region,)).head(MOST_OFFERED).iter_rows(named=True)
    ]
    return _offered(links, words)


def _offered(links: Sequence[str], words: Words) -> str:
    if not links:
        return ""
    listed = escape(words("list_comma")).join(links)
    return f'<p class="source-line">{escape(words("drivers_offers"))}{listed}</p>'


def _link(said: str, selection: Selection) -> str:
    target = escape(address("drivers", selection), quote=True)
    return f'<a href="{target}" target="_self">{escape(said)}</a>'


def _draw(
    series: Series,
    years: tuple[str, str],
    subject: driver_words.Subject,
    selection: Selection,
    words: Words,
) -> None:
    first, last = (series.years[year] for year in years)
    pair = series.pair(*years)
    if pair is None:
        _draw_not_compared(series, years, subject, selection, words)
        return
    title = driver_words.answer(pair, first, subject, words)
    lacking = [
        words("drivers_lacking_year", asked=asked_for, first=years[0], last=years[1])
        for asked_for, year in zip((selection.from_period, selection.to_period), years, strict=True)
        if asked_for != year
    ]
    lines = [*lacking[:1], driver_words.figures(pair, first, last, subject, words)]
    st.html(
        sentences.first_line(title, words)
        + "".join(sentences.line(terms.linked(line, words), words) for line in lines)
    )
    steps = driver_words.steps(pair, first, last, subject, words)
    chart = driver_charts.waterfall(steps, unit=subject.unit, decimals=subject.decimals)
    labels = "; ".join(steps["tip"])
    exhibits.draw(
        exhibits.Figure(
            name=f"drivers_{first['indicator_code']}",
            file="_".join([subject.region, subject.indicator, *years, words("page_drivers")]),
            chart=chart,
            shows=driver_words.shows(pair, subject, words),
            says=title,
            reads=labels,
            data=driver_tables.data([pair], first, subject, words),
            sources=_sources(first, years),
        ),
        words,
    )
    _line(words, *_cautions(pair, first, last, words))
    _draw_years(series, years, subject, words)


def _cautions(
    pair: Mapping[str, Any], first: Mapping[str, Any], last: Mapping[str, Any], words: Words
) -> list[str]:
    """Answers what a reader must know before the parts are believed."""
    said = [] if pair["log_change_rate"] is not None else [words("drivers_limit")]
    denominator = first[words.column("denominator_measure_name")]
    is_money = first["denominator_base_unit"] == CURRENCY
    if is_money and pair["log_change_denominator_volume"] is None:
        said.append(words("drivers_prices", denominator=denominator))
    if first["is_proxy_denominator"] or last["is_proxy_denominator"]:
        said.append(words("drivers_proxy", denominator=denominator))
    if first["is_provisional"] or last["is_provisional"]:
        said.append(words("drivers_provisional"))
    vintages = [row[words.column("denominator_vintage_name")] for row in (first, last)]
    if vintages[0] != vintages[1]:
        said.append(
            words("drivers_vintages", denominator=denominator, first=vintages[0], last=vintages[1])
        )
    return said


def _draw_years(
    series: Series, years: tuple[str, str], subject: driver_words.Subject, words: Words
) -> None:
    """Draws the way from the first to the last year, as far as there are years between."""
    between = [year for year in series.years if years[0] <= year <= years[1]]
    steps = [pair for each in pairwise(between) if (pair := series.pair(*each)) is not None]
    whole = series.pair(*years)
    since = series.split.filter(
        pl.col("from_period") == years[0],
        pl.col("to_period").is_in(between),
    )
    first = series.years[years[0]]
    if len(steps) > 1 and since.height > 1:
        st.html(f"<h2>{escape(words('drivers_years_title'))}</h2>")
        title = words("drivers_years_axis", year=years[0], unit=subject.unit)
        chart = charts.cumulated(driver_words.cumulated(since, first, subject, words), title=title)
        exhibits.draw(
            exhibits.Figure(
                name=f"drivers_years_{first['indicator_code']}",
                file="_".join([subject.region, subject.indicator, *years, title]),
                chart=chart,
                shows=words("drivers_years_description", year=years[0]),
                data=driver_tables.data(since.to_dicts(), first, subject, words),
                sources=_sources(first, between),
            ),
            words,
        )
    rows = [*(steps if len(steps) > 1 else []), *([whole] if whole else [])]
    caption = words("drivers_caption", indicator=subject.indicator, unit=subject.unit)
    columns = [
        tables.Column(title, "wrap" if place else "nowrap")
        for place, title in enumerate(driver_tables.headings(first, subject, words))
    ]
    cells = [driver_tables.cells(row, series.years, subject, words) for row in rows]
    name = f"drivers_{first['indicator_code']}"
    exhibits.draw_table(name, caption, columns, cells, words)


def _sources(first: Mapping[str, Any], years: Sequence[str]) -> Callable[[], pl.DataFrame]:
    return lambda: citations.of_values(
        first["indicator_code"],
        first["scope_code"],
        first["period_basis"],
        [first["region_code"]],
        years,
    )


def _draw_not_compared(
    series: Series,
    years: tuple[str, str],
    subject: driver_words.Subject,
    selection: Selection,
    words: Words,
) -> None:
    """Draws that two years do not compare and why; the arithmetic stands apart."""
    found = series.not_compared.get(years)
    title = driver_words.not_compared(found, years, subject, words)
    links = [
        _link(
            words("period_years", first=first, last=last),
            replace(selection, from_period=first, to_period=last),
        )
        for first, last in series.nearest(*years)
    ]
    st.html(sentences.first_line(title, words) + _offered(links, words))
    if found is None:
        return
    for row in database.ask(BREAKS, (found["crossed_break_code"],)).iter_rows(named=True):
        _line(words, broken(row, words.language))
    st.html(f"<h2>{escape(words('drivers_arithmetic_title'))}</h2>")
    first, last = (series.years[year] for year in years)
    _line(words, driver_words.arithmetic(found, first, last, subject, words))


def _starts(series: Series, words: Words) -> dict[str, str]:
    return {year: words("period_year", year=year) for year in list(series.years)[:-1]}


def _ends(series: Series, start: str, words: Words) -> dict[str, str]:
    """Answers the years that may follow, those marked that do not compare."""
    later = [year for year in series.years if start and year > start]
    return {
        year: words(
            "drivers_end_apart" if (start, year) in series.not_compared else "period_year",
            year=year,
        )
        for year in later
    }


def _too_few(region: str, indicator: Mapping[str, Any], series: Series, words: Words) -> None:
    if not region:
        sentences.draw_nothing(words("no_region"), words)
        return
    name = indicator[words.column("indicator_name")]
    if not series.years:
        sentences.draw_nothing(words("drivers_none", region=region, indicator=name), words)
        return
    year = next(iter(series.years))
    sentences.draw_nothing(
        words("drivers_one_year", region=region, indicator=name, year=year), words
    )


def _draw_way_back(selection: Selection, words: Words) -> None:
    back = escape(address("trends", selection), quote=True)
    st.html(
        f'<p class="source-line">{escape(words("drivers_way_back"))} '
        f'<a href="{back}" target="_self">{escape(words("page_trends"))}</a></p>'
    )


def _line(words: Words, *said: str) -> None:
    if not said:
        return
    st.html("".join(sentences.line(terms.linked(each, words), words) for each in said))
