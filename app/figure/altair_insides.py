"""What the explorer knows of Altair's insides, which a new version may change.

`alt.layer`, and what turns its chart into Vega-Lite, copies every layer five times, for half of a
page's time; checks cost the other half. So each layer is turned into Vega-Lite by itself here, and
unchecked.
"""

from typing import Any

import altair as alt
import polars as pl
from altair.utils import schemapi


def leave_unchecked() -> None:
    """Lets Altair take each piece of a chart as it is.

    It would check every one against the whole schema; the tests check every kind of chart as a
    whole.
    """
    schemapi.DEBUG_MODE = False


def rows_of(chart: alt.Chart) -> pl.DataFrame | None:
    """Answers the rows a chart is drawn from, if it has rows of its own."""
    return chart.data if isinstance(chart.data, pl.DataFrame) else None


def named(chart: alt.Chart, name: str) -> alt.Chart:
    """Answers a chart whose rows are but named."""
    unit = chart.copy(deep=False)
    unit.data = alt.NamedData(name)
    return unit


def as_layer(chart: alt.Chart) -> dict[str, Any]:
    """Answers a chart as a layer of Vega-Lite: without schema, theme and the like."""
    return dict(chart.to_dict(validate=False, context={"top_level": False}))
