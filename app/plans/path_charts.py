"""A target's path into the chart of its page."""

from dataclasses import dataclass

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure import labels
from app.figure.charts import TREND_HEIGHT
from app.figure.labels import Room
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK
from app.plans import verdicts

ACCENT, GREY, PATH = HUES[:3]
HEADROOM = 1.06
COLUMNS = ("year", "value", "lower", "upper", "stretch", "scope", "is_provisional")


@dataclass(frozen=True)
class Drawn:
    """What a target's page draws.

    Attributes:
        points: One row per year and scope: year, value, lower, upper (floats or null), stretch
            (a line's name), scope (name), is_provisional.
        path: year, value and is_broken (whether it lies behind a break) of the target's path,
            empty where there is none.
        limits: One row per target of the indicator: first, year, value, label.
        breaks: year, reason and said (in short) of the breaks up to the end of the path.
    """

    points: pl.DataFrame
    path: pl.DataFrame
    limits: pl.DataFrame
    breaks: pl.DataFrame


def large(drawn: Drawn, *, unit: str, decimals: int, words: Words) -> Layers:
    """Draws a target's page: values with 95 % intervals, path, limits, breaks as vertical rules.

    Args:
        drawn: The frames.
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point.
        words: The words of the page.
    """
    points, limits = drawn.points, drawn.limits
    frames = (points, drawn.path, limits)
    years = sorted({int(year) for frame in frames for year in frame["year"].to_list()})
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
    highest = [*points["value"], *points["upper"], *limits["value"], *drawn.path["value"]]
    top = HEADROOM * max([float(each) for each in highest if each is not None] or [0]) or 1.0
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    y = alt.Y("value:Q", title=unit, scale=scale, axis=axis)
    band = (
        alt.Chart(points.filter(pl.col("lower").is_not_null()))
        .mark_rule(strokeWidth=1.5, opacity=0.6, color=ACCENT)
        .encode(x=x, y=alt.Y("lower:Q", title=unit), y2=alt.Y2("upper:Q"))
    )
    breaks = alt.Chart(drawn.breaks).encode(x=x)
    rules = [
        breaks.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 4]).encode(
            tooltip=[alt.Tooltip("reason:N", title=words("chart_break"))]
        ),
        breaks.mark_text(align="left", baseline="top", dx=5, dy=1, fontSize=12).encode(
            y=alt.YValue(0), text=alt.Text("said:N")
        ),
    ]
    paths = [
        _dashed(part, x, y, colour)
        for colour, is_broken in ((PATH, False), (GREY, True))
        for part in (drawn.path.filter(pl.col("is_broken") == is_broken),)
        if part.height
    ]
    mark = (
        alt.Chart(limits)
        .mark_point(shape="square", size=60, filled=True, color=PATH, opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("label:N", title=words("chart_limit"))])
    )
    ends = limits.select(
        pl.col("year").cast(pl.Float64), "value", said="label", kind=pl.lit("target")
    )
    ways = [
        list(part.sort("year").select("year", "value").iter_rows())
        for part in (drawn.path, *points.partition_by("stretch"))
    ]
    at_rules = drawn.breaks["year"].to_list()
    spoken = Room("year", years[-1] - years[0] + 1.0, top, ways, at_rules).placed(ends)
    layers = [
        *(rules if drawn.breaks.height else []),
        _limit(limits, x, y),
        *paths,
        band,
        *_actual(points, x, y, decimals, words),
        mark,
        *labels.drawn(spoken, x, lambda column: y if column == "value" else alt.Y(column)),
    ]
    return layered(*layers, height=TREND_HEIGHT, padding=labels.padding(spoken))


def shows(row: verdicts.Row, points: pl.DataFrame, words: Words) -> str:
    """Answers what such a chart shows, for those who cannot see it.

    Args:
        row: The target.
        points: Its values, with year, value and scope.
        words: The words of the page.
    """
    said = [
        words(
            "spark_point", year=p["year"], value=verdicts.shown(p["value"], row), scope=p["scope"]
        )
        for p in points.iter_rows(named=True)
    ]
    name = row[words.column("target_name")]
    return words("spark_alt", target=name, points=words("list_clause").join(said))


def _limit(limits: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A thin line at the value to reach, over the years of the target."""
    rule: alt.Chart = (
        alt.Chart(limits)
        .mark_rule(color=PATH, strokeWidth=1, opacity=0.5)
        .encode(x=x, x2=alt.X2("first:Q"), y=y)
    )
    return rule


def _dashed(path: pl.DataFrame, x: alt.X, y: alt.Y, colour: str) -> alt.Chart:
    dashes = alt.Chart(path).mark_line(aria=False, strokeDash=[5, 4], strokeWidth=2, color=colour)
    line: alt.Chart = dashes.encode(x=x, y=y)
    return line


def _actual(
    points: pl.DataFrame, x: alt.X, y: alt.Y, decimals: int, words: Words
) -> list[alt.Chart]:
    tips = [
        alt.Tooltip("year:Q", title=words("column_period"), format="d"),
        alt.Tooltip("scope:N", title=words("column_scope")),
        alt.Tooltip("value:Q", title=words("column_actual"), format=f",.{decimals}f"),
    ]
    base = alt.Chart(points).encode(x=x, y=y)
    line = base.mark_line(aria=False, strokeWidth=2.5, color=ACCENT).encode(
        detail=alt.Detail("stretch:N")
    )
    point = base.mark_point(
        size=70, strokeWidth=2, opacity=1, color=ACCENT, filled=True, stroke=ACCENT
    ).encode(
        fill=alt.FillValue(ACCENT, condition={"test": "datum.is_provisional", "value": "white"}),
        tooltip=tips,
    )
    return [line, point]
