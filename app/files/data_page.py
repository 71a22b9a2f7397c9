"""Data: what do we have, and from whom?"""

from collections.abc import Callable
from dataclasses import replace
from html import escape

import polars as pl
import streamlit as st

from app.base import choices, citations, database, numbers, regions, sentences
from app.base.markdown import in_markdown, message
from app.base.selection import Selection, address, show_in_url
from app.base.words import Words
from app.figure import charts, exhibits, tables
from app.figure.downloads import Sheet
from app.files import judged_rows, loads_page, yearly_figures

TOTALS = """
select
    count(*) as figures,
    count(distinct region_code) as regions,
    count(distinct measure_code) as measures,
    count(distinct source_title) as sources,
    min(period_year) as first_year,
    max(period_year) as last_year,
    count(*) filter (where not is_latest_vintage) as superseded
from fct_observations
where basis_code != 'rollup'
"""

MEASURES = """
select
    measure_code,
    measure_name,
    measure_name_en,
    sum(observation_count) as figures
from fct_data_coverage
group by all
order by max(measure_sort_order)
"""

BY_MEASURE = """
select
    measure_name,
    measure_name_en,
    measure_code,
    measure_sort_order as sort_order,
    period_year,
    sum(observation_count) as figures,
    max(vintage_count) as vintages,
    max(source_count) as sources
from fct_data_coverage
where region_code = ?
group by all
order by sort_order, period_year
"""

BY_REGION = """
select
    region_name,
    region_name_en,
    region_code,
    period_year,
    sum(observation_count) as figures,
    max(vintage_count) as vintages,
    max(source_count) as sources
from fct_data_coverage
where measure_code = ?
group by all
order by region_code, period_year
"""

FIGURES = """
select *
from fct_observations
where measure_code = ? and region_code in (select unnest(?))
order by
    list_position(?, region_code),
    scope_sort_order,
    period_end_date,
    period_basis_sort_order,
    is_latest_vintage desc,
    known_date desc,
    file_sha256,
    row_number
"""


# Where a click on a cell leads.
FIGURES_PLACE = "figures"


def show(selection: Selection, words: Words) -> None:
    """Draws the page: the answer, what each region has, the figures and sources, the build."""
    totals = database.ask(TOTALS).row(0, named=True)
    if not totals["figures"]:
        sentences.draw_nothing(words("nothing_loaded"), words)
        return
    listed = database.ask(MEASURES)
    measures = dict(listed.select("measure_code", words.column("measure_name")).iter_rows())
    default = "deaths" if "deaths" in measures else ""
    measure = choices.first_offered(selection.measure or default, list(measures))
    names = regions.with_figures(words)
    chosen = tuple(region for region in selection.regions if region in names)
    left, right = st.columns([4, 4])
    with left:
        choices.choose_regions(selection, regions.searchable(names, words), words)
    with right:
        choices.choose_one("measure", measure, measures, words)
    shown = replace(selection, regions=chosen, measure=measure)
    show_in_url(shown)
    st.html(sentences.first_line(_answer(totals, words), words))
    _draw_loads(words)
    if chosen:
        for code, tab in zip(
            chosen, st.tabs([in_markdown(names[code]) for code in chosen]), strict=True
        ):
            with tab:
                _draw_measures(code, names[code], shown, words)
    _draw_figures(measure, measures[measure], chosen, names, words)
    _draw_regions(measures[measure], shown, words)
    _draw_build(words)


def _answer(totals: dict[str, int], words: Words) -> str:
    record = database.build().record
    figures = words(
        "data_answer",
        **{name: f"{value:,}" for name, value in totals.items() if not name.endswith("year")},
        first_year=totals["first_year"],
        last_year=totals["last_year"],
        built=record.finished_at[:10],
    )
    loaded = judged_rows.totals()
    if not loaded.files:
        return words.sentences(figures, words("data_loads_none"))
    counted = words("data_loads", files=f"{loaded.files:,}", refused=f"{loaded.rows_refused:,}")
    return words.sentences(figures, counted)


def _draw_loads(words: Words) -> None:
    """Draws the way to what was loaded and refused, which is a page of its own."""
    loaded = judged_rows.totals()
    line = words("data_loads_line" if loaded.files else "data_loads_line_none")
    st.html(f'<p class="source-line">{escape(line)} {loads_page.link(words)}</p>')


