"""Charts of layers: Altair's charts one above the other, without its copies of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from app.figure.altair_insides import as_layer, named, rows_of
from app.figure.aria import spoken
from app.figure.theme import on_page


@dataclass(frozen=True)
class Layers:
    """A chart.

    Attributes:
        charts: What is drawn, the lowest first.
        properties: What holds for all of it, as Vega-Lite: height, padding and the like.
    """

    charts: tuple[alt.Chart, ...]
    properties: Mapping[str, Any]


def layered(*charts: alt.Chart, **properties: object) -> Layers:
    """Answers a chart of layers, the lowest first, with properties as Vega-Lite has them."""
    return Layers(charts, properties)


def bare(chart: Layers) -> tuple[dict[str, Any], dict[str, pl.DataFrame]]:
    """Answers a chart as Vega-Lite without its rows, and the rows by the names it has for them.

    Its marks say what their tooltips say. A layer without a row is left out: it would be a picture
    without a name to a screen reader, and Vega complains of it.
    Names hold for the same rows only, so a browser can tell whether anything has changed.
    """
    frames: dict[str, pl.DataFrame] = {}
    drawn = {
        "$schema": alt.SCHEMA_URL,
        **on_page(),
        **chart.properties,
        "layer": [_unit(each, frames) for each in chart.charts if _has_rows(each)],
    }
    return spoken(drawn), frames


def _has_rows(chart: alt.Chart) -> bool:
    rows = rows_of(chart)
    return rows is None or rows.height > 0


def _unit(chart: alt.Chart, frames: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """Answers one layer; its rows are but named, and kept under that name."""
    rows = rows_of(chart)
    if rows is None:
        return as_layer(chart)
    name = f"rows_{rows.hash_rows().sum()}_{rows.width}"
    frames[name] = rows
    return as_layer(named(chart, name))
