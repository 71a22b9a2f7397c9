"""Small charts inside a card: a few points, the line between neighbours, the limit.

Pictures without a path or tooltips, for the overview; a plan's cards have charts with both
(app/plans/path_charts.py).
"""

from html import escape
from itertools import pairwise
from urllib.parse import quote

import polars as pl

WIDTH, HEIGHT, EDGE = 128, 46, 5
FEWEST = 2
# An image has no part in the page's style, and Streamlit lets no drawing into its HTML: it has
# colours of its own for a light and for a dark ground, which the reader's system chooses as for
# the page.
STYLE = """<style>
.v{stroke:#0072B2;fill:#0072B2}.o{stroke:#0072B2;fill:#fff}.l{stroke:#52606d}.b{stroke:#1f2933}
@media(prefers-color-scheme:dark){
.v{stroke:#56b4e9;fill:#56b4e9}.o{stroke:#56b4e9;fill:#12181f}.l{stroke:#a9b4bf}.b{stroke:#e6e9ed}
}</style>"""
LINE = 'class="v" stroke-width="2"'
LIMIT = 'class="l" stroke-dasharray="4 3"'
BREAK = 'class="b" stroke-dasharray="2 3"'


def sparkline(values: pl.DataFrame, limit: float | None, last_year: int, said: str) -> str:
    """Answers values over the years as an image; nothing where there are not two of them.

    From zero, as the large charts. A line stands only between values that compare; where the
    scope changes, a vertical rule.

    Args:
        values: period_end_date, period_year, shown, scope_code, continues and is_provisional,
            by time.
        limit: The value to reach, a dashed line; None where there is none.
        last_year: The year up to which time goes, that of the target.
        said: What the chart shows, for those who cannot see it.
    """
    if values.height < FEWEST:
        return ""
    days = values["period_end_date"].to_list()
    first = days[0].toordinal()
    span = max(days[-1].toordinal() - first, (last_year - days[0].year) * 365, 1)
    top = max([*values["shown"].to_list(), limit or 0]) or 1
    xs = [EDGE + (day.toordinal() - first) / span * (WIDTH - 2 * EDGE) for day in days]
    ys = [_height(value, top) for value in values["shown"].to_list()]
    points = list(zip(xs, ys, values.iter_rows(named=True), strict=True))
    drawn = []
    if limit is not None:
        y = _height(limit, top)
        drawn.append(_line(0, y, WIDTH, y, LIMIT))
    for (x1, y1, before), (x2, y2, after) in pairwise(points):
        if before["scope_code"] != after["scope_code"]:
            drawn.append(_line((x1 + x2) / 2, 0, (x1 + x2) / 2, HEIGHT, BREAK))
        elif after["continues"]:
            drawn.append(_line(x1, y1, x2, y2, LINE))
    for x, y, row in points:
        kind = "o" if row["is_provisional"] else "v"
        drawn.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3" stroke-width="1.5"/>')
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{STYLE}{"".join(drawn)}</svg>'
    )
    told = escape(said, quote=True)
    return (
        f'<img class="spark" src="data:image/svg+xml,{quote(image)}" width="{WIDTH}" '
        f'height="{HEIGHT}" alt="{told}" title="{told}">'
    )


def _line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {style}/>'


def _height(value: float, top: float) -> float:
    return HEIGHT - EDGE - value / top * (HEIGHT - 2 * EDGE)
