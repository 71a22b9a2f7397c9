"""Accidents as bars, the most first, and as a table of hours coloured by their number."""

from collections.abc import Sequence

import altair as alt
import polars as pl

from app.base.words import Words
from app.figure.charts import ROW_HEIGHT
from app.figure.layering import Layers, layered
from app.figure.leading import leading
from app.figure.theme import HUES, INK, INK_ON_TILE

ACCENT, OTHERS = HUES[:2]
# Dark words are read on both ends, on a light page and on a dark one.
PALEST, FULLEST = "#e9f2f9", "#79b7dd"
TILE_HEIGHT = 26
HEADROOM = 1.18


def bars(parts: pl.DataFrame, *, title: str, words: Words) -> Layers:
    """Draws how many accidents each part has, with the number at its end, as the rows stand.

    Args:
        parts: One row per part: part (its name), accidents, deaths (integers), said (what is
            written at its end), is_chosen (boolean; of none where nothing is chosen), and opens
            (where its bar leads), unless bars lead nowhere.
        title: Title of the axis, with the unit.
        words: The words of the page.
    """
    names = parts["part"].to_list()
    is_any_chosen = bool(parts["is_chosen"].any())
    top = HEADROOM * float(parts.select(pl.col("accidents").max()).item() or 1)
    base = alt.Chart(parts).encode(
        y=alt.Y(
            "part:N",
            title=None,
            sort=names,
            axis=alt.Axis(labelLimit=190, ticks=False, domain=False),
        )
    )
    x = alt.X(
        "accidents:Q",
        title=title,
        scale=alt.Scale(domain=[0, top], nice=False, zero=True),
        axis=alt.Axis(tickCount=4, tickMinStep=1, format=",d"),
    )
    tips = [
        alt.Tooltip("part:N", title=words("accidents_part")),
        alt.Tooltip("accidents:Q", title=words("accidents_count"), format=","),
        alt.Tooltip("deaths:Q", title=words("accidents_deaths"), format=","),
    ]
    layers = []
    for is_accent in (True, False):
        kept = parts.filter(
            pl.col("is_chosen") == is_accent if is_any_chosen else pl.lit(value=is_accent)
        )
        if kept.height:
            bar = base.properties(data=kept).mark_bar(
                color=ACCENT if is_accent else OTHERS, height=15
            )
            layers.append(leading(bar.encode(x=x, tooltip=tips), kept))
    text = base.mark_text(align="left", dx=5, color=INK).encode(
        x=alt.X("accidents:Q"), text=alt.Text("said:N")
    )
    return layered(*layers, text, height=ROW_HEIGHT * len(names) + 30)


def tiles(
    cells: pl.DataFrame, *, columns: Sequence[str], titles: tuple[str, str], words: Words
) -> Layers:
    """Draws a number in every cell, the darker the more.

    Args:
        cells: One row per cell: row, column (names), order (integer), accidents (integer).
        columns: The names of the columns, in order.
        titles: What columns are, and what rows are.
        words: The words of the page.
    """
    rows = cells.sort("order")["row"].unique(maintain_order=True).to_list()
    most = float(cells.select(pl.col("accidents").max()).item() or 1)
    base = alt.Chart(cells).encode(
        x=alt.X(
            "column:N",
            title=titles[0],
            sort=list(columns),
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False),
        ),
        y=alt.Y(
            "row:N",
            title=None,
            sort=rows,
            axis=alt.Axis(labelLimit=190, ticks=False, domain=False),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=titles[1]),
            alt.Tooltip("column:N", title=titles[0]),
            alt.Tooltip("accidents:Q", title=words("accidents_count"), format=","),
        ],
    )
    tile = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "accidents:Q",
            scale=alt.Scale(domain=[0, most], range=[PALEST, FULLEST]),
            legend=None,
        )
    )
    digit = base.mark_text(fontSize=12, color=INK_ON_TILE, aria=False).encode(
        text=alt.Text("accidents:Q", format=",")
    )
    return layered(tile, digit, height=TILE_HEIGHT * len(rows) + 30)
