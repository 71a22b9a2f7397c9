"""Months and their limits into a control chart, and what adds up above the expected."""

from collections.abc import Callable
from typing import Final

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure import labels
from app.figure.charts import TREND_HEIGHT
from app.figure.labels import Room, as_number
from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK, PALE
from app.watch import levels

ACCENT, OTHERS, LIMIT = HUES[:3]
SUM_HEIGHT = 170
HEADROOM = 1.12
# The shape and size of a month by its level; the shape says what the colour says.
MARKS: Final = {
    "red": ("square", "#9c2b2b", 130),
    "orange": ("diamond", "#D55E00", 170),
    "yellow": ("triangle-up", "#E69F00", 150),
    "blue": ("triangle-up", "white", 120),
    "none": ("circle", ACCENT, 40),
    levels.UNJUDGED: ("circle", "white", 45),
}


def control(months: pl.DataFrame, broken: pl.DataFrame, *, unit: str, words: Words) -> Layers:
    """Draws the count of each month, what was expected, and the limits of 95 and 99.8 %.

    Args:
        months: One row per month: when (its first day), said, observed, expected, upper_95,
            upper_998 (floats or null), level, level_name.
        broken: Breaks of the series, as breaks.between() answers them.
        unit: Unit of the counts, the title of their axis.
        words: The words of the page.
    """
    highest = months.select(pl.max_horizontal("observed", "upper_998").max()).item()
    top = HEADROOM * max(float(highest or 0), 3.0)
    x, y = _time(words), _value(unit, top)
    tips = [
        alt.Tooltip("said:N", title=words("column_period")),
        alt.Tooltip("level_name:N", title=words("column_level")),
        alt.Tooltip("observed:Q", title=words("column_observed"), format=",.0f"),
        alt.Tooltip("expected:Q", title=words("column_expected"), format=",.1f"),
        alt.Tooltip("upper_95:Q", title=words("column_above_95"), format=",.0f"),
        alt.Tooltip("upper_998:Q", title=words("column_above_998"), format=",.0f"),
    ]
    judged = months.filter(pl.col("expected").is_not_null())
    lines = _stretches(judged)
    base = alt.Chart(lines).encode(x=x, detail=alt.Detail("stretch:N"))
    limits = [
        base.mark_line(
            interpolate="step", strokeDash=dash, strokeWidth=1.6, color=colour, aria=False
        ).encode(y=y(column))
        for column, dash, colour in (
            ("upper_95", [5, 4], OTHERS),
            ("upper_998", [2, 3], LIMIT),
        )
    ]
    expected = base.mark_line(strokeWidth=1.6, color=OTHERS, aria=False).encode(y=y("expected"))
    line = (
        alt.Chart(_stretches(months))
        .mark_line(strokeWidth=1.4, color=ACCENT, aria=False)
        .encode(x=x, y=y("observed"), detail=alt.Detail("stretch:N"))
    )
    ends = _ends(judged, words)
    rules = [as_number(day) for day in broken["when"]]
    days = [as_number(day) for day in months["when"]]
    width = max(days) - min(days) + 31
    spoken = Room("when", width, top, [], rules).placed(ends)
    layers = [
        *_of_breaks(broken, x, words),
        *([*limits, expected] if judged.height else []),
        line,
        *_points(months, x, y("observed"), tips),
        *labels.drawn(spoken, x, y),
    ]
    return layered(*layers, height=TREND_HEIGHT, padding=labels.padding(spoken))


