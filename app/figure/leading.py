"""Marks of charts that lead on: a point to its source, a dot to its region, a cell to its rows.

reach.js opens what a mark names (its href) as it opens a link. A link with a fragment (#sources)
shows that part of the page once it is there. What is taken away leads nowhere.
"""

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import polars as pl

# The column that names where the mark of a row leads.
OPENS: Final = "opens"


def leading(marks: alt.Chart, rows: pl.DataFrame) -> alt.Chart:
    """Answers marks that open what their rows name in the column `opens`, where they have one."""
    if OPENS not in rows.columns:
        return marks
    led: alt.Chart = marks.encode(href=alt.Href(f"{OPENS}:N"))
    return led


def still(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Answers a chart of layers, as Vega-Lite, whose marks lead nowhere."""
    layers = [
        {
            **layer,
            "encoding": {
                name: channel for name, channel in layer["encoding"].items() if name != "href"
            },
        }
        if "encoding" in layer
        else layer
        for layer in spec.get("layer", [])
    ]
    return {**spec, "layer": layers} if layers else dict(spec)
