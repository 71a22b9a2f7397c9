"""Frames into charts: one theme, one way of showing intervals, provisional and printed values."""

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure.layering import Layers, layered
from app.figure.leading import leading
from app.figure.theme import HUES, INK, INK_ON_TILE, PALE

TREND_HEIGHT = 340
ROW_HEIGHT = 24


def coverage(cells: pl.DataFrame, *, rows_title: str, words: Words) -> Layers:
    """Draws which years are covered: a row per region or measure, a column per year.

    Args:
        cells: One row per cell: row (name), order (number), year (integer), figures, vintages,
            sources (integers), and opens (where it leads), unless cells lead nowhere.
        rows_title: What a row is, for tooltips.
        words: The words of the page.
    """
    rows = cells.sort("order")["row"].unique(maintain_order=True).to_list()
    first, last, most = cells.select(
        first=pl.col("year").min(), last=pl.col("year").max(), most=pl.col("figures").max()
    ).row(0)
    dark = float(most) ** 0.6  # tiles of the upper part of the logarithmic scale
    base = alt.Chart(cells).encode(
        x=alt.X(
            "year:O",
            title=None,
            scale=alt.Scale(domain=list(range(first, last + 1))),
            axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=True, ticks=False),
        ),
        y=alt.Y(
            "row:N", title=None, sort=rows, axis=alt.Axis(labelLimit=190, ticks=False, domain=False)
        ),
        tooltip=[
            alt.Tooltip("row:N", title=rows_title),
            alt.Tooltip("year:O", title=words("column_period")),
            alt.Tooltip("figures:Q", title=words("column_figures")),
            alt.Tooltip("vintages:Q", title=words("column_vintages")),
            alt.Tooltip("sources:Q", title=words("column_sources")),
        ],
    )
    base = leading(base, cells)
    tile = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "figures:Q",
            scale=alt.Scale(type="log", range=["#cfe3f1", "#0072B2"], domainMin=1),
            legend=None,
        )
    )
    digit = base.mark_text(fontSize=11).encode(
        text=alt.Text("figures:Q"),
        color=alt.ColorValue(
            INK_ON_TILE, condition={"test": f"datum.figures > {dark}", "value": "white"}
        ),
    )
    return layered(tile, digit, height=ROW_HEIGHT * len(rows) + 30)


def cumulated(parts: pl.DataFrame, *, title: str) -> Layers:
    """Draws since a first year what each part has added up to, and their sum.

    Args:
        parts: One row per year and part: year (text), order (integer), part (its name), value
            (float), total (float, the same for all parts of a year).
        title: Title of the axis of values.
    """
    names = parts.sort("order")["part"].unique(maintain_order=True).to_list()
    base = alt.Chart(parts).encode(x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0)))
    axis = alt.Axis(titleAngle=0, titleAlign="left", titleY=-12, titleX=0, tickCount=5)
    bar = base.mark_bar(size=26).encode(
        y=alt.Y("value:Q", title=title, axis=axis),
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=names, range=[HUES[0], PALE]),
            legend=alt.Legend(title=None, orient="bottom", columns=2, labelLimit=220),
        ),
        order=alt.Order("order:Q"),
    )
    total = base.transform_filter("datum.order == 0").encode(y=alt.Y("total:Q", title=title))
    line = total.mark_line(color=INK, strokeWidth=2)
    point = total.mark_point(color=INK, fill=INK, size=50, opacity=1)
    padding = {"left": 5, "top": 22, "right": 5, "bottom": 5}
    return layered(bar, line, point, height=220, padding=padding)
