"""Files of refused rows: the original cells with the reasons beside them, to mend and resend.

What stood above the rows in the original, titles and headings, stands above them here too, so
that the mended file is recognised as the original was; the columns added have headings that no
layout knows, and are left aside when it is loaded.
"""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from xlsxwriter import Workbook

from app.base import reasons
from app.base.words import Words
from app.figure.downloads import csv_of
from app.files import judged_rows
from warehouse.ask.spreadsheets import column_width, workbook_of, write_text

Row = list[str]
Above = Mapping[str, Sequence[Row]]

SHEET_NAME_LENGTH = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass
class Mendable:
    """The rows of one sheet that are to be mended.

    Attributes:
        kind: refused or warned.
        name: The sheet's name; "" where the file has no sheets.
        above: The rows above the data as they stand in the original.
        rows: For each row, its number in the original, its cells, the reasons in words and what
            was found.
    """

    kind: str
    name: str
    above: Sequence[Row]
    rows: list[tuple[int, Row, str, str]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Answers how many columns the original has here."""
        return max(
            (len(cells) for cells in (*self.above, *(row[1] for row in self.rows))), default=0
        )

    def lines(self, words: Words) -> list[Row]:
        """Answers all lines, the added columns to the right of the original ones."""
        headings = [words("mend_row"), words(f"mend_{self.kind}"), words("mend_found")]
        titles, last = list(self.above[:-1]), list(self.above[-1]) if self.above else []
        lines = [*titles, self._filled(last) + headings]
        for number, cells, why, found in self.rows:
            lines.append([*self._filled(cells), str(number), why, found])
        return lines

    def _filled(self, cells: Row) -> Row:
        return cells + [""] * (self.width - len(cells))


def mendable(kind: str, judged: pl.DataFrame, above: Above, words: Words) -> list[Mendable]:
    """Answers the judged rows sheet by sheet, each row once with all its reasons.

    Args:
        kind: refused or warned.
        judged: sheet_name, row_number, cell, original_text, reason_codes and detail, a row for
            each judgement, as in fct_refused_rows.
        above: The rows above the data by the sheet's name.
        words: The words of the page.
    """
    sheets: dict[str, Mendable] = {}
    keys = ["sheet_name", "row_number"]
    groups = judged_rows.together(judged).group_by(keys, maintain_order=True)
    for (name, number), group in groups:
        sheet = sheets.setdefault(str(name), Mendable(kind, str(name), above.get(str(name), ())))
        said, found = [], []
        for row in group.iter_rows(named=True):
            place = words("mend_cell", cell=row["cell"]) if row["cell"] else ""
            why = reasons.reasons(row["reason_codes"], words, row["detail"])
            said += [place + each for each in why]
            found += [line for line in (row["detail"] or "").split("\n") if line]
        cells = reasons.cells(group["original_text"][0])
        sheet.rows.append((int(str(number)), cells, "\n".join(said), "\n".join(found)))
    return list(sheets.values())


def as_csv(sheets: Sequence[Mendable], words: Words) -> bytes:
    """Answers the rows as CSV that spreadsheets read as Chinese and take for no formula."""
    return csv_of(line for sheet in sheets for line in sheet.lines(words))


def as_workbook(sheets: Sequence[Mendable], words: Words) -> bytes:
    """Answers the rows as a workbook, every cell a text, a sheet for each of the original."""

    def write(book: Workbook) -> None:
        # A quoted cell stays a text even when somebody edits it.
        plain = {"num_format": "@", "quote_prefix": True, "valign": "top"}
        original = book.add_format(plain)
        heading = book.add_format({**plain, "bold": True, "bottom": 1})
        added = book.add_format({**plain, "text_wrap": True, "bg_color": "#FFF4E5"})
        for number, sheet in enumerate(sheets, start=1):
            page = book.add_worksheet(_sheet_name(sheet.name, number, book.sheetnames))
            lines, width = sheet.lines(words), sheet.width
            for at, line in enumerate(lines):
                for column, cell in enumerate(line):
                    kind = added if column >= width else original
                    if at == len(lines) - len(sheet.rows) - 1:
                        kind = heading
                    if cell:
                        write_text(page, (at, column), cell, kind)
            for column in range(width + 3):
                cells = [line[column] for line in lines if column < len(line)]
                page.set_column(column, column, column_width(cells))

    return workbook_of(write)


def _sheet_name(name: str, number: int, taken: Container[str]) -> str:
    given = NOT_IN_SHEET_NAMES.sub(" ", name)[:SHEET_NAME_LENGTH].strip()
    return given if given and given not in taken else f"Sheet{number}"
