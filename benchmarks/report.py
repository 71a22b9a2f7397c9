"""Timings into tables, and tables into the README."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from benchmarks.clock import Timings

FIGURES = "figures"
EXPLORER = "explorer"
GROWTH = "growth"
RECORDS = "records"
CALIBRATION = "calibration"
DETECTION = "detection"
LONG = 10.0
SHORT = 0.1
MIB = 1024**2


class MissingMarkersError(ValueError):
    """The README has no place for the figures."""

    def __init__(self, place: str) -> None:
        """Names the markers."""
        start, end = markers(place)
        super().__init__(f"the text needs a line {start} and, below it, a line {end}")


class Told(Protocol):
    """Figures that can be written down."""

    def as_markdown(self) -> str:
        """Answers them as Markdown."""


@dataclass(frozen=True)
class Table:
    """Timings that belong together.

    Attributes:
        title: What they are about.
        against: What the ratios compare with.
        rows: The timings.
        remarks: Sentences below the table.
    """

    title: str
    against: Timings
    rows: tuple[Timings, ...]
    remarks: tuple[str, ...] = ()

    def as_markdown(self) -> str:
        """Answers the table as Markdown."""
        head: tuple[str, ...] = (
            "",
            "median, s",
            "lowest to highest, s",
            "times",
            f"÷ {self.against.what}",
        )
        if self._shows_memory:
            head = (*head, "most memory, MiB")
        lines = [line(head), line(("---", *["---:"] * (len(head) - 1)))]
        lines += [line(self._cells(row)) for row in self.rows]
        parts = [f"### {self.title}", "\n".join(lines)]
        if self.remarks:
            parts.append("\n".join(f"- {remark}" for remark in self.remarks))
        return "\n\n".join(parts)

    @property
    def _shows_memory(self) -> bool:
        return any(row.peak_bytes for row in self.rows)

    def _cells(self, row: Timings) -> tuple[str, ...]:
        cells = (
            row.what,
            number(row.median),
            f"{number(min(row.seconds))} to {number(max(row.seconds))}",
            str(len(row.seconds)),
            ratio(row.median, self.against.median),
        )
        if not self._shows_memory:
            return cells
        return (*cells, f"{max(row.peak_bytes) / MIB:,.0f}" if row.peak_bytes else "")


def number(value: float) -> str:
    """Answers a number with about three digits."""
    if value < SHORT:
        return f"{value:.3f}"
    return f"{value:.1f}" if value >= LONG else f"{value:.2f}"


def ratio(value: float, reference: float) -> str:
    """Answers how many times the reference a value is."""
    times = value / reference
    return f"{times:.0f}×" if times >= LONG else f"{times:.2f}×"


def aim(what: str, value: float, against: str, reference: float, limit: float) -> str:
    """Answers whether an aim is met: at most so many times a reference.

    Args:
        what: What was measured.
        value: What it took.
        against: What it is compared with.
        reference: What that took.
        limit: The ratio aimed at.
    """
    is_met = value <= limit * reference
    return (
        f"**Aim {'met' if is_met else 'not met'}**: {what}, {ratio(value, reference)} of {against};"
        f" at most {limit:g}× is aimed at."
    )


def markers(place: str) -> tuple[str, str]:
    """Answers the lines between which the figures of a place stand."""
    return f"<!-- {place}: start -->", f"<!-- {place}: end -->"


def with_figures(text: str, figures: str, place: str = FIGURES) -> str:
    """Answers a text with new figures between its markers.

    Args:
        text: The README.
        figures: What to write, in Markdown.
        place: Which markers.

    Raises:
        MissingMarkersError: The text has no markers.
    """
    first, last = markers(place)
    before, start, rest = text.partition(first)
    _, end, after = rest.partition(last)
    if not (start and end):
        raise MissingMarkersError(place)
    return f"{before}{first}\n\n{figures}\n\n{last}{after}"


def line(cells: Iterable[str]) -> str:
    """Answers a line of a table in Markdown."""
    return f"| {' | '.join(cells)} |"
