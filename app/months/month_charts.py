"""Months of years above each other, and a quota burnt up against its season."""

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure.charts import TREND_HEIGHT
from app.figure.labels import ACCENT, OTHERS, Room, drawn, padding
from app.figure.layering import Layers, layered
from app.figure.leading import leading
from app.figure.theme import HUES, INK

MONTHS = range(1, 13)
HEADROOM = 1.06
LIMIT = HUES[2]


def years(points: pl.DataFrame, *, year: int, unit: str, words: Words) -> Layers:
    """Draws a line for each year over its twelve months; the one asked for has the accent.

    Args:
        points: One row per year and month: year, month (integers), shown (float), period (as
            people say it), line (what points a line connects), and opens (where its point leads).
        year: The year asked for.
        unit: Unit of the values, the title of their axis.
        words: The words of the page.
    """
    frame = points.with_columns(
        pl.col("month").cast(pl.Float64), is_asked=pl.col("year") == year
    ).sort("year", "month")
    top = HEADROOM * float(frame.select(pl.col("shown").max()).item() or 1)
    x, y = _months(words), _value(top, unit)
    tips = [
        alt.Tooltip("period:N", title=words("column_period")),
        alt.Tooltip("shown:Q", title=unit, format=","),
    ]
    layers = []
    for is_asked, colour, width, size in ((False, OTHERS, 1.2, 26), (True, ACCENT, 2.5, 70)):
        part = frame.filter(pl.col("is_asked") == is_asked)
        if part.height:
            base = alt.Chart(part).encode(x=x, y=y)
            line = base.mark_line(strokeWidth=width, color=colour, aria=False)
            point = base.mark_point(size=size, opacity=1, filled=True, color=colour)
            layers += [line.encode(detail="line:N"), leading(point.encode(tooltip=tips), part)]
    ends = frame.group_by("year", maintain_order=True).last()
    said = ends.select(
        "month",
        value="shown",
        said=pl.Series([words("period_year", year=each) for each in ends["year"]]),
        kind=pl.when("is_asked").then(pl.lit("chosen")).otherwise(pl.lit("other")),
    )
    spoken = Room("month", 12.0, top, [], []).placed(said)
    return layered(
        *layers,
        *drawn(spoken, x, lambda column: _value(top, unit, column)),
        height=TREND_HEIGHT,
        padding=padding(spoken),
    )


def burn_up(season: pl.DataFrame, *, expected: pl.DataFrame, unit: str, words: Words) -> Layers:
    """Draws what is used of a quota against its season, the quota, and the expected year's end.

    Args:
        season: One row per month: month (float), used, quota_by_season, lowest, highest (floats or
            null), quota, limit_said (what is written at the quota), used_said (at the last point
            used, else null), period (as people say it).
        expected: month (12), expected, lower, upper, said; at most one row.
        unit: Unit of the values, the title of their axis.
        words: The words of the page.
    """
    highest = [
        season.select(pl.max_horizontal("used", "quota", "highest").max()).item(),
        *expected["upper"],
    ]
    top = HEADROOM * 1.02 * float(max(each for each in highest if each is not None) or 1)
    x = _months(words)
    base = alt.Chart(season).encode(x=x)
    band = alt.Chart(season.filter(pl.col("lowest").is_not_null())).encode(x=x)
    used = season.filter(pl.col("used").is_not_null())
    tips = [
        alt.Tooltip("period:N", title=words("column_period")),
        alt.Tooltip("used:Q", title=words("months_used"), format=","),
        alt.Tooltip("quota_by_season:Q", title=words("months_by_season"), format=",.1f"),
    ]
    layers = [
        band.mark_area(opacity=0.15, color=ACCENT, aria=False).encode(
            y=_value(top, unit, "lowest"), y2=alt.Y2("highest:Q")
        ),
        base.mark_line(strokeDash=[5, 4], strokeWidth=1.5, color=OTHERS, aria=False).encode(
            y=_value(top, unit, "quota_by_season")
        ),
        alt.Chart(season.head(1))
        .encode(y=_value(top, unit, "quota"))
        .mark_rule(color=LIMIT, strokeWidth=1.5, aria=False),
        alt.Chart(used)
        .encode(x=x, y=_value(top, unit, "used"))
        .mark_line(strokeWidth=2.5, color=ACCENT, aria=False),
        alt.Chart(used)
        .encode(x=x, y=_value(top, unit, "used"), tooltip=tips)
        .mark_point(size=70, opacity=1, filled=True, color=ACCENT),
        *_expected(expected, x, top, unit, words),
        alt.Chart(season.head(1))
        .encode(x=alt.XValue(6), y=_value(top, unit, "quota"), text=alt.Text("limit_said:N"))
        .mark_text(align="left", baseline="bottom", dy=-4, color=INK),
    ]
    room = {"left": 5, "top": 22, "right": 70, "bottom": 5}
    return layered(*layers, height=TREND_HEIGHT, padding=room)


def _expected(
    expected: pl.DataFrame, x: alt.X, top: float, unit: str, words: Words
) -> list[alt.Chart]:
    if expected.is_empty():
        return []
    base = alt.Chart(expected).encode(x=x)
    tips = [
        alt.Tooltip("expected:Q", title=words("months_expected_end"), format=",.0f"),
        alt.Tooltip("lower:Q", title=words("column_lower"), format=",.0f"),
        alt.Tooltip("upper:Q", title=words("column_upper"), format=",.0f"),
    ]
    at = _value(top, unit, "expected")
    return [
        base.mark_rule(strokeWidth=2, color=ACCENT).encode(
            y=_value(top, unit, "lower"), y2=alt.Y2("upper:Q")
        ),
        base.mark_point(size=70, strokeWidth=2, opacity=1, color=ACCENT).encode(
            y=at, fill=alt.FillValue("white"), tooltip=tips
        ),
        base.mark_text(align="left", dx=9, color=ACCENT, fontWeight="bold").encode(
            y=at, text=alt.Text("said:N")
        ),
    ]


def _months(words: Words) -> alt.X:
    return alt.X(
        "month:Q",
        title=None,
        scale=alt.Scale(domain=[0.5, 12.5], nice=False),
        axis=alt.Axis(
            values=list(MONTHS), grid=False, labelOverlap=True, labelExpr=words("month_axis")
        ),
    )


def _value(top: float, unit: str, column: str = "shown") -> alt.Y:
    return alt.Y(
        f"{column}:Q",
        title=unit,
        scale=alt.Scale(domain=[0, top], nice=False, zero=True),
        axis=alt.Axis(
            titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5, tickMinStep=1
        ),
    )
