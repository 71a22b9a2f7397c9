"""Drivers: why did this rate change?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any

import polars as pl
import streamlit as st

from app.base import choices, citations, database, sentences, terms
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import charts, exhibits, tables
from app.trends import driver_words, indicator_choice
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

YEARS = """
select *
from fct_indicator_values
where
    region_code = ? and indicator_code = ? and scope_code = ?
    and period_basis = 'year' and computed_rate is not null
    and denominator_measure is not null
order by period
"""

SPLIT = """
select * from fct_rate_decompositions
where region_code = ? and indicator_code = ? and scope_code = ?
order by from_period, to_period
"""

NOT_COMPARED = """
select * from fct_incomparable_years
where region_code = ? and indicator_code = ? and scope_code = ?
"""

CURRENCY = "元"  # what is counted in it grows with prices


@dataclass(frozen=True)
class Series:
    """All years of one region, indicator and scope, and what the marts say of any two of them.

    Attributes:
        years: Values by year.
        split: Rows of fct_rate_decompositions.
        not_compared: Rows of fct_incomparable_years, by both years.
    """

    years: dict[str, dict[str, Any]]
    split: pl.DataFrame
    not_compared: dict[tuple[str, str], dict[str, Any]]

    @classmethod
    def of(cls, region: str, indicator: str, scope: str) -> "Series":
        """Answers the series."""
        key = (region, indicator, scope)
        found = database.ask(NOT_COMPARED, key).iter_rows(named=True)
        return cls(
            years={row["period"]: row for row in database.ask(YEARS, key).iter_rows(named=True)},
            split=database.ask(SPLIT, key),
            not_compared={(row["from_period"], row["to_period"]): row for row in found},
        )

    def pair(self, first: str, last: str) -> dict[str, Any] | None:
        """Answers how the change between two years is split; None where they do not compare."""
        found = self.split.filter(from_period=first, to_period=last)
        return found.row(0, named=True) if found.height else None

    def chosen(self, first: str, last: str) -> tuple[str, str]:
        """Answers the two years asked for, else the longest span to the last that compares."""
        known = list(self.years)
        longest = self.split.sort("to_period", "from_period", descending=[True, False])
        start, end = known[0], known[-1]
        if longest.height:
            start, end = longest.select("from_period", "to_period").row(0)
        if first in known[:-1]:
            start = first
        later = [year for year in known if year > start]
        if last in later:
            return start, last
        return start, end if end in later else later[-1]


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, the waterfall, year by year, the table."""
    asked = indicator_choice.Asked.of(selection, INDICATORS, words)
    if asked is None:
        sentences.draw_nothing(words("nothing_loaded"), words)
        return
    names, chosen, code, indicator = asked.names, asked.regions, asked.code, asked.indicator
    region = chosen[0] if chosen else ""
    scopes = dict(
        database.ask(SCOPES, (region, code))
        .select("scope_code", words.column("scope_name"))
        .iter_rows()
    )
    scope = choices.first_offered(selection.scope, list(scopes))
    with st.container(key="bar"):
        columns = st.columns([9, 7, 5, 4, 6])
    with columns[0]:
        asked.draw_regions(selection, words)
    with columns[1]:
        asked.draw_indicators(words)
    with columns[2]:
        choices.choose_one("scope", scope, scopes, words)
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
        from_period=years[0],
        to_period=years[1],
    )
    show_in_url(shown)
    if not years[0]:
        _too_few(names.get(region, ""), indicator, series, words)
    else:
        subject = driver_words.Subject.of(names[region], indicator, scopes[scope], words)
        _draw(series, years, subject, words)
        others = words("list_comma").join(names[other] for other in chosen[1:])
        if others:
            _line(words, words("drivers_first_only", region=names[region], others=others))
    _draw_way_back(shown, words)


def _draw(
    series: Series, years: tuple[str, str], subject: driver_words.Subject, words: Words
) -> None:
    first, last = (series.years[year] for year in years)
    pair = series.pair(*years)
    if pair is None:
        _draw_not_compared(series, years, subject, words)
        return
    title = driver_words.answer(pair, first, subject, words)
    st.html(sentences.first_line(title, words))
    steps = driver_words.steps(pair, first, last, subject, words)
    is_log = pair["log_change_rate"] is not None
    chart = charts.waterfall(steps, unit=subject.unit, decimals=subject.decimals, is_log=is_log)
    labels = "; ".join(" ".join(row) for row in steps.select("label", "detail").iter_rows())
    exhibits.draw(
        exhibits.Figure(
            name=f"drivers_{first['indicator_code']}",
            chart=chart,
            shows=driver_words.shows(pair, subject, words),
            says=title,
            reads=labels,
            data=driver_words.data([pair], first, subject, words),
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
    said = [words("drivers_scale" if pair["log_change_rate"] is not None else "drivers_limit")]
    denominator = first[words.column("denominator_measure_name")]
    if pair["share_denominator_volume"] is not None:
        said.append(
            words(
                "drivers_volume",
                denominator=denominator,
                share=driver_words.share(pair["share_denominator"], words),
                volume=driver_words.share(pair["share_denominator_volume"], words),
                price=driver_words.share(pair["share_denominator_price"], words),
            )
        )
    elif (
        first["denominator_base_unit"] == CURRENCY and pair["log_change_denominator_volume"] is None
    ):
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
        pl.col("log_change_rate").is_not_null(),
    )
    first = series.years[years[0]]
    if len(steps) > 1 and since.height > 1:
        st.html(f"<h2>{escape(words('drivers_years_title'))}</h2>")
        title = words("drivers_years_axis", year=years[0])
        chart = charts.cumulated(driver_words.cumulated(since, first, subject, words), title=title)
        exhibits.draw(
            exhibits.Figure(
                name=f"drivers_years_{first['indicator_code']}",
                chart=chart,
                shows=words("drivers_years_description", year=years[0]),
                data=driver_words.data(since.to_dicts(), first, subject, words),
                sources=_sources(first, between),
            ),
            words,
        )
    rows = [*(steps if len(steps) > 1 else []), *([whole] if whole else [])]
    caption = words("drivers_caption", indicator=subject.indicator, unit=subject.unit)
    columns = [
        tables.Column(title, "wrap" if place else "nowrap")
        for place, title in enumerate(driver_words.headings(first, subject, words))
    ]
    cells = [driver_words.cells(row, series.years, subject, words) for row in rows]
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
    series: Series, years: tuple[str, str], subject: driver_words.Subject, words: Words
) -> None:
    """Draws that two years do not compare and why; the arithmetic stands apart."""
    found = series.not_compared.get(years)
    st.html(sentences.first_line(driver_words.not_compared(found, years, subject, words), words))
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
