"""What a reader hands on: the sheets of a file as rows of text, each with its row number."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polars as pl

HEAD_ROWS: Final = 100
BATCH_ROWS: Final = 200_000
MOST_COLUMNS: Final = 2_000
LONGEST_TEXT: Final = 1 << 20  # characters in one cell

ROW_NUMBER: Final = "row_number"


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in the file: nothing left out, nothing understood yet.

    Its frames have row_number (UInt32: 1 for the first row, as a spreadsheet counts; blank rows
    count), then c1, c2, … (String: the text of a cell; null where it is empty).

    Attributes:
        name: The sheet's name; "" where the file has no sheets.
        is_hidden: Whether a spreadsheet would not show it.
        head: Its first HEAD_ROWS rows.
        batches: Answers all rows from the first on, at most BATCH_ROWS at a time and at least one
            frame; can be called again. Raises UnreadableFileError where the rows turn out not to
            be readable.
    """

    name: str
    is_hidden: bool
    head: pl.DataFrame
    batches: Callable[[], Iterator[pl.DataFrame]]

    def with_columns(self, columns: Sequence[str]) -> "Sheet":
        """Answers the sheet with some of its columns only."""
        kept = (ROW_NUMBER, *columns)
        return replace(
            self,
            head=self.head.select(kept),
            batches=lambda: (batch.select(kept) for batch in self.batches()),
        )


@dataclass(frozen=True)
class Document:
    """A file made legible.

    Attributes:
        path: The file as it was given.
        sha256: Of the file as it was given, packed or not.
        form: csv, xlsx, xlsb, xls, ods or html: what was found, whatever the name's ending.
        encoding: How text was encoded (a Python codec name); None for workbooks.
        separator: What stands between cells; None for workbooks, HTML and a single column.
        sheets: In the order of the file.
    """

    path: Path
    sha256: str
    form: str
    encoding: str | None
    separator: str | None
    sheets: tuple[Sheet, ...]


def column_names(width: int) -> list[str]:
    """Answers c1, c2, … for so many columns."""
    return [f"c{number}" for number in range(1, width + 1)]


def sheet_of_rows(name: str, rows: list[list[str | None]], *, is_hidden: bool = False) -> Sheet:
    """Answers a sheet whose rows are few enough to be held.

    Args:
        name: The sheet's name.
        rows: Its rows from the first on; they may differ in length.
        is_hidden: Whether a spreadsheet would not show it.
    """
    width = max((len(row) for row in rows), default=0)
    columns = {
        column: pl.Series(
            column, [(row[at] or None) if at < len(row) else None for row in rows], pl.String
        )
        for at, column in enumerate(column_names(width))
    }
    numbers = pl.Series(ROW_NUMBER, range(1, len(rows) + 1), pl.UInt32)
    return sheet_of_frame(name, pl.DataFrame([numbers, *columns.values()]), is_hidden=is_hidden)


def sheet_of_frame(name: str, frame: pl.DataFrame, *, is_hidden: bool = False) -> Sheet:
    """Answers a sheet whose rows are at hand as a frame with row numbers."""
    return Sheet(name, is_hidden, frame.head(HEAD_ROWS), lambda: slices(frame))


def slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yields a frame at most BATCH_ROWS at a time; an empty frame once."""
    if frame.is_empty():
        yield frame
    yield from frame.iter_slices(BATCH_ROWS)
