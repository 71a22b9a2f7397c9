"""Years known and years to come into a fan, against the path to a target."""

from collections.abc import Callable
from dataclasses import dataclass

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure import labels
from app.figure.charts import TREND_HEIGHT
from app.figure.labels import Room
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK

ACCENT, GREY, PATH = HUES[:3]
HEADROOM = 1.06
MOST_TICKS = 14


@dataclass(frozen=True)
class Fan:
    """What is drawn of a series.

    Attributes:
        history: One row per year known: year, value, lower, upper, stretch, is_provisional.
        told: One row per year to come, and first the last one known: year, value, lower_80,
            upper_80, lower_95, upper_95, is_told.
        path: year, value and is_broken of the path to the target; empty where there is none.
        limits: year, value, said of the targets due in years to come.
        breaks: Breaks of the series, as breaks.between() answers them.
    """

    history: pl.DataFrame
    told: pl.DataFrame
    path: pl.DataFrame
    limits: pl.DataFrame
    breaks: pl.DataFrame


def fan(drawn: Fan, *, unit: str, decimals: int, words: Words) -> Layers:
    """Draws values, the years to come with their 80 and 95 % intervals, path and target.

    Args:
        drawn: The frames.
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point.
        words: The words of the page.
    """
    frames = (drawn.history, drawn.told, drawn.limits)
    years = sorted({int(year) for frame in frames for year in frame["year"]})
    highest = [
        *drawn.history["value"],
        *drawn.history["upper"],
        *drawn.told["upper_95"],
        *drawn.limits["value"],
        *drawn.path["value"],
    ]
    top = HEADROOM * max([float(each) for each in highest if each is not None] or [0]) or 1.0
    step = max(1, len(range(years[0], years[-1])) // MOST_TICKS)
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False),
        axis=alt.Axis(
            values=list(range(years[0], years[-1] + 1, step)),
            format="d",
            grid=False,
            labelOverlap=True,
        ),
    )
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", title=unit, scale=scale, axis=axis)

    tips = _tips(decimals, words)
    spoken = _spoken(drawn, years, top, words)
    layers = [
        *_of_breaks(drawn.breaks, x, words),
        *_areas(drawn.told, x, y),
        *_paths(drawn.path, x, y),
        *_known(drawn.history, x, y, tips),
        *_to_come(drawn.told, x, y, tips),
        *_limits(drawn.limits, x, y, words),
        *labels.drawn(spoken, x, y),
    ]
    return layered(*layers, height=TREND_HEIGHT, padding=labels.padding(spoken))


def _spoken(drawn: Fan, years: list[int], top: float, words: Words) -> pl.DataFrame:
    schema = {"year": pl.Float64, "value": pl.Float64, "said": pl.String, "kind": pl.String}
    last = drawn.told.row(-1, named=True)
    rows = [
        (float(last["year"]), last["value"], words("mark_forecast"), "chosen"),
        *(
            (float(row["year"]), row["value"], row["said"], "target")
            for row in drawn.limits.iter_rows(named=True)
        ),
    ]
    ends = pl.DataFrame(rows, schema=schema, orient="row")
    ways = [
        list(part.sort("year").select("year", "value").iter_rows())
        for part in (drawn.path, drawn.told)
    ]
    room = Room("year", years[-1] - years[0] + 1.0, top, ways, drawn.breaks["year"].to_list())
    return room.placed(ends)


def _areas(told: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    base = alt.Chart(told).encode(x=x)
    return [
        base.mark_area(opacity=opacity, color=ACCENT, aria=False).encode(
            y=y(f"lower_{share}"), y2=alt.Y2(f"upper_{share}:Q")
        )
        for share, opacity in ((95, 0.13), (80, 0.2))
    ]


def _known(
    history: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y], tips: list[alt.Tooltip]
) -> list[alt.Chart]:
    base = alt.Chart(history).encode(x=x, y=y("value"))
    line = base.mark_line(aria=False, strokeWidth=2.5, color=ACCENT)
    point = base.mark_point(size=60, strokeWidth=2, opacity=1, filled=True, stroke=ACCENT)
    return [
        line.encode(detail=alt.Detail("stretch:N")),
        point.encode(
            fill=alt.FillValue(
                ACCENT, condition={"test": "datum.is_provisional", "value": "white"}
            ),
            tooltip=tips[:2],
        ),
    ]


def _to_come(
    told: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y], tips: list[alt.Tooltip]
) -> list[alt.Chart]:
    line = alt.Chart(told).mark_line(aria=False, strokeWidth=2, strokeDash=[6, 4], color=ACCENT)
    point = alt.Chart(told.filter("is_told")).mark_point(
        size=50, strokeWidth=1.6, opacity=1, fill="white", stroke=ACCENT
    )
    return [line.encode(x=x, y=y("value")), point.encode(x=x, y=y("value"), tooltip=tips)]


def _paths(path: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    layers = []
    for colour, is_broken in ((PATH, False), (GREY, True)):
        part = path.filter(pl.col("is_broken") == is_broken)
        if part.height:
            line = alt.Chart(part).mark_line(
                aria=False, strokeDash=[5, 4], strokeWidth=2, color=colour
            )
            layers.append(line.encode(x=x, y=y("value"), detail=alt.Detail("target:N")))
    return layers


def _limits(
    limits: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y], words: Words
) -> list[alt.Chart]:
    if limits.is_empty():
        return []
    mark = alt.Chart(limits).mark_point(shape="square", size=70, filled=True, color=PATH, opacity=1)
    tip = alt.Tooltip("said:N", title=words("chart_limit"))
    return [mark.encode(x=x, y=y("value"), tooltip=[tip])]


def _of_breaks(broken: pl.DataFrame, x: alt.X, words: Words) -> list[alt.Chart]:
    if broken.is_empty():
        return []
    rule = alt.Chart(broken).encode(x=x)
    return [
        rule.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[5, 4]).encode(
            tooltip=[alt.Tooltip("reason:N", title=words("mark_break"))]
        ),
        rule.mark_text(align="left", baseline="top", dx=5, dy=1, fontSize=12).encode(
            y=alt.YValue(0), text=alt.Text("said:N")
        ),
    ]


def _tips(decimals: int, words: Words) -> list[alt.Tooltip]:
    form = f",.{decimals}f"
    return [
        alt.Tooltip("year:Q", title=words("column_period"), format="d"),
        alt.Tooltip("value:Q", title=words("column_forecast"), format=form),
        *(
            alt.Tooltip(f"{side}_{share}:Q", title=words(f"column_{side}_{share}"), format=form)
            for share in (80, 95)
            for side in ("lower", "upper")
        ),
    ]
