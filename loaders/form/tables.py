"""Where a table ends, and whether another one of its form stands below or beside it.

What stands below a table is never taken for more of its rows: a row that repeats the headings, a
row that the layout looks for above a table, and a lone title end it. What comes after is a table
of its own where the layout finds its titles and headings again, and belongs to no table otherwise.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from loaders.bytes.documents import Sheet
from loaders.form.layouts import Layout
from loaders.form.marks import (
    CONTINUED,
    ROW,
    Names,
    canonical_of,
    figure_columns,
    is_short,
    label_of,
    marks_of,
    texts_of,
)
from loaders.form.recognising import Cells, Fit, found_above, headings_of, lacking, place

MOST_TITLE_ROWS: Final = 40
# What a constant may say that a title above another table may say otherwise.
MEANING: Final = frozenset(
    ("measure", "scope", "unit", "period", "period_basis", "region_code", "region_name")
)
LEAST_LABELS: Final = 2
NUMBER: Final = r"^\s*[-+]?\d[\d,.]*\s*$"


@dataclass(frozen=True)
class Piece:
    """Rows that stand together on a sheet.

    Attributes:
        fit: The table they are rows of; None for rows of no table that can be read.
        rows: The rows, as they stand in the file.
        ignored: What they are where they are no data: title or footnote; "" for data.
        why: Of rows of no table: the row that ended the table above them, number and text.
    """

    fit: Fit | None
    rows: pl.DataFrame
    ignored: str = ""
    why: str = ""


def pieces(fit: Fit, names: Names) -> Iterator[Piece]:
    """Yields all rows of a sheet but the headings, table by table.

    Args:
        fit: The first table.
        names: Answers whether a text is a name of something that a canonical column holds.
    """
    left, right = _side_by_side(fit, names)
    yield from _Below(left, names).pieces()
    if right is None:
        return
    beside = place(right, fit.layout)
    if isinstance(beside, Fit) and not is_for_one_table(beside.layout):
        yield from _Below(beside, names).pieces()
        return
    heading = right.head.filter(pl.col(ROW) == fit.header_row)
    why = _why(heading.row(0)) if heading.height else ""
    for batch in right.batches():
        yield Piece(None, batch.filter(pl.col(ROW) <= fit.header_row), "title")
        yield Piece(None, batch.filter(pl.col(ROW) > fit.header_row), why=why)


def is_for_one_table(layout: Layout) -> bool:
    """Answers whether another table could mean something else without the layout seeing it.

    Such a layout says itself what is measured, where or when, and reads no title.
    """
    return not layout.above and bool(MEANING & set(layout.constants))


class _Below:
    """The tables of a sheet, one below the other; used once."""

    def __init__(self, fit: Fit, names: Names) -> None:
        self._first = fit
        self._fit: Fit | None = fit
        self._names = names
        self._is_over = False
        self._why = ""
        self._pending: pl.DataFrame | None = None

    def pieces(self) -> Iterator[Piece]:
        """Yields the rows piece by piece."""
        fit = self._first
        for batch in fit.sheet.batches():
            above = batch.filter(pl.col(ROW) <= fit.header_row - fit.layout.header_rows)
            if above.height:
                yield from self._above(above)
            body = batch.filter(pl.col(ROW) > fit.header_row)
            if self._pending is not None:
                body, self._pending = pl.concat([self._pending, body]), None
            yield from self._take(body)
        if self._pending is not None:
            yield Piece(self._fit, self._pending, "title")

    def _above(self, rows: pl.DataFrame) -> Iterator[Piece]:
        """Yields titles; what looks like the table's rows above its headings is of no table."""
        label, figures = label_of(self._first), figure_columns(self._first)
        if label is None or not figures:
            yield Piece(self._first, rows, "title")
            return
        texts = rows[label[0]].drop_nulls().unique().to_list()
        known = [text for text in texts if self._names(label[1], text)]
        numbers = [pl.col(name).str.contains(NUMBER).fill_null(value=False) for name in figures]
        is_row = pl.col(label[0]).is_in(known).fill_null(value=False) & pl.any_horizontal(numbers)
        is_data = rows.select(is_row.alias("is"))["is"]
        yield Piece(self._first, rows.filter(~is_data), "title")
        if is_data.any():
            yield Piece(None, rows.filter(is_data), why=_why(rows.row(0)))

    def _take(self, body: pl.DataFrame) -> Iterator[Piece]:
        """Yields a batch's rows, from mark to mark."""
        marks = marks_of(self._first, body, self._names)
        at = 0
        for position, kind in marks:
            if position < at or (self._is_over and kind == "end"):
                continue
            yield from self._until(body.slice(at, position - at))
            if kind == "end" or (self._is_over and kind == "lone"):
                self._is_over = True
                yield Piece(self._fit, body.slice(position, 1), "footnote")
                at = position + 1
            else:
                at = yield from self._begin(body, position)
        yield from self._until(body.slice(at))

    def _until(self, rows: pl.DataFrame) -> Iterator[Piece]:
        """Yields the rows before the next mark as what they are."""
        if self._is_over:
            yield Piece(self._fit, rows, "footnote")
        else:
            yield Piece(self._fit, rows, why="" if self._fit else self._why)

    def _begin(self, body: pl.DataFrame, at: int) -> Generator[Piece, None, int]:
        """Yields the titles at a mark, and keeps the table that they and their headings begin.

        Returns:
            The position of the first row after them.
        """
        deep = self._first.layout.header_rows
        rows = body.slice(at, MOST_TITLE_ROWS + deep).rows()
        before, self._fit = self._fit, None
        self._is_over, self._why = False, _why(rows[0])
        passed = 0
        while passed + deep <= len(rows):
            self._fit = self._table(rows, passed, before)
            if self._fit is not None:
                yield Piece(self._fit, body.slice(at, passed + deep), "title")
                return at + passed + deep
            if passed and not is_short(texts_of(rows[passed][1:])):
                break
            passed += 1
        if passed + deep > len(rows) and at + len(rows) == body.height:
            self._pending = body.slice(at)  # the headings may be in the next batch
            return body.height
        yield Piece(None, body.slice(at, max(passed, 1)), "title")
        return at + max(passed, 1)

    def _table(self, rows: list[Cells], at: int, before: Fit | None) -> Fit | None:
        """Answers the table whose headings begin at a row, below the titles passed so far.

        One that only says 续表 has the titles of the table before. Headings alone begin no
        other table of a measure that the layout names: it may be another measure's.
        """
        layout = self._first.layout
        block = [cells[1:] for cells in rows[at : at + layout.header_rows]]
        headings = headings_of(block, self._first.sheet.head.columns[1:])
        titles = [text for row in rows[:at] for text in texts_of(row[1:])]
        goes_on = before is not None and bool(titles) and all(map(CONTINUED.fullmatch, titles))
        above = before.above if before and goes_on else found_above(layout, titles)
        if not headings or above is None or lacking(layout, headings, above):
            return None
        is_another = "measure" in layout.constants or bool(titles)
        if is_another and not goes_on and is_for_one_table(layout):
            return None
        number = int(str(rows[at + layout.header_rows - 1][0]))
        return replace(self._first, header_row=number, headings=headings, above=above)


