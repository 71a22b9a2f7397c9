"""What people open in a spreadsheet: no text of it becomes a formula, an address or a number.

The one place of these rules, for the command and for what the explorer gives away.
"""

import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from warehouse.ground.errors import SheetTooSmallError

# By this mark spreadsheets know that a CSV file is UTF-8, and read Chinese.
MARK: Final = "\ufeff"
PLAIN: Final = re.compile(r"[+\-]?[0-9][0-9,]*(\.[0-9]+)?%?|[-—]+")
# What a spreadsheet may take for a formula when it opens a CSV file (OWASP, CSV injection).
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_COLUMN_WIDTH: Final = 60
LEAST_COLUMN_WIDTH: Final = 6
LONGEST_CELL: Final = 32_767
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
# Of a longer number a spreadsheet forgets the end; before 1900 it knows no day.
MOST_DIGITS: Final = 15
FIRST_YEAR: Final = 1900
ROWS_MEASURED: Final = 100
# A quoted cell stays a text even when somebody edits it.
TEXT: Final = {"num_format": "@", "quote_prefix": True, "valign": "top"}
HEADING: Final = {"num_format": "@", "bold": True, "bottom": 1}

Row: TypeAlias = Sequence[object]


def safe(cell: str) -> str:
    """Answers a text that no spreadsheet takes for a formula; numbers and dashes stay."""
    # Full-width signs count too.
    if unicodedata.normalize("NFKC", cell[:1]).startswith(FORMULA_STARTS) and not PLAIN.fullmatch(
        cell
    ):
        return f"'{cell}"
    return cell


def workbook_of(write: Callable[[Workbook], None]) -> bytes:
    """Answers a workbook in which a text stays a text, whatever it looks like.

    Args:
        write: Adds its sheets; texts by write_text().
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(content, options) as book:
        write(book)
    return content.getvalue()


def write_text(page: Worksheet, cell: tuple[int, int], text: str, form: Format) -> None:
    """Writes a text into a cell, as much of it as a cell can hold.

    Args:
        page: The sheet.
        cell: Row and column, from 0.
        text: The text; never taken for a formula, a number or an address.
        form: How it looks.
    """
    page.write_string(*cell, text[:LONGEST_CELL], form)


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


def number_format(value: float | Decimal) -> str:
    """Answers how a number is shown: a Decimal with its digits, others as they need."""
    if not isinstance(value, Decimal):
        return "General"
    exponent = value.as_tuple().exponent
    return f"#,##0.{'0' * -exponent}" if isinstance(exponent, int) and exponent < 0 else "#,##0"


def write_result(
    names: Sequence[str], rows: Iterable[Row], shown: Callable[[object], str], out: BinaryIO
) -> tuple[int, int]:
    """Writes rows as a workbook of one sheet, its headings staying in sight.

    Numbers and days are numbers and days to the spreadsheet, where it can hold them; all else is
    text. Rows go through a file, not through memory.

    Args:
        names: The headings.
        rows: The values.
        shown: Answers a value as text.
        out: Where to write.

    Returns:
        How many rows there are, and of how many cells the end had to be cut.

    Raises:
        SheetTooSmallError: There are more rows or columns than a sheet holds; nothing is written.
    """
    if len(names) > MOST_COLUMNS:
        raise SheetTooSmallError
    with tempfile.TemporaryFile() as kept:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with Workbook(kept, options) as book:
            counted = _Result(book, names, shown).write(rows)
        kept.seek(0)
        while piece := kept.read(1 << 20):
            out.write(piece)
    out.flush()
    return counted


class _Result:
    """A sheet as it is being written, row by row."""

    def __init__(
        self, book: Workbook, names: Sequence[str], shown: Callable[[object], str]
    ) -> None:
        self._page, self._names, self._shown = book.add_worksheet("data"), names, shown
        self._text, self._heading = book.add_format(TEXT), book.add_format(HEADING)
        self._book = book
        self._formats: dict[str, Format] = {}
        self._cut = 0

    def write(self, rows: Iterable[Row]) -> tuple[int, int]:
        """Writes the headings, then the rows, and answers as write_result()."""
        source = iter(rows)
        first = [row for row, _ in zip(source, range(ROWS_MEASURED), strict=False)]
        self._page.freeze_panes(1, 0)
        for column, name in enumerate(self._names):
            cells = [name, *(self._as_text(row[column]) for row in first)]
            self._page.set_column(column, column, column_width(cells))
            self._write_text(0, column, name, self._heading)
        at = 0
        for at, row in enumerate(self._all(first, source), start=1):
            if at >= MOST_ROWS:
                raise SheetTooSmallError
            for column, value in enumerate(row):
                self._write(at, column, value)
        return at, self._cut

    def _all(self, first: Sequence[Row], rest: Iterator[Row]) -> Iterator[Row]:
        yield from first
        yield from rest

    def _write(self, at: int, column: int, value: object) -> None:
        match value:
            case None:
                return
            case bool():
                self._page.write_boolean(at, column, value)
            case int() | float() | Decimal() if _fits(value):
                self._page.write_number(at, column, value, self._format(number_format(value)))
            case datetime() if value.tzinfo is None and value.year >= FIRST_YEAR:
                form = self._format("yyyy-mm-dd hh:mm:ss")
                self._page.write_datetime(at, column, value, form)
            case date() if not isinstance(value, datetime) and value.year >= FIRST_YEAR:
                self._page.write_datetime(at, column, value, self._format("yyyy-mm-dd"))
            case _:
                self._write_text(at, column, self._shown(value), self._text)

    def _write_text(self, at: int, column: int, text: str, form: Format) -> None:
        self._cut += len(text) > LONGEST_CELL
        if text:
            write_text(self._page, (at, column), text, form)

    def _format(self, form: str) -> Format:
        if form not in self._formats:
            self._formats[form] = self._book.add_format({"num_format": form, "valign": "top"})
        return self._formats[form]

    def _as_text(self, value: object) -> str:
        return "" if value is None else self._shown(value)


def _fits(value: float | Decimal) -> bool:
    """Answers whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, float):
        return value - value == 0  # neither NaN nor infinite
    digits = Decimal(value)
    return digits.is_finite() and len(digits.as_tuple().digits) <= MOST_DIGITS