def cumulated(months: pl.DataFrame, *, unit: str, words: Words) -> Layers:
    """Draws what has added up above the expected, and the sum that signals.

    Args:
        months: As for control(), with cusum, cusum_limit and is_cusum_signal.
        unit: Unit of the counts.
        words: The words of the page.
    """
    top = HEADROOM * float(months.select(pl.max_horizontal("cusum", "cusum_limit").max()).item())
    x, y = _time(words), _value(unit, top or 1.0)
    tips = [
        alt.Tooltip("said:N", title=words("column_period")),
        alt.Tooltip("cusum:Q", title=words("column_cusum"), format=",.1f"),
        alt.Tooltip("cusum_limit:Q", title=words("column_cusum_limit"), format=",.1f"),
    ]
    base = alt.Chart(_stretches(months)).encode(x=x, detail=alt.Detail("stretch:N"))
    limit = base.mark_line(interpolate="step", strokeDash=[5, 4], strokeWidth=1.6, color=LIMIT)
    point = alt.Chart(months).encode(x=x, y=y("cusum"), tooltip=tips)
    signals = alt.Chart(months.filter("is_cusum_signal")).encode(x=x, y=y("cusum"), tooltip=tips)
    last = months.row(-1, named=True)
    ends = _said([(last["when"], last["cusum_limit"], words("mark_cusum_limit"), "target")])
    spoken = Room("when", 1100.0, top or 1.0, [], []).placed(ends)
    layers = [
        limit.encode(y=y("cusum_limit")),
        base.mark_line(strokeWidth=1.6, color=ACCENT, aria=False).encode(y=y("cusum")),
        point.mark_point(size=30, filled=True, opacity=1, color=ACCENT),
        signals.mark_point(shape="triangle-up", size=150, fill="#E69F00", stroke=INK, opacity=1),
        *labels.drawn(spoken, x, y),
    ]
    return layered(*layers, height=SUM_HEIGHT, padding=labels.padding(spoken))


def _stretches(months: pl.DataFrame) -> pl.DataFrame:
    """Answers months with a name for each run of months in a row: no line crosses a gap."""
    at = 12 * pl.col("when").dt.year() + pl.col("when").dt.month()
    return months.with_columns(stretch=(at - pl.int_range(pl.len())).cast(pl.String))


def _points(months: pl.DataFrame, x: alt.X, y: alt.Y, tips: list[alt.Tooltip]) -> list[alt.Chart]:
    layers = []
    for level in reversed(MARKS):
        part = months.filter(pl.col("level") == level)
        if part.height:
            shape, fill, size = MARKS[level]
            stroke = INK if level in levels.GRAVE else ACCENT
            point = alt.Chart(part).mark_point(
                shape=shape, size=size, fill=fill, stroke=stroke, strokeWidth=1.4, opacity=1
            )
            layers.append(point.encode(x=x, y=y, tooltip=tips))
    return layers


def _ends(judged: pl.DataFrame, words: Words) -> pl.DataFrame:
    if not judged.height:
        return _said([])
    last = judged.row(-1, named=True)
    return _said(
        [
            (last["when"], last["expected"], words("mark_expected"), "other"),
            (last["when"], last["upper_95"], words("mark_95"), "other"),
            (last["when"], last["upper_998"], words("mark_998"), "target"),
        ]
    )


def _said(rows: list[tuple[object, float, str, str]]) -> pl.DataFrame:
    schema = {"when": pl.Date, "value": pl.Float64, "said": pl.String, "kind": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _of_breaks(broken: pl.DataFrame, x: alt.X, words: Words) -> list[alt.Chart]:
    if broken.is_empty():
        return []
    rule = alt.Chart(broken).encode(x=x)
    return [
        rule.mark_rule(strokeDash=[5, 4], strokeWidth=1.5, color=PALE).encode(
            tooltip=[alt.Tooltip("reason:N", title=words("mark_break"))]
        ),
        rule.mark_text(align="left", baseline="top", dx=5, dy=1, fontSize=12).encode(
            y=alt.YValue(0), text=alt.Text("said:N")
        ),
    ]


def _time(words: Words) -> alt.X:
    return alt.X(
        "when:T",
        title=None,
        scale=alt.Scale(padding=16),
        axis=alt.Axis(format=words("month_format"), grid=False, labelOverlap=True, tickCount=9),
    )


def _value(unit: str, top: float) -> Callable[[str], alt.Y]:
    scale = alt.Scale(domain=[0, top], nice=False, zero=True)
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    return lambda column: alt.Y(f"{column}:Q", title=unit, scale=scale, axis=axis)
