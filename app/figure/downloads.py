"""Rows to take away, as CSV and as a workbook that no spreadsheet takes for formulas."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
from xlsxwriter import Workbook

from app.base.words import Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format

CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = re.compile(r"[+\-]?[0-9][0-9,]*(\.[0-9]+)?%?|[-—]+")
# What a spreadsheet may take for a formula when it opens a CSV file (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_COLUMN_WIDTH = 60
LEAST_COLUMN_WIDTH = 6
LONGEST_CELL = 32_767

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

    def as_csv(self) -> bytes:
        """Answers the rows as CSV in UTF-8 with a mark, by which spreadsheets read Chinese."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([safe(heading) for heading in self.headings])
        writer.writerows([_in_csv(value) for value in row] for row in self.rows)
        return text.getvalue().encode("utf-8-sig")

    def as_workbook(self, about: Sequence[str], words: Words) -> bytes:
        """Answers the rows as a workbook, with a second sheet that says what they are.

        Args:
            about: Lines of the second sheet: what is shown, its sources, its build.
            words: The words of the page.
        """
        content = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(content, options) as book:
            # A quoted cell stays a text even when somebody edits it.
            text = book.add_format({"num_format": "@", "quote_prefix": True, "valign": "top"})
            bold = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
            formats: dict[str, Format] = {}
            page = book.add_worksheet(words("sheet_data"))
            page.freeze_panes(1, 0)
            for column, heading in enumerate(self.headings):
                page.write_string(0, column, heading, bold)
                page.set_column(column, column, self._width(column))
            for at, row in enumerate(self.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, int | float | Decimal):
                        form = _number_format(value)
                        formats.setdefault(form, book.add_format({"num_format": form}))
                        page.write_number(at, column, value, formats[form])
                    elif value is not None and value != "":
                        page.write_string(at, column, str(value)[:LONGEST_CELL], text)
            second = book.add_worksheet(words("sheet_about"))
            second.set_column(0, 0, 2 * MOST_COLUMN_WIDTH)
            wrapped = book.add_format({"num_format": "@", "quote_prefix": True, "text_wrap": True})
            for at, line in enumerate(about):
                second.write_string(at, 0, line[:LONGEST_CELL], wrapped)
        return content.getvalue()

    def _width(self, column: int) -> int:
        return column_width([self.headings[column], *(str(row[column]) for row in self.rows)])


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


def safe(cell: str) -> str:
    """Answers a text that no spreadsheet takes for a formula; numbers and dashes stay."""
    # Full-width signs count too.
    if unicodedata.normalize("NFKC", cell[:1]).startswith(FORMULA_STARTS) and not PLAIN.fullmatch(
        cell
    ):
        return f"'{cell}"
    return cell


def column_width(cells: Sequence[str]) -> int:
    """Answers a column's width in characters; a Chinese one is two wide."""
    longest = max(
        (
            len(part.encode("gb18030", errors="replace"))
            for cell in cells
            for part in cell.split("\n")
        ),
        default=0,
    )
    return min(max(longest, LEAST_COLUMN_WIDTH) + 2, MOST_COLUMN_WIDTH)


def _in_csv(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return safe(value) if isinstance(value, str) else str(value)


def _number_format(value: float | Decimal) -> str:
    if not isinstance(value, Decimal):
        return "General"
    exponent = value.as_tuple().exponent
    return f"#,##0.{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else "#,##0"