def _side_by_side(fit: Fit, names: Names) -> tuple[Fit, Sheet | None]:
    """Answers the table without what stands to its right, and that, where it is another table.

    It is another one if, right of the first figures, a column that the layout does not ask for
    holds what the first column holds, such as names of regions, and figures follow it.
    """
    label, figures = label_of(fit), figure_columns(fit)
    if label is None or fit.layout.across is None:
        return fit, None
    columns = fit.sheet.head.columns[1:]
    headings = {column: heading for heading, column in fit.headings.items()}
    body = fit.sheet.head.filter(pl.col(ROW) > fit.header_row)
    between = columns[columns.index(figures[0]) + 1 : columns.index(figures[-1])]
    for column in between:
        if column in figures or canonical_of(fit.layout, headings.get(column)) is not None:
            continue
        texts = [text for text in body[column].drop_nulls().to_list() if text.strip()]
        known = sum(names(label[1], text) for text in texts)
        if known >= LEAST_LABELS and 2 * known > len(texts):
            kept = columns[: columns.index(column)]
            own = {heading: place for heading, place in fit.headings.items() if place in kept}
            left = replace(fit, sheet=fit.sheet.with_columns(kept), headings=own)
            return left, fit.sheet.with_columns(columns[len(kept) :])
    return fit, None


def _why(row: Cells) -> str:
    """Answers a row for people: its number and its first text."""
    return f"{row[0]}: {next(iter(texts_of(row[1:])), '')}"
