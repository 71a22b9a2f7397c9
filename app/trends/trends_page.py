"""Trends: what happened to this rate?"""

from dataclasses import replace
from datetime import date
from html import escape

import polars as pl
import streamlit as st

from app.base import (
    breaks,
    choices,
    citations,
    database,
    numbers,
    sentences,
    target_paths,
    terms,
)
from app.base.known_days import KnownDay
from app.base.markdown import message
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import exhibits, trend_charts
from app.figure.downloads import Sheet
from app.figure.layering import Layers
from app.trends import indicator_choice, latest_values, source_panel, trend_tables

# So many years before the latest end beside it where months are shown.
YEARS_BESIDE = 4
DECEMBER = 12

INDICATORS = """
select indicators.*
from dim_indicators as indicators
where indicators.indicator_code in (select v.indicator_code from fct_indicator_values as v)
order by indicators.sort_order
"""

# What is on offer for an indicator, the scope with most values for the chosen regions first.
OFFERED = """
select
    scope_code,
    period_basis,
    scope_name,
    scope_name_en,
    period_basis_name,
    period_basis_name_en,
    count(case when region_code = ? then 1 end) as points_of_first,
    count(*) as points
from fct_indicator_values
where
    indicator_code = ?
    and region_code in (select unnest(?))
    and coalesce(computed_rate, published_rate) is not null
group by all
order by max(period_basis_sort_order), points_of_first desc, points desc, max(scope_sort_order)
"""

POINTS = """
select
    *,
    list_position(?, region_code) - 1 as place,
    continues_series as continues
from fct_indicator_values
where
    region_code in (select unnest(?))
    and indicator_code = ?
    and scope_code = ?
    and period_basis = ?
order by place, period_end_date
"""

# What there is of the figures an indicator is made of; of what there is not no mart has a row.
INGREDIENTS = """
select
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en,
    measures.measure_name,
    measures.measure_name_en,
    list(distinct coverage.period_year order by coverage.period_year)
        filter (where coverage.period_year is not null) as years
from dim_regions as regions
inner join dim_indicators as indicators on indicators.indicator_code = ?
inner join dim_measures as measures
    on measures.measure_code in (indicators.numerator_measure, indicators.denominator_measure)
left join fct_data_coverage as coverage
    on
        regions.region_code = coverage.region_code
        and measures.measure_code = coverage.measure_code
        and coverage.annual_count > 0
where regions.is_latest_entry and regions.region_code in (select unnest(?))
group by all
order by list_position(?, any_value(regions.region_code)), any_value(measures.sort_order)
"""


def show(selection: Selection, words: Words) -> None:
    """Draws the page: choices, the answer, the chart, the table, the sources."""
    known = KnownDay.of(selection)
    with known.answering():
        _show(selection, known, words)


def _show(selection: Selection, known: KnownDay, words: Words) -> None:
    asked = indicator_choice.Asked.of(selection, INDICATORS, words)
    if asked is None:
        sentences.draw_nothing(words("nothing_loaded"), words)
        return
    names, chosen, code, indicator = asked.names, asked.regions, asked.code, asked.indicator
    offered = database.ask(OFFERED, (chosen[0] if chosen else "", code, chosen))
    bases = _named(offered, "period_basis", words)
    basis = choices.first_offered(selection.basis, list(bases))
    scopes = _named(offered.filter(pl.col("period_basis") == basis), "scope", words)
    scope = choices.first_offered(selection.scope, list(scopes))
    _draw_bar(asked, selection, (scopes, scope, bases, basis), known, words)
    shown = replace(
        selection,
        regions=chosen,
        indicator=code,
        scope=scope,
        basis=basis,
        day=known.settled,
    )
    show_in_url(shown)
    told = known.told("trends", selection, words)
    if known.is_before_all:
        st.html(told + sentences.first_line(known.nothing(words), words))
        return
    if not chosen:
        sentences.draw_nothing(words("no_region"), words)
        return
    points = database.ask(POINTS, (chosen, chosen, code, scope, basis))
    if not points.select(pl.any_horizontal("computed_rate", "published_rate").is_not_null()).height:
        if told:
            st.html(told)
        sentences.draw_nothing(
            words("no_values", indicator=indicator[words.column("indicator_name")]), words
        )
        st.markdown(_ingredients(code, chosen, words))
        return
    hints = []
    others = [name for other, name in scopes.items() if other != scope]
    if others and indicator["indicator_kind"] == "rate":
        hints.append(words("other_scopes", scopes=words("list_comma").join(others)))
    without = [names[region] for region in chosen if region not in set(points["region_code"])]
    if without:
        hints.append(words("regions_without", regions=words("list_comma").join(without)))
    lines = [_remark(hint) for hint in hints]
    if indicator["denominator_measure"]:
        lines.append(_to_drivers(shown, words))
    _draw(points, indicator, shown, (told, lines), words)
    source_panel.show(points, selection, words)


