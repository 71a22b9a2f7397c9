"""What moved a rate, drawn: from the earlier value through each part to the later, from zero."""

import json

import altair as alt
import polars as pl

from app.figure.layering import Layers, layered
from app.figure.theme import HUES, INK

HEIGHT = 320
HEADROOM = 1.2  # for what is written above the highest column


def waterfall(steps: pl.DataFrame, *, unit: str, decimals: int) -> Layers:
    """Draws how a value became another, as columns from left to right.

    Args:
        steps: One row per column: order (integer), lines (the lines below it), label and share
            (texts above it; share may be null), start, end and reached (floats; reached is where
            the next column begins), is_level (whether it is a value reached, which stands on
            zero), tip (text).
        unit: Unit of the values, the title of their axis.
        decimals: Digits after the point on the axis.
    """
    frame = steps.drop("lines").with_columns(
        next=pl.col("order") + 1,
        top=pl.max_horizontal("start", "end"),
        falls=pl.col("end") < pl.col("start"),
    )
    highest = frame.select(pl.max_horizontal(pl.col("top").max(), pl.lit(0.0))).item()
    lowest = frame.select(pl.min_horizontal("start", "end").min()).item()
    domain = [min(0.0, lowest), highest * HEADROOM or 1.0]
    below = json.dumps(
        {str(row["order"]): row["lines"] for row in steps.iter_rows(named=True)},
        ensure_ascii=False,
    )
    axis = alt.Axis(
        labelExpr=f"({below})[datum.label]",
        labelAngle=0,
        labelFontSize=12,
        labelLimit=110,
        ticks=False,
        grid=False,
    )
    x = alt.X("order:O", title=None, axis=axis, scale=alt.Scale(paddingInner=0.35))
    upwards = alt.Axis(
        titleAngle=0,
        titleAlign="left",
        titleY=-14,
        titleX=0,
        tickCount=5,
        format=f",.{decimals}f",
    )
    scale = alt.Scale(domain=domain, nice=False)
    y = alt.Y("start:Q", title=unit, axis=upwards, scale=scale)
    tip = alt.Tooltip("tip:N", title=" ")
    base = alt.Chart(frame)
    level = (
        base.transform_filter("datum.is_level")
        .mark_bar(color=HUES[1])
        .encode(x=x, y=y, y2=alt.Y2("end:Q"), tooltip=tip)
    )
    part = (
        base.transform_filter("!datum.is_level")
        .mark_bar()
        .encode(
            x=x,
            y=y,
            y2=alt.Y2("end:Q"),
            color=alt.ColorValue(HUES[2], condition={"test": "datum.falls", "value": HUES[0]}),
            tooltip=tip,
        )
    )
    link = (
        base.transform_filter(f"datum.order < {frame.height - 1}")
        .mark_rule(strokeDash=[2, 3], color="#7b8794", aria=False)
        .encode(x=x, x2=alt.X2("next:O"), y=alt.Y("reached:Q", title=unit, scale=scale))
    )
    above = base.encode(x=x, y=alt.Y("top:Q", title=unit, scale=scale))
    labels = [
        above.transform_filter(f"{'' if has_share else '!'}isValid(datum.share)")
        .mark_text(baseline="bottom", dy=-20 if has_share else -5, fontWeight="bold", color=INK)
        .encode(text=alt.Text("label:N"))
        for has_share in (True, False)
    ]
    shares = above.transform_filter("isValid(datum.share)").mark_text(
        baseline="bottom", dy=-5, color=INK
    )
    labels.append(shares.encode(text=alt.Text("share:N")))
    padding = {"left": 5, "top": 26, "right": 5, "bottom": 5}
    return layered(link, level, part, *labels, height=HEIGHT, padding=padding)
