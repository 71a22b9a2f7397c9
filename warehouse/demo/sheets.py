"""Bytes of the files a city sends: text in two encodings, workbooks with titles and footnotes.

The same rows give the same bytes everywhere: no time of day, no packing (zlib differs from machine
to machine), no order but that of the rows.
"""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | float | date | datetime | None
WRITTEN_AT: Final = datetime(2026, 11, 8)  # noqa: DTZ001, a workbook knows no zones
DOS_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Table:
    """A table on a sheet.

    Attributes:
        name: What the sheet is called.
        headings: Its headings.
        rows: Its rows.
        above: Titles, a row each.
        below: Footnotes, a row each.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = field(default=())
    below: Sequence[str] = field(default=())


def as_text(table: Table, encoding: str = "utf-8-sig") -> bytes:
    """Answers a table as CSV, titles and footnotes among its rows.

    Args:
        table: The table; its cells are written as they are.
        encoding: As Python calls it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([line] for line in table.above)
    writer.writerow(table.headings)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    writer.writerows([line] for line in table.below)
    return text.getvalue().encode(encoding)


def as_workbook(tables: Sequence[Table]) -> bytes:
    """Answers tables as a workbook, a sheet each: titles merged above, footnotes below.

    Args:
        tables: The tables; days and moments become days of a spreadsheet.
    """
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_numbers": False}) as book:
        book.set_properties({"created": WRITTEN_AT})
        styles = {
            "title": book.add_format({"bold": True, "align": "center", "font_size": 14}),
            "heading": book.add_format({"bold": True, "border": 1, "bg_color": "#D9E2F3"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy/m/d"}),
        }
        for table in tables:
            _write(book.add_worksheet(table.name), table, styles)
    return _unpacked(content.getvalue())


def _write(sheet: Worksheet, table: Table, styles: dict[object, object]) -> None:
    last = len(table.headings) - 1
    for at, line in enumerate(table.above):
        if last:
            sheet.merge_range(at, 0, at, last, line, styles["title"])
        else:
            sheet.write_string(at, 0, line, styles["title"])
    start = len(table.above)
    sheet.write_row(start, 0, table.headings, styles["heading"])
    for at, row in enumerate(table.rows, start=start + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):  # a moment is a day too
                sheet.write_datetime(at, column, cell, styles[type(cell)])
            elif cell is not None:
                sheet.write(at, column, cell)
    for at, line in enumerate(table.below, start=start + len(table.rows) + 1):
        sheet.write_string(at, 0, line)


def _unpacked(packed: bytes) -> bytes:
    """Answers the same workbook with its parts as they are, dated alike."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, DOS_EPOCH), source.read(name))
    return whole.getvalue()
