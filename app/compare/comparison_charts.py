"""Regions beside each other: dots with intervals, the funnel, small multiples, a map."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import polars as pl

from app.base.words import Words
from app.compare import positions
from app.compare.boundaries import Feature
from app.figure.charts import ROW_HEIGHT
from app.figure.layering import Layers, layered
from app.figure.leading import leading
from app.figure.theme import HUES, INK, INK_ON_TILE, PALE, QUIET

FUNNEL_HEIGHT = 360
MAP_HEIGHT = 320
SMALL_WIDTH, SMALL_HEIGHT = 168, 140
AXES_HEIGHT = 80  # of the dots: heading, axis and its title
# Denominators further apart than this are drawn on a logarithmic scale.
WIDE_SPREAD = 12
HEADROOM = 1.25
FEWEST_ROWS = 3  # take room, however few there are
MANY_ROWS, DENSE_ROW_HEIGHT = 20, 20


@dataclass(frozen=True)
class Frame:
    """What small charts have in common, so that they compare.

    Attributes:
        first: First year.
        last: Last year.
        highest: Upper end of the scale.
        unit: Unit of the rates.
    """

    first: int
    last: int
    highest: float
    unit: str


def dots(regions: pl.DataFrame, *, line: str, unit: str, decimals: int, words: Words) -> Layers:
    """Draws each region's rate with its 95 % interval, sorted, against its benchmark.

    A benchmark that is the same for all is a line with its name; else each row has its own mark.

    Args:
        regions: One row per region, in order: label, position, position_name (texts), rate, lower,
            upper, benchmark (floats or null), is_own (asked about, so that its name is bold), opens
            (where its dot leads).
        line: What the one benchmark is called; empty where regions differ in theirs or have none.
        unit: Unit of the rates.
        decimals: Digits after the point.
        words: The words of the page.
    """
    labels = regions["label"].to_list()
    bold = regions.filter("is_own")["label"].to_list()
    axis = alt.Axis(
        labelLimit=150,
        ticks=False,
        domain=False,
        labelFontWeight=alt.condition(
            alt.FieldOneOfPredicate(field="value", oneOf=bold), alt.value("bold"), alt.value(400)
        ),
    )
    base = alt.Chart(regions).encode(y=alt.Y("label:N", title=None, sort=labels, axis=axis))
    scale = alt.Scale(zero=True)
    x = alt.X("rate:Q", title=unit, scale=scale, axis=alt.Axis(tickCount=5))
    dot = (
        leading(base, regions)
        .mark_point(size=80, strokeWidth=1.3, opacity=1, stroke=INK)
        .encode(x=x, fill=_fill(), shape=_shape(), tooltip=_tips(unit, decimals, words))
    )
    known = alt.Chart(regions.filter(pl.col("lower").is_not_null()))
    interval = known.mark_rule(strokeWidth=2, color=PALE).encode(
        y=alt.Y("label:N", title=None, sort=labels, axis=axis),
        x=alt.X("lower:Q"),
        x2=alt.X2("upper:Q"),
    )
    layers = [*_benchmark(regions, line, labels, axis), dot]
    if regions["lower"].count():
        layers.insert(-1, interval)
    height = _row_height(len(labels)) * max(len(labels), FEWEST_ROWS) + AXES_HEIGHT
    padding = {"left": 5, "top": 24, "right": 12}
    return layered(*layers, height=height, padding=padding)


def _row_height(rows: int) -> int:
    return ROW_HEIGHT if rows <= MANY_ROWS else DENSE_ROW_HEIGHT


def _benchmark(
    regions: pl.DataFrame, line: str, labels: list[str], axis: alt.Axis
) -> list[alt.Chart]:
    """Answers the benchmark: one line with its name, or a mark on the row of each region."""
    known = regions.filter(pl.col("benchmark").is_not_null())
    if not known.height:
        return []
    if not line:
        own = alt.Chart(known).encode(
            x=alt.X("benchmark:Q"), y=alt.Y("label:N", title=None, sort=labels, axis=axis)
        )
        return [own.mark_tick(orient="vertical", size=16, thickness=2, color=QUIET)]
    # beyond the middle of the axis the name stands on the other side of the line
    highest = regions.select(pl.max_horizontal("rate", "upper").max()).item() or 0
    is_far = known["benchmark"][0] > highest / 2
    one = alt.Chart(known.head(1).with_columns(said=pl.lit(line)))
    rule = one.mark_rule(strokeDash=[5, 4], color=QUIET).encode(x=alt.X("benchmark:Q"))
    text = one.mark_text(
        align="right" if is_far else "left", dx=-5 if is_far else 5, color=QUIET
    ).encode(x=alt.X("benchmark:Q"), y=alt.YValue(-9), text=alt.Text("said:N"))
    return [rule, text]


def funnel(
    regions: pl.DataFrame,
    *,
    named: Collection[str],
    titles: tuple[str, str],
    decimals: int,
    words: Words,
) -> Layers:
    """Draws rates against denominators, and how far chance alone takes a region of that size.

    Args:
        regions: As for dots, and denominator, lower_limit_95, upper_limit_95, lower_limit_998 and
            upper_limit_998 (around the overall rate).
        named: Codes of the regions whose names are written.
        titles: The denominator with its unit; the unit of the rates.
        decimals: Digits after the point.
        words: The words of the page.
    """
    size, unit = titles
    least, most = regions.select(pl.col("denominator").min(), b=pl.col("denominator").max()).row(0)
    kind: Literal["log", "linear"] = "log" if most > WIDE_SPREAD * least else "linear"
    base = alt.Chart(regions).encode(
        x=alt.X(
            "denominator:Q",
            title=size,
            scale=alt.Scale(type=kind, zero=False, nice=False, padding=30),
            axis=alt.Axis(tickCount=6, format=",.2~f", grid=False, labelOverlap=True),
        )
    )
    upwards = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    # a region far smaller than all others has limits that would press the rest to the ground
    top = regions["rate"].max()
    scale = alt.Scale(domain=[0, float(str(top)) * HEADROOM], nice=True, clamp=True)
    limits: list[alt.Chart] = []
    for level, colour in (("998", "#eef1f4"), ("95", "#dde2e8")):
        area = base.mark_area(color=colour, interpolate="monotone")
        limits.append(
            area.encode(
                y=alt.Y(f"lower_limit_{level}:Q", title=unit, scale=scale),
                y2=alt.Y2(f"upper_limit_{level}:Q"),
            )
        )
    overall = base.mark_rule(strokeDash=[5, 4], color=QUIET).encode(
        y=alt.Y("overall:Q"), x=alt.XValue(0), x2=alt.X2Value("width")
    )
    value = alt.Y("rate:Q", title=unit, scale=scale, axis=upwards)
    dot = (
        leading(base, regions)
        .mark_point(size=70, strokeWidth=1.3, opacity=1, stroke=INK)
        .encode(y=value, fill=_fill(), shape=_shape(), tooltip=_tips(unit, decimals, words, size))
    )
    text = (
        base.transform_filter(alt.FieldOneOfPredicate(field="region_code", oneOf=list(named)))
        .mark_text(align="center", dy=-13, fontSize=12)
        .encode(y=value, text=alt.Text("label:N"))
    )
    padding = {"left": 5, "top": 8, "right": 30, "bottom": 5}
    return layered(*limits, overall, dot, text, height=FUNNEL_HEIGHT, padding=padding)


def small(
    series: pl.DataFrame,
    frame: Frame,
    *,
    title: str,
    decimals: int,
    words: Words,
) -> Layers:
    """Draws one region over the years, small, its interval behind it and the overall rate grey.

    Args:
        series: One row per year: year (integer), rate, lower, upper, overall (floats or null),
            stretch (equal where years compare), is_provisional.
        frame: What is the same on every chart.
        title: The region's name, with its sign.
        decimals: Digits after the point.
        words: The words of the page.
    """
    axis = alt.Axis(
        values=sorted({frame.first, frame.last}),
        format="d",
        grid=False,
        labelFontSize=11,
        labelFlush=True,
    )
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[frame.first - 0.3, frame.last + 0.3], nice=False),
        axis=axis,
    )
    scale = alt.Scale(domain=[0, frame.highest], nice=False, clamp=True)
    upwards = alt.Axis(tickCount=2, labelFontSize=11, domain=False, ticks=False)
    y = alt.Y("rate:Q", title=None, scale=scale, axis=upwards)
    base = alt.Chart(series).encode(x=x)
    whisker = base.mark_rule(color="#9ccbe8", strokeWidth=3).encode(
        y=alt.Y("lower:Q", title=None, scale=scale), y2=alt.Y2("upper:Q")
    )
    whole = base.encode(y=alt.Y("overall:Q", title=None, scale=scale))
    overall = whole.mark_line(color=PALE, strokeDash=[4, 3]).encode(detail=alt.Detail("stretch:N"))
    tick = whole.mark_tick(color=PALE, orient="horizontal", size=10, thickness=2)
    line = base.mark_line(color=HUES[0], strokeWidth=2).encode(y=y, detail=alt.Detail("stretch:N"))
    dot = base.mark_point(color=HUES[0], size=28, opacity=1, strokeWidth=1.5).encode(
        y=y,
        fill=alt.FillValue(HUES[0], condition={"test": "datum.is_provisional", "value": "white"}),
        tooltip=[
            alt.Tooltip("year:Q", format="d", title=words("column_period")),
            alt.Tooltip("rate:Q", format=f",.{decimals}f", title=frame.unit),
            alt.Tooltip("lower:Q", format=f",.{decimals}f", title=words("column_lower")),
            alt.Tooltip("upper:Q", format=f",.{decimals}f", title=words("column_upper")),
            alt.Tooltip("overall:Q", format=f",.{decimals}f", title=words("column_overall")),
        ],
    )
    heading = {
        "text": title,
        "anchor": "start",
        "fontSize": 13,
        "fontWeight": "bold",
        "color": INK,
    }
    layers = (overall, tick, whisker, line, dot)
    return layered(*layers, width=SMALL_WIDTH, height=SMALL_HEIGHT, title=heading)


def boundaries(
    features: Sequence[Feature], regions: pl.DataFrame, *, unit: str, decimals: int, words: Words
) -> Layers:
    """Draws a user's own boundaries in the colours of the tiles, with the same signs.

    Args:
        features: Areas with region_code, x and y in their properties, in a plane.
        regions: As for dots.
        unit: Unit of the rates.
        decimals: Digits after the point.
        words: The words of the page.
    """
    rows = {row["region_code"]: row for row in regions.iter_rows(named=True)}
    drawn = []
    for feature in features:
        row = rows[feature["properties"]["region_code"]]
        told = {name: row[name] for name in ("label", "rate", "lower", "upper", "position_name")}
        position = row["position"]
        properties = {
            **feature["properties"],
            **told,
            "position": position,
            "sign": positions.SIGNS[position],
            "ink": "white" if position in positions.DARK else INK_ON_TILE,
        }
        drawn.append({**feature, **properties, "properties": properties})
    base = alt.Chart(alt.InlineData(values=drawn))
    area = base.mark_geoshape(stroke="#7b8794", strokeWidth=1).encode(
        fill=_fill(), tooltip=_tips(unit, decimals, words)
    )
    sign = base.mark_text(fontSize=13).encode(
        longitude=alt.Longitude("x:Q"),
        latitude=alt.Latitude("y:Q"),
        text=alt.Text("sign:N"),
        color=alt.Color("ink:N", scale=None),
        tooltip=_tips(unit, decimals, words),
    )
    projection = {"type": "identity", "reflectY": True}
    return layered(area, sign, projection=projection, height=MAP_HEIGHT)


def _fill() -> alt.Fill:
    scale = alt.Scale(domain=list(positions.FILLS), range=list(positions.FILLS.values()))
    return alt.Fill("position:N", scale=scale, legend=None)


def _shape() -> alt.Shape:
    scale = alt.Scale(domain=list(positions.SHAPES), range=list(positions.SHAPES.values()))
    return alt.Shape("position:N", scale=scale, legend=None)


def _tips(unit: str, decimals: int, words: Words, size: str = "") -> list[alt.Tooltip]:
    form = f",.{decimals}f"
    tips = [
        alt.Tooltip("label:N", title=words("column_region")),
        alt.Tooltip("rate:Q", title=unit, format=form),
        alt.Tooltip("lower:Q", title=words("column_lower"), format=form),
        alt.Tooltip("upper:Q", title=words("column_upper"), format=form),
        alt.Tooltip("position_name:N", title=words("column_difference")),
    ]
    if size:
        tips.append(alt.Tooltip("denominator:Q", title=size, format=",.2f"))
    return tips
