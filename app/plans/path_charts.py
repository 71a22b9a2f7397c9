"""A target's path into charts: the small one of a card and the large one of a target's page."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from app.base import numbers
from app.base.words import Words
from app.figure.charts import TREND_HEIGHT
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK
from app.plans import verdicts

ACCENT, PATH = HUES[0], "#D55E00"
SPARK_HEIGHT = 96


def small(points: pl.DataFrame, path: pl.DataFrame, limit: float | None, words: Words) -> Layers:
    """Draws the values of a plan's card with path and limit, years at the ends only.

    A chart with a path and a tooltip at each value; the cards of the overview, which are HTML
    alone, hold a picture without either instead (app/figure/sparklines.py).

    Args:
        points: One row per year and scope: year, value, stretch (a line's name), scope (name),
            is_provisional.
        path: year and value of the target's path, empty where there is none.
        limit: The value to reach.
        words: The words of the page.
    """
    years = sorted({*points["year"].to_list(), *path["year"].to_list()})
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0] - 0.6, years[-1] + 0.6], nice=False),
        axis=alt.Axis(values=[years[0], years[-1]], format="d", grid=False, tickSize=3),
    )
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=True), axis=None)
    layers = [
        *([_limit(_limits(limit, years[0], years[-1]), x, y)] if limit is not None else []),
        _dashed(path, x, y),
        *_actual(points, x, y, words, size=36),
    ]
    return layered(*layers, height=SPARK_HEIGHT)


@dataclass(frozen=True)
class Drawn:
    """What a target's page draws.

    Attributes:
        points: One row per year and scope: year, value, lower, upper (floats or null), stretch
            (a line's name), scope (name), is_provisional.
        path: year and value of the target's path, empty where there is none.
        limits: One row per target of the indicator: first, year, value, label.
        breaks: year and reason of the breaks that the target's years span.
    """

    points: pl.DataFrame
    path: pl.DataFrame
    limits: pl.DataFrame
    breaks: pl.DataFrame


def large(drawn: Drawn, *, unit: str, words: Words) -> Layers:
    """Draws a target's page: values with 95 % intervals, path, limits, breaks as vertical rules.

    Args:
        drawn: The frames.
        unit: Unit of the values, the title of their axis.
        words: The words of the page.
    """
    points, limits = drawn.points, drawn.limits
    frames = (points, drawn.path, limits)
    years = sorted({year for frame in frames for year in frame["year"].to_list()})
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False),
        axis=alt.Axis(
            values=list(range(years[0], years[-1] + 1)),
            format="d",
            grid=False,
            labelOverlap=True,
            labelSeparation=8,
        ),
    )
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=True, nice=True), axis=axis)
    band = (
        alt.Chart(points.filter(pl.col("lower").is_not_null()))
        .mark_rule(strokeWidth=1.5, opacity=0.6, color=ACCENT)
        .encode(x=x, y=alt.Y("lower:Q", title=unit), y2=alt.Y2("upper:Q"))
    )
    rule = (
        alt.Chart(drawn.breaks)
        .mark_rule(color="#6b7280", strokeWidth=1.5, strokeDash=[2, 3])
        .encode(x=x, tooltip=[alt.Tooltip("reason:N", title=words("chart_break"))])
    )
    said = (
        alt.Chart(limits)
        .mark_text(align="left", dx=9, dy=-2)
        .encode(x=x, y=y, text=alt.Text("label:N"), color=alt.ColorValue(INK))
    )
    mark = (
        alt.Chart(limits)
        .mark_point(shape="square", size=60, filled=True, color=PATH, opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("label:N", title=words("chart_limit"))])
    )
    layers = [
        rule,
        _limit(limits, x, y),
        _dashed(drawn.path, x, y),
        band,
        *_actual(points, x, y, words, size=70),
        mark,
        said,
    ]
    padding = {"left": 5, "top": 8, "right": 84, "bottom": 5}
    return layered(*layers, height=TREND_HEIGHT, padding=padding)


def shows(row: verdicts.Row, points: pl.DataFrame, words: Words) -> str:
    """Answers what such a chart shows, for those who cannot see it.

    Args:
        row: The target.
        points: Its values, with year, value and scope.
        words: The words of the page.
    """
    said = [
        words("spark_point", year=p["year"], value=numbers.plain(p["value"]), scope=p["scope"])
        for p in points.iter_rows(named=True)
    ]
    name = row[words.column("target_name")]
    return words("spark_alt", target=name, points=words("list_clause").join(said))


def _limits(limit: float | None, first: int, last: int) -> pl.DataFrame:
    return pl.DataFrame({"first": [first], "year": [last], "value": [limit]})


def _limit(limits: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A thin line at the value to reach, over the years of the target."""
    rule: alt.Chart = (
        alt.Chart(limits)
        .mark_rule(color=PATH, strokeWidth=1, opacity=0.5)
        .encode(x=x, x2=alt.X2("first:Q"), y=y)
    )
    return rule


def _dashed(path: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    dashes = alt.Chart(path).mark_line(aria=False, strokeDash=[5, 4], strokeWidth=2, color=PATH)
    line: alt.Chart = dashes.encode(x=x, y=y)
    return line


def _actual(
    points: pl.DataFrame, x: alt.X, y: alt.Y, words: Words, *, size: int
) -> list[alt.Chart]:
    tips = [
        alt.Tooltip("year:Q", title=words("column_period"), format="d"),
        alt.Tooltip("scope:N", title=words("column_scope")),
        alt.Tooltip("value:Q", title=words("column_actual"), format=",.4~f"),
    ]
    base = alt.Chart(points).encode(x=x, y=y)
    line = base.mark_line(aria=False, strokeWidth=2.5, color=ACCENT).encode(
        detail=alt.Detail("stretch:N")
    )
    point = base.mark_point(
        size=size, strokeWidth=2, opacity=1, color=ACCENT, filled=True, stroke=ACCENT
    ).encode(
        fill=alt.FillValue(ACCENT, condition={"test": "datum.is_provisional", "value": "white"}),
        tooltip=tips,
    )
    return [line, point]