def _draw_figures(
    measure: str, measure_name: str, chosen: tuple[str, ...], names: dict[str, str], words: Words
) -> None:
    found = database.ask(FIGURES, (measure, chosen, chosen))
    named = words("list_comma").join(names[code] for code in chosen)
    title = escape(words("figures_title", measure=measure_name, regions=named))
    st.html(f'<h2 id="{FIGURES_PLACE}">{title}</h2>')
    if not found.height:
        st.markdown(message(words, "no_figures", measure=measure_name, regions=named))
        return
    columns = [
        tables.Column(words("column_region"), "nowrap"),
        tables.Column(words("column_period"), "nowrap"),
        tables.Column(words("column_basis"), "nowrap"),
        tables.Column(words("column_scope"), "nowrap"),
        tables.Column(words("column_printed_figure"), "number"),
        tables.Column(words("column_vintage"), "nowrap"),
        tables.Column(words("column_source")),
    ]
    yearly_figures.draw(measure, measure_name, {code: names[code] for code in chosen}, words)
    rows = [_row(row, words) for row in found.iter_rows(named=True)]
    caption = words("figures_caption", figures=found.height)
    exhibits.draw_table(measure, caption, columns, rows, words)


def _row(row: dict[str, str], words: Words) -> list[tables.Cell]:
    figure = numbers.number(float(row["published_value"]), int(row["published_decimals"]))
    vintage = row[words.column("vintage_name")]
    if row["is_latest_vintage"]:
        vintage = words("in_use", vintage=vintage)
    address = row["source_url"] if row["is_linked"] and row["source_url"] else ""
    return [
        row[words.column("region_name")],
        numbers.period(row, words),
        row[words.column("period_basis_name")],
        row[words.column("scope_name")],
        f"{figure} {row['published_unit']}",
        vintage,
        (row["source_title"], address),
    ]


def _draw_measures(region: str, region_name: str, shown: Selection, words: Words) -> None:
    found = database.ask(BY_MEASURE, (region,))
    leads = [
        _figures(replace(shown, regions=(region,), measure=code)) for code in found["measure_code"]
    ]
    cells = _cells(found, "measure_name", (pl.col("sort_order"), leads), words)
    _draw_grid(
        f"measures_{region}",
        cells,
        (words("bar_measure"), words("measures_grid", region=region_name, **_counted(cells))),
        lambda: citations.of_figures(region=region),
        words,
    )


def _draw_regions(measure_name: str, shown: Selection, words: Words) -> None:
    measure = shown.measure
    found = database.ask(BY_REGION, (measure,))
    leads = [_figures(replace(shown, regions=(code,))) for code in found["region_code"]]
    cells = _cells(found, "region_name", (pl.col("region_code").rank("dense"), leads), words)
    with st.expander(message(words, "regions_grid_title", measure=measure_name)):
        _draw_grid(
            f"regions_{measure}",
            cells,
            (
                words("column_region"),
                words("regions_grid", measure=measure_name, **_counted(cells)),
            ),
            lambda: citations.of_figures(measure=measure),
            words,
        )


def _figures(shown: Selection) -> str:
    """Answers where a cell leads: to the figures of its region and measure."""
    return f"{address('data', shown)}#{FIGURES_PLACE}"


def _cells(
    found: pl.DataFrame, row_name: str, placed: tuple[pl.Expr, list[str]], words: Words
) -> pl.DataFrame:
    order, leads = placed
    return found.select(
        "figures",
        "vintages",
        "sources",
        row=words.column(row_name),
        order=order,
        year="period_year",
        opens=pl.Series(leads, dtype=pl.String),
    )


def _counted(cells: pl.DataFrame) -> dict[str, int]:
    return {"rows": cells["row"].n_unique(), "years": cells["year"].n_unique()}


def _draw_grid(
    name: str,
    cells: pl.DataFrame,
    titles: tuple[str, str],
    sources: Callable[[], pl.DataFrame],
    words: Words,
) -> None:
    rows_title, sentence = titles
    figure = exhibits.Figure(
        name=name,
        file=words("data_file", rows=rows_title),
        chart=charts.coverage(cells, rows_title=rows_title, words=words),
        shows=sentence,
        data=_grid(cells, rows_title, words),
        sources=sources,
    )
    exhibits.draw(figure, words)


def _grid(cells: pl.DataFrame, rows_title: str, words: Words) -> Sheet:
    headings = {
        "row": rows_title,
        "year": words("column_period"),
        "figures": words("column_figures"),
        "vintages": words("column_vintages"),
        "sources": words("column_sources"),
    }
    return Sheet.of(cells, headings)


def _draw_build(words: Words) -> None:
    record = database.build().record
    line = words(
        "build_line",
        build=record.build_id,
        passed=record.counts.get("pass", 0),
        warned=len(record.warnings),
        seconds=f"{record.seconds:.1f}",
    )
    shown = "".join(
        f"<li>{escape(words(f'check_{finding.test}', rows=finding.failures))}</li>"
        for finding in record.warnings
    )
    st.html(
        f"<h2>{escape(words('build_title'))}</h2>"
        f'<p class="source-line">{escape(line)}</p><ul class="source-line">{shown}</ul>'
    )
