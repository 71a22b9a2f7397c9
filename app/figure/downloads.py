"""The explorer's writer of CSV and workbooks: rows to take away, no text of which is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
from xlsxwriter import Workbook

from app.base.words import Words
from warehouse.ask.spreadsheets import (
    HEADING,
    MOST_COLUMN_WIDTH,
    TEXT,
    column_width,
    number_format,
    safe,
    workbook_of,
    write_text,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format

CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Value: TypeAlias = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Sheet:
    """Rows under headings; numbers are numbers, what is missing is None.

    Attributes:
        headings: What the columns are called, in the language of the page.
        rows: Their values; a Decimal keeps the digits it is shown with.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]

    @classmethod
    def of(cls, frame: pl.DataFrame, headings: Mapping[str, str]) -> "Sheet":
        """Answers some columns of a frame under their headings; columns without a value go.

        Args:
            frame: Rows with texts, numbers, dates and nulls.
            headings: What each column to take is called, in order.
        """
        known = [name for name in headings if frame[name].null_count() < frame.height]
        return cls(headings=[headings[name] for name in known], rows=frame.select(known).rows())

    @classmethod
    def of_cells(
        cls, headings: Sequence[str], rows: Sequence[Sequence[Value]], words: Words
    ) -> "Sheet":
        """Answers cells as shown, with what was written together in columns of its own.

        An interval becomes its lower and its upper limit, a number with a unit the number and the
        unit, so that a spreadsheet can count with them.

        Args:
            headings: What the columns are called.
            rows: Numbers, and texts as shown.
            words: The words of the page.
        """
        columns: list[tuple[str, Sequence[Value]]] = []
        for at, heading in enumerate(headings):
            columns.extend(_apart(heading, [row[at] for row in rows], words))
        return cls(
            headings=[heading for heading, _ in columns],
            rows=list(zip(*(cells for _, cells in columns), strict=True)),
        )

    def with_the_same(self, heading: str, value: str) -> "Sheet":
        """Answers the rows with one more column, which says the same in each.

        Args:
            heading: What the column is called.
            value: What it says.
        """
        return Sheet([*self.headings, heading], [[*row, value] for row in self.rows])

    def as_csv(self) -> bytes:
        """Answers the rows as CSV in UTF-8 with a mark, by which spreadsheets read Chinese."""
        return csv_of([self.headings, *self.rows])

    def as_workbook(self, about: Sequence[str], words: Words) -> bytes:
        """Answers the rows as a workbook, with a second sheet that says what they are.

        Args:
            about: Lines of the second sheet: what is shown, its sources, its build.
            words: The words of the page.
        """
        return workbook_of(lambda book: self._write(book, about, words))

    def _write(self, book: Workbook, about: Sequence[str], words: Words) -> None:
        text, bold = book.add_format(TEXT), book.add_format(HEADING)
        formats: dict[str, Format] = {}
        page = book.add_worksheet(words("sheet_data"))
        page.freeze_panes(1, 0)
        for column, heading in enumerate(self.headings):
            write_text(page, (0, column), heading, bold)
            page.set_column(column, column, self._width(column))
        for at, row in enumerate(self.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float | Decimal):
                    form = number_format(value)
                    formats.setdefault(form, book.add_format({"num_format": form}))
                    page.write_number(at, column, value, formats[form])
                elif value is not None and value != "":
                    write_text(page, (at, column), str(value), text)
        second = book.add_worksheet(words("sheet_about"))
        second.set_column(0, 0, 2 * MOST_COLUMN_WIDTH)
        wrapped = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True})
        for at, line in enumerate(about):
            write_text(second, (at, 0), line, wrapped)

    def _width(self, column: int) -> int:
        return column_width([self.headings[column], *(str(row[column]) for row in self.rows)])


# What two columns stand in together, and what each is called.
INTERVAL = re.compile(r"([-−]?[0-9][0-9,.]*)–([-−]?[0-9][0-9,.]*)")
WITH_UNIT = re.compile(r"([-−+]?[0-9][0-9,.]*) (\D.*)")


def _apart(heading: str, cells: Sequence[Value], words: Words) -> list[tuple[str, Sequence[Value]]]:
    texts = [cell for cell in cells if isinstance(cell, str) and cell]
    for form, (first, second) in (
        (INTERVAL, ("sheet_lower", "sheet_upper")),
        (WITH_UNIT, ("sheet_amount", "sheet_unit")),
    ):
        is_of_form = texts and all(form.fullmatch(each) for each in texts)
        if not is_of_form or any(isinstance(cell, int | float | Decimal) for cell in cells):
            continue
        found = [form.fullmatch(cell) if isinstance(cell, str) else None for cell in cells]
        return [
            (words(first, heading=heading), [shown(each[1]) if each else None for each in found]),
            (words(second, heading=heading), [shown(each[2]) if each else None for each in found]),
        ]
    return [(heading, cells)]


def csv_of(lines: Iterable[Sequence[Value]]) -> bytes:
    """Answers lines as CSV in UTF-8 with a mark, by which spreadsheets read Chinese.

    Args:
        lines: The headings, then the rows; texts that look like formulas are made safe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_in_csv(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def shown(cell: str) -> Value:
    """Answers the number that a cell of a table shows, with its digits, or its text.

    Args:
        cell: 3,517.81 or −2 as shown; a dash alone stands for nothing.
    """
    if cell == "–":
        return None
    bare = cell.replace("−", "-")
    return (
        Decimal(bare.replace(",", "")) if re.fullmatch(r"-?[0-9][0-9,]*(\.[0-9]+)?", bare) else cell
    )


def _in_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return safe(value) if isinstance(value, str) else str(value)
