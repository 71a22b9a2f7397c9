"""What marks of charts say to a screen reader, in the browser's own words for it: Vega's SVG."""

import re
from html import unescape

import altair as alt
import polars as pl

from app.figure import layering, pictures
from app.figure.layering import Layers

ROWS = pl.DataFrame(
    {
        "region": ['嘉"兴市', "全国"],
        "year": [2015, 2015],
        "rate": [0.0904, None],
        "side": ["a", "b"],
    }
)


def said(chart: Layers) -> list[str]:
    """Answers the labels of a chart's marks."""
    bare = layering.bare(chart)
    spec = pictures.whole([bare], title="标题", subtitle="", footer=["说明"])
    drawn = pictures.as_svg(spec).decode()
    labels = re.findall(r'aria-label="([^"]*)" role="graphics-symbol"', drawn)
    return [unescape(label) for label in labels]


def test_a_mark_says_what_its_tooltip_says_and_nothing_of_what_is_missing() -> None:
    base = alt.Chart(ROWS).encode(x="year:Q", y="rate:Q")
    tips = [alt.Tooltip("region:N", title="地区"), alt.Tooltip("rate:Q", title="率", format=".2f")]
    points = base.mark_point().encode(tooltip=tips, color="side:N")
    lines = base.mark_line().encode(detail="side:N")
    names = base.mark_text().encode(text="region:N")
    labels = said(layering.layered(lines, points, names))
    assert '地区 嘉"兴市; 率 0.09; ' in labels
    assert '嘉"兴市' in labels
    assert not [label for label in labels if "side" in label or "rate" in label or "null" in label]


def test_of_charts_within_a_chart_each_is_told_or_silent() -> None:
    tip = alt.Tooltip("region:N", title="地区")
    bars = alt.Chart(ROWS).mark_bar().encode(y="rate:Q", tooltip=tip)
    rules = alt.Chart(ROWS).mark_rule().encode(y="rate:Q")
    bare, _ = layering.bare(layering.layered(bars, rules))
    first, second = bare["layer"]
    assert first["encoding"]["description"]["value"]["expr"].startswith("(isValid(datum")
    assert second["mark"]["aria"] is False
