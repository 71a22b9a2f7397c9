"""A sheet as calamine gives it, turned into rows of text with their numbers."""

from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

from loaders.bytes.documents import LONGEST_TEXT, MOST_COLUMNS, ROW_NUMBER, column_names
from loaders.workbook.cells import BadPartError, Inspection, column_letters

MIDNIGHT: Final = " 00:00:00"
DATE_AT_MIDNIGHT: Final = r"^(\d{4}-\d\d-\d\d) 00:00:00$"
NO_DAY: Final = r"^1899-12-3[01] (\d\d:\d\d:\d\d(\.\d+)?)$"  # how calamine shows a time of day
ESCAPED_RETURN: Final = "_x000D_"  # how XLSX writes a carriage return


def write_frame(sheet: fastexcel.ExcelSheet, found: Inspection, target: Path) -> None:
    """Writes a sheet's rows as an Arrow file.

    Args:
        sheet: As fastexcel loads it: from the first row, from the first used column, all text.
        found: What its cells are beside their text.
        target: The file to write.

    Raises:
        BadPartError: There are too many columns, a text is too long, or a cell to mend is not
            what it should be.
    """
    columns = _placed(sheet.to_polars(), found)
    for column, rows in _mends_by_column(found).items():
        _mend(columns[column], column, rows)
    names = column_names(len(columns))
    frame = pl.DataFrame([column.alias(name) for name, column in zip(names, columns, strict=True)])
    tidy = frame.with_columns(_tidied(frame, found)).with_row_index(ROW_NUMBER, offset=1)
    if any((column.str.len_chars() > LONGEST_TEXT).any() for column in frame):
        raise BadPartError("text_too_long", f"> {LONGEST_TEXT:,}")
    tidy.write_ipc(target)


def _placed(given: pl.DataFrame, found: Inspection) -> list[pl.Series]:
    """Answers the columns from A on, each as long as the sheet with the cells to mend."""
    before = found.first_column if given.width else 0
    height = max([given.height, *(mend.row + 1 for mend in found.mends)])
    width = max([given.width + before, *(mend.column + 1 for mend in found.mends)])
    if width > MOST_COLUMNS:
        raise BadPartError("too_many_columns", width, MOST_COLUMNS)
    empty = pl.Series(dtype=pl.String)
    columns = [empty] * before + given.get_columns() + [empty] * (width - before - given.width)
    return [column.extend_constant(None, height - column.len()) for column in columns]


def _mends_by_column(found: Inspection) -> dict[int, dict[int, tuple[str, bool]]]:
    columns: dict[int, dict[int, tuple[str, bool]]] = {}
    for mend in found.mends:
        columns.setdefault(mend.column, {})[mend.row] = (mend.text, mend.replaces_nothing)
    return columns


def _mend(cells: pl.Series, column: int, rows: dict[int, tuple[str, bool]]) -> None:
    """Mends cells of a column in place."""
    places = sorted(rows)
    is_nothing = cells.gather(places).is_null()
    expected = pl.Series([rows[row][1] for row in places])
    wrong = (is_nothing != expected).arg_true()
    if len(wrong):
        raise BadPartError("file_damaged", column_letters(column).decode(), places[wrong[0]] + 1)
    cells.scatter(places, [rows[row][0] for row in places])


def _tidied(frame: pl.DataFrame, found: Inspection) -> list[pl.Expr]:
    """Answers what to change: empty texts are no texts, a date at midnight is a date."""
    changes = []
    for name, column in zip(frame.columns, frame.get_columns(), strict=True):
        text = pl.col(name)
        if column.str.contains(ESCAPED_RETURN, literal=True).any():
            text = text.str.replace_all(ESCAPED_RETURN, "\r", literal=True)
        if found.styles.dates and column.str.ends_with(MIDNIGHT).any():
            text = text.str.replace(DATE_AT_MIDNIGHT, "$1")
        if found.styles.dates and column.str.starts_with("1899-12-3").any():
            text = text.str.replace(NO_DAY, "$1")
        changes.append(pl.when(text != "").then(text).alias(name))
    return changes
