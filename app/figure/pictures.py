"""Charts as pictures to take away: with title, what is shown, sources and build, without a browser.

Vega's own renderer runs in this process (vl-convert); it is imported only when a picture is asked
for. A picture is drawn with the fonts of the server.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from typing import Any

import altair as alt
import polars as pl

from app.figure.leading import OPENS, still
from app.figure.theme import FONT, QUIET, theme

WIDTH = 860
MOST_COLUMNS = 4
LINE_HEIGHT = 18
TITLE_SIZE, TEXT_SIZE = 17, 13
# Two pixels for each: sharp in print, and still small enough for a letter.
SCALE = 2
OUTER = ("$schema", "config", "padding", "autosize", "background")


def whole(
    charts: Sequence[tuple[dict[str, Any], dict[str, pl.DataFrame]]],
    *,
    title: str,
    subtitle: str,
    footer: Sequence[str],
) -> dict[str, Any]:
    """Answers Vega-Lite that stands by itself: charts with rows, title above and sources below.

    Args:
        charts: As layers.bare answers them; several stand in rows of four.
        title: What is to be learnt.
        subtitle: What is shown.
        footer: What its signs mean, where it is from: a paragraph each.
    """
    parts = [
        {name: part for name, part in still(spec).items() if name not in OUTER}
        for spec, _ in charts
    ]
    if len(parts) == 1:
        middle = {"width": WIDTH, **parts[0]}
    else:
        middle = {"concat": parts, "columns": MOST_COLUMNS}
    above = {"text": _lines(title, TITLE_SIZE), "subtitle": _lines(subtitle, TEXT_SIZE)}
    sizes = {"fontSize": TITLE_SIZE, "subtitleFontSize": TEXT_SIZE, "lineHeight": TITLE_SIZE + 6}
    return {
        "$schema": alt.SCHEMA_URL,
        **theme(),
        "description": f"{title} {subtitle}",
        "padding": 16,
        "title": {
            **above,
            **sizes,
            "subtitleLineHeight": LINE_HEIGHT,
            "anchor": "start",
            "offset": 26,
        },
        "vconcat": [middle, _below([line for said in footer for line in _lines(said, TEXT_SIZE)])],
        "datasets": {
            name: [_plain(row) for row in frame.drop(OPENS, strict=False).iter_rows(named=True)]
            for _, frames in charts
            for name, frame in frames.items()
        },
    }


def as_png(spec: Mapping[str, Any]) -> bytes:
    """Answers a picture for documents."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(dict(spec), scale=SCALE))


def as_svg(spec: Mapping[str, Any]) -> bytes:
    """Answers a picture that can be enlarged and changed; its letters stay letters."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(dict(spec))).encode()


@cache
def has_chinese_font() -> bool:
    """Answers whether a font of this machine can draw Chinese: whether 中 leaves any ink."""
    import vl_convert

    drawn = [
        vl_convert.svg_to_png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
            f'<text x="1" y="16" font-family="{FONT}">{letter}</text></svg>'
        )
        for letter in ("中", " ")
    ]
    return bool(drawn[0] != drawn[1])


def _below(lines: Sequence[str]) -> dict[str, Any]:
    rows = [{"line": line, "place": place} for line, place in zip(lines, count())]
    return {
        "data": {"values": rows},
        "width": WIDTH,
        "height": LINE_HEIGHT * len(lines),
        "mark": {"type": "text", "align": "left", "baseline": "middle", "color": QUIET},
        "encoding": {
            "x": {"value": 0},
            "y": {"field": "place", "type": "ordinal", "axis": None},
            "text": {"field": "line", "type": "nominal"},
        },
    }


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def _lines(text: str, size: int) -> list[str]:
    """Answers a text in lines that fit; between Chinese letters a line may end anywhere."""
    most = 2 * WIDTH / size
    lines, line, width = [], "", 0.0
    for word in _words(text):
        long = sum(2 if _is_wide(letter) else 1.1 for letter in word)
        if line and width + long > most:
            lines.append(line.rstrip())
            line, width = "", 0.0
        line += word
        width += long
    return [*lines, line.rstrip()]


def _words(text: str) -> list[str]:
    """Answers what must stay on one line: a word with its blank, a Chinese letter with its stop."""
    words: list[str] = []
    for letter in text:
        joins = words and (
            unicodedata.category(letter) in ("Pe", "Po", "Zs", "Pf")
            or (not _is_wide(letter) and not _is_wide(words[-1][-1]) and words[-1][-1] != " ")
        )
        if joins:
            words[-1] += letter
        else:
            words.append(letter)
    return words


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WFA"
