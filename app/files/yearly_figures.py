"""A measure's figures over the years: what the Data page draws above the list of its readings."""

from collections.abc import Mapping

import altair as alt
import polars as pl

from app.base import citations, database
from app.base.words import Words
from app.figure import exhibits
from app.figure.downloads import Sheet
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, PALE

HEIGHT = 220

# Only figures that say all by themselves; counts of accidents have scopes, and pages of their own.
LATEST = """
select
    region_code,
    period_year as year,
    display_unit as unit,
    max_by(display_value, period_end_date) as value
from fct_observations
where
    measure_code = ?
    and list_contains(?, region_code)
    and scope_code = 'none'
    and is_latest_vintage
    and period_basis in ('year', 'stock_at_period_end')
group by all
order by region_code, year
"""


def draw(measure: str, name: str, regions: Mapping[str, str], words: Words) -> None:
    """Draws how a measure went from year to year; nothing where no region has two years of it.

    Args:
        measure: Code of the measure.
        name: Its name.
        regions: Names of the regions chosen, by code.
        words: The words of the page.
    """
    found = database.ask(LATEST, (measure, tuple(regions)))
    if not found["region_code"].is_duplicated().any():
        return
    points = found.with_columns(
        region=pl.col("region_code").replace_strict(regions, return_dtype=pl.String)
    )
    unit = str(points["unit"][0])
    named = words("list_comma").join(points["region"].unique(maintain_order=True))
    headings = {
        "region": words("column_region"),
        "year": words("column_period"),
        "value": f"{name} ({unit})",
    }
    exhibits.draw(
        exhibits.Figure(
            name=f"yearly_{measure}",
            file="_".join([name, *list(regions.values())[:1]]),
            chart=chart(points.select("region", "year", "value"), unit, words),
            shows=words("yearly_shows", measure=name, regions=named, unit=unit),
            data=Sheet.of(points, headings),
            sources=lambda: citations.of_figures(measure=measure),
        ),
        words,
    )


def chart(points: pl.DataFrame, unit: str, words: Words) -> Layers:
    """Draws a line per region over the years; a missing year breaks it.

    Args:
        points: One row per region and year: region (its name), year (integer), value.
        unit: Unit of the values, title of their axis.
        words: The words of the page.
    """
    names = points["region"].unique(maintain_order=True).to_list()
    stretches = points.sort("region", "year").with_columns(
        stretch=(pl.col("year").diff().over("region").fill_null(1) > 1).cum_sum().over("region")
    )
    base = alt.Chart(stretches).encode(
        x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
        y=alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True), axis=alt.Axis(titleAngle=0)),
        color=alt.Color(
            "region:N",
            scale=alt.Scale(domain=names, range=[*HUES, PALE][: len(names)]),
            legend=alt.Legend(title=None, orient="bottom") if len(names) > 1 else None,
        ),
        tooltip=[
            alt.Tooltip("region:N", title=words("column_region")),
            alt.Tooltip("year:O", title=words("column_period")),
            alt.Tooltip("value:Q", title=unit, format=",.4~f"),
        ],
    )
    line = base.mark_line(aria=False, strokeWidth=2.5).encode(detail=alt.Detail("stretch:N"))
    point = base.mark_point(filled=True, size=55, opacity=1)
    return layered(line, point, height=HEIGHT)