def _draw_bar(
    asked: indicator_choice.Asked,
    selection: Selection,
    offer: tuple[dict[str, str], str, dict[str, str], str],
    known: KnownDay,
    words: Words,
) -> None:
    scopes, scope, bases, basis = offer
    with st.container(key="bar"):
        columns = st.columns([11, 7, 6, 5, 5])
    with columns[0]:
        asked.draw_regions(selection, words)
    with columns[1]:
        asked.draw_indicators(words)
    with columns[2]:
        choices.choose_one("scope", scope, scopes, words)
    with columns[3]:
        choices.choose_one("basis", basis, bases, words)
    with columns[4]:
        known.draw_choice(words)


def _draw(
    points: pl.DataFrame,
    indicator: dict[str, str],
    selection: Selection,
    beside: tuple[str, list[str]],
    words: Words,
) -> None:
    told, lines = beside
    scope = points[words.column("scope_name")][0]
    shown = points.filter(pl.coalesce("computed_rate", "published_rate").is_not_null())
    title = latest_values.answer(shown, indicator, scope, words)
    unit, decimals = indicator[words.column("unit")], int(indicator["decimals"])
    behind = terms.linked(latest_values.behind(shown, indicator, words), words)
    paths = target_paths.of_first(shown, words)
    ends = [int(year) for year in paths["year"]]
    until = date(max(ends), 12, 31) if ends else None
    broken = breaks.between(shown, words, until)
    drawn = _for_chart(shown, words).with_columns(opens=_sources(shown, selection))
    parted = target_paths.broken(paths, broken)
    broken = trend_charts.Window.of(drawn, parted).within(broken)
    around = trend_charts.Around(broken, parted)
    chart, remarks = _chart(drawn, _whole_years(shown, words), around, indicator, words)
    code = indicator["indicator_code"]
    exhibits.draw(
        exhibits.Figure(
            name=code,
            file=_file(shown, indicator, words),
            chart=chart,
            shows=_shows(shown, indicator, scope, words),
            says=title,
            signs=_signs(shown, around.paths, words),
            reads=_aims(paths, words),
            lead=told + sentences.first_line(title, words) + sentences.line(behind, words),
            data=_data(shown, words),
            sources=lambda: citations.of_values(
                code,
                points["scope_code"][0],
                points["period_basis"][0],
                shown["region_code"].to_list(),
                shown["period"].to_list(),
            ),
        ),
        words,
    )
    said = [
        words("trend_click"),
        *remarks,
        *(
            words("break_line", day=row["breaks_at"], reason=row["reason"])
            for row in broken.iter_rows(named=True)
        ),
    ]
    below = "".join([*map(_remark, said), *lines])
    if below:
        st.html(below)
    caption = words(
        f"{indicator['indicator_kind']}_caption",
        indicator=indicator[words.column("indicator_name")],
        unit=unit,
        scope=scope,
    )
    rows = trend_tables.rows(points, decimals, words)
    exhibits.draw_table(code, caption, trend_tables.columns(indicator, words), rows, words)


