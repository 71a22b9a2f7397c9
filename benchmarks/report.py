"""Timings into tables, and tables into the README."""

from dataclasses import dataclass

from benchmarks.clock import Timings

START = "<!-- figures: start -->"
END = "<!-- figures: end -->"
LONG = 10.0
SHORT = 0.1


class MissingMarkersError(ValueError):
    """The README has no place for the figures."""

    def __init__(self) -> None:
        """Names the markers."""
        super().__init__(f"the text needs a line {START} and, below it, a line {END}")


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
        head = ("", "median, s", "lowest to highest, s", "times", f"÷ {self.against.what}")
        lines = [_line(head), _line(("---", *["---:"] * (len(head) - 1)))]
        lines += [_line(self._cells(row)) for row in self.rows]
        parts = [f"### {self.title}", "\n".join(lines)]
        if self.remarks:
            parts.append("\n".join(f"- {remark}" for remark in self.remarks))
        return "\n\n".join(parts)

    def _cells(self, row: Timings) -> tuple[str, ...]:
        return (
            row.what,
            number(row.median),
            f"{number(min(row.seconds))} to {number(max(row.seconds))}",
            str(len(row.seconds)),
            ratio(row.median, self.against.median),
        )


def number(value: float) -> str:
    """Answers a number with about three digits."""
    if value < SHORT:
        return f"{value:.3f}"
    return f"{value:.1f}" if value >= LONG else f"{value:.2f}"


def ratio(value: float, reference: float) -> str:
    """Answers how many times the reference a value is."""
    times = value / reference
    return f"{times:.0f}×" if times >= LONG else f"{times:.2f}×"


def with_figures(text: str, figures: str) -> str:
    """Answers a text with new figures between its markers.

    Raises:
        MissingMarkersError: The text has no markers.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise MissingMarkersError
    return f"{before}{START}\n\n{figures}\n\n{END}{after}"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
