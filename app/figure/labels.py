"""Words at the ends of lines and paths: where they cover nothing, and how they are drawn."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final, Literal

import altair as alt
import polars as pl

from app.figure.charts import TREND_HEIGHT
from app.figure.theme import HUES, INK

ACCENT, OTHERS = HUES[:2]
LINE_OF_WORDS = 17 / TREND_HEIGHT  # of the chart's height
CHART_WIDTH = 1000  # pixels between the axes, about, on a screen of 1280
SHIFTS = (0, 1, -1, 1.6, -1.6, 2.4, -2.4)  # lines up and down where words may stand
WIDE, NARROW = 13, 7.5  # pixels of a Chinese sign and of a letter
# What words stand for, in the order in which they are laid: later ones lie above.
KINDS: Final[tuple[tuple[str, str, Literal["normal", "bold"]], ...]] = (
    ("other", OTHERS, "normal"),
    ("target", INK, "normal"),
    ("chosen", ACCENT, "bold"),
)
# Behind their point or before it, by so many pixels.
SIDES: Final[tuple[tuple[Literal["left", "right"], int], ...]] = (("left", 11), ("right", -11))


@dataclass(frozen=True)
class Room:
    """What words at the ends of lines may not cover: dashed paths, rules, other words.

    Attributes:
        column: The column that has the time.
        width: How much time the chart shows, in the unit of the column's numbers.
        top: The highest value of its axis.
        paths: year and value of the paths, by target.
        rules: Where rules stand.
    """

    column: str
    width: float
    top: float
    paths: list[list[tuple[float, float]]]
    rules: list[float]

    def placed(self, spoken: pl.DataFrame) -> pl.DataFrame:
        """Answers the words with the side and height at which they cover nothing, if there is one.

        Args:
            spoken: One row per text: the column of time, value, said, kind.

        Returns:
            The same with align (left: behind its point; right: before it) and value moved.
        """
        taken: list[tuple[float, float, float]] = []
        rows = []
        order = pl.col("kind").replace_strict({"chosen": 0, "target": 1, "other": 2})
        for row in spoken.sort(order, "value").iter_rows(named=True):
            at, value = as_number(row[self.column]), float(row["value"])
            length = (_pixels(row["said"]) + 14) / CHART_WIDTH * self.width
            places = [
                (align, value + lines * LINE_OF_WORDS * self.top)
                for lines in SHIFTS
                for align in ("left", "right")
            ]
            free = [
                place
                for place in places
                if place[1] > 0 and self._is_free(*_span(at, length, place[0]), place[1], taken)
            ]
            align, height = (free or places)[0]
            taken.append((*_span(at, length, align), height))
            rows.append({**row, "value": height, "align": align})
        return pl.DataFrame(rows, schema={**spoken.schema, "align": pl.String})

    def _is_free(
        self, first: float, last: float, height: float, taken: list[tuple[float, float, float]]
    ) -> bool:
        line = LINE_OF_WORDS * self.top
        if any(first < rule < last for rule in self.rules):
            return False
        if any(
            begin < last and first < end and abs(other - height) < line
            for begin, end, other in taken
        ):
            return False
        steps = [first + (last - first) * step / 8 for step in range(9)]
        return not any(
            abs(passed - height) < 0.7 * line
            for path in self.paths
            for step in steps
            if (passed := _passes(path, step)) is not None
        )


def _passes(path: list[tuple[float, float]], at: float) -> float | None:
    """Answers the value at which a path passes a time; None before and behind it."""
    for (x1, y1), (x2, y2) in pairwise(path):
        if x1 <= at <= x2 and x2 > x1:
            return y1 + (y2 - y1) * (at - x1) / (x2 - x1)
    return None


def _span(at: float, length: float, align: str) -> tuple[float, float]:
    return (at, at + length) if align == "left" else (at - length, at)


def as_number(time: float | date) -> float:
    """Answers a time as the number that its axis counts: a year, or a day."""
    return float(time.toordinal()) if isinstance(time, date) else float(time)


def _pixels(said: str) -> float:
    return sum(WIDE if unicodedata.east_asian_width(sign) in "WF" else NARROW for sign in said)


def padding(spoken: pl.DataFrame) -> dict[str, float]:
    """Answers the room around a chart: at its right as much as the longest words take."""
    longest = max([_pixels(said) for said in spoken["said"]] or [0])
    return {"left": 5, "top": 8, "right": 16 + longest, "bottom": 5}


def drawn(spoken: pl.DataFrame, x: alt.X, y: Callable[[str], alt.Y]) -> list[alt.Chart]:
    """Answers words as layers, each on a ground of its own: lines pass behind it.

    Args:
        spoken: What Room.placed() answers.
        x: The axis of time.
        y: The axis of values by the column that has them.
    """
    layers = []
    for kind, colour, weight in KINDS:
        for align, dx in SIDES:
            part = spoken.filter((pl.col("kind") == kind) & (pl.col("align") == align))
            if part.height:
                base = alt.Chart(part).encode(x=x, y=y("value"), text=alt.Text("said:N"))
                layers += [
                    base.mark_text(
                        align=align,
                        dx=dx,
                        fontWeight=weight,
                        stroke="white",
                        strokeWidth=4,
                        aria=False,
                    ),
                    base.mark_text(align=align, dx=dx, fontWeight=weight, color=colour),
                ]
    return layers