def _whole_years(shown: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Answers the last whole years of the first region, which end what began in January."""
    row = shown.filter(pl.col("place") == shown["place"].min()).row(-1, named=True)
    key = (row["indicator_code"], row["scope_code"], "year")
    regions = (row["region_code"],)
    found = database.ask(POINTS, (regions, regions, *key)).filter(
        pl.coalesce("computed_rate", "published_rate").is_not_null(),
        pl.col("period_year").is_between(row["period_year"] - YEARS_BESIDE, row["period_year"]),
    )
    return _for_chart(found.with_columns(place=pl.lit(row["place"])), words)


def _chart(
    points: pl.DataFrame,
    whole: pl.DataFrame,
    around: trend_charts.Around,
    indicator: dict[str, str],
    words: Words,
) -> tuple[Layers, list[str]]:
    """Answers the chart of some values, and what it does not show of them."""
    unit, decimals = indicator[words.column("unit")], int(indicator["decimals"])
    if points["is_cumulative"].all():
        first = points.filter(pl.col("place") == points["place"].min())
        remarks = [words("trend_one_region", region=first["region"][0])]
        is_alone = first.height == points.height
        # a December counted since January ends its year itself
        ended = first.filter(pl.col("when").dt.month() == DECEMBER)["year"]
        rest = whole.filter(~pl.col("year").is_in(ended.implode()))
        months = pl.concat([first, rest], how="diagonal")  # their sources are not on this page
        chart = trend_charts.months(months, unit=unit, decimals=decimals, words=words)
        return chart, [] if is_alone else remarks
    chart = trend_charts.trend(points, around, unit=unit, decimals=decimals, words=words)
    is_cut = trend_charts.lies_outside(points, around.paths)
    return chart, [words("trend_cut")] if is_cut else []


def _sources(shown: pl.DataFrame, selection: Selection) -> pl.Series:
    """Answers where each point leads: to its sources, below."""
    keys = shown.select("region_code", "period").iter_rows()
    periods = [source_panel.opened(*key) for key in keys]
    leads = [address("trends", replace(selection, period=each)) for each in periods]
    return pl.Series([f"{each}#{source_panel.PLACE}" for each in leads], dtype=pl.String)


def _remark(said: str) -> str:
    return f'<p class="marks">{escape(said)}</p>'


def _to_drivers(shown: Selection, words: Words) -> str:
    return (
        f'<p class="source-line">{escape(words("drivers_ask"))} '
        f'<a href="{escape(address("drivers", shown), quote=True)}" target="_self">'
        f"{escape(words('page_drivers'))}</a></p>"
    )


def _file(shown: pl.DataFrame, indicator: dict[str, str], words: Words) -> str:
    """Answers what the files are called: the first region, the indicator, first and last period."""
    periods = shown.sort("period_end_date")["period"]
    ends = dict.fromkeys((str(periods[0]), str(periods[-1])))
    region, name = shown[words.column("region_name")][0], indicator[words.column("indicator_name")]
    return "_".join([region, name, *ends])


def _for_chart(shown: pl.DataFrame, words: Words) -> pl.DataFrame:
    return shown.select(
        "place",
        "is_provisional",
        "continues",
        region=pl.col(words.column("region_name")),
        when=pl.col("period_end_date").dt.month_start(),
        year=pl.col("period_year"),
        is_annual=pl.col("period_basis").is_in(["year", "five_year_total"]),
        is_cumulative=pl.col("period_basis") == "cumulative_from_january",
        period=pl.Series([numbers.period(row, words) for row in shown.iter_rows(named=True)]),
        computed="computed_rate",
        lower="lower_95",
        upper="upper_95",
        printed="published_rate",
    )


def _data(shown: pl.DataFrame, words: Words) -> Sheet:
    rows = list(shown.iter_rows(named=True))
    told = shown.with_columns(
        period_name=pl.Series([numbers.period(row, words) for row in rows], dtype=pl.String),
        remarks=pl.Series(
            [words("list_comma").join(trend_tables.remarks(row, words)) or None for row in rows],
            dtype=pl.String,
        ),
    )
    headings = {
        words.column("region_name"): "column_region",
        "region_code": "column_region_code",
        "period_name": "column_period",
        "computed_rate": "column_value",
        "lower_95": "column_lower",
        "upper_95": "column_upper",
        "published_rate": "column_printed",
        "numerator": "column_count",
        "denominator_display_value": "column_denominator",
        words.column("denominator_display_unit"): "column_denominator_unit",
        "remarks": "column_remarks",
    }
    return Sheet.of(told, {name: words(code) for name, code in headings.items()})


def _shows(shown: pl.DataFrame, indicator: dict[str, str], scope: str, words: Words) -> str:
    return words(
        "trend_description",
        indicator=indicator[words.column("indicator_name")],
        regions=words("list_comma").join(
            shown[words.column("region_name")].unique(maintain_order=True)
        ),
        first=numbers.period(shown.sort("period_end_date").row(0, named=True), words),
        last=numbers.period(shown.sort("period_end_date").row(-1, named=True), words),
        points=shown.height,
        scope=scope,
        unit=indicator[words.column("unit")],
    )


def _aims(paths: pl.DataFrame, words: Words) -> str:
    """Answers in a sentence where the dashed paths lead; nothing where there are none."""
    ends = paths.filter(pl.col("said").is_not_null())
    told = [
        f"{words('period_year', year=int(year))} {said}"
        for year, said in ends.select("year", "said").iter_rows()
    ]
    return words("trend_aims", aims=words("list_comma").join(told)) if told else ""


def _signs(shown: pl.DataFrame, paths: pl.DataFrame, words: Words) -> list[str]:
    marks = [
        ("●", "mark_computed", shown["computed_rate"].is_not_null() & ~shown["is_provisional"]),
        ("○", "mark_provisional", shown["computed_rate"].is_not_null() & shown["is_provisional"]),
        ("◇", "mark_printed", shown["published_rate"].is_not_null()),
        ("┃", "mark_interval", shown["lower_95"].is_not_null()),
    ]
    signs = [f"{sign} {words(code)}" for sign, code, has in marks if has.any()]
    if paths.height:
        signs += [f"╌ {words('mark_path')}", f"■ {words('chart_limit')}"]
        if paths["is_broken"].any():
            signs[-2] += words("mark_path_broken")
    return signs


def _named(offered: pl.DataFrame, code: str, words: Words) -> dict[str, str]:
    key = "scope_code" if code == "scope" else code
    return dict(offered.select(key, words.column(f"{code}_name")).iter_rows())


def _ingredients(indicator: str, chosen: tuple[str, ...], words: Words) -> str:
    return "\n".join(
        message(
            words,
            "ingredient" if row["years"] else "ingredient_missing",
            region=row[words.column("region_name")],
            measure=row[words.column("measure_name")],
            years=words("list_comma").join(map(str, row["years"] or [])),
        )
        for row in database.ask(INGREDIENTS, (indicator, chosen, chosen)).iter_rows(named=True)
    )
