"""Separated text in UTF-8: its separator, its shape, and its rows batch by batch.

Polars splits the rows: quickly, but it trusts that quotes and line ends are regular and that no
row is wider than it was told. So the whole file is looked over first; what is irregular is split
by loaders.bytes.quoting and written anew into scratch, for Polars to read like any other.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

import polars as pl

from loaders.bytes.documents import (
    BATCH_ROWS,
    HEAD_ROWS,
    LONGEST_TEXT,
    MOST_COLUMNS,
    ROW_NUMBER,
    Sheet,
    column_names,
)
from loaders.bytes.quoting import Records
from loaders.bytes.structure import Structure, look_over
from loaders.bytes.unreadable import UnreadableFileError

SEPARATORS: Final = (",", "\t", ";", "|")
NO_SEPARATOR: Final = "\x1f"  # what Polars splits at where each line is one cell
SAMPLE_CHARACTERS: Final = 128 << 10
LONGEST_LINE: Final = 16 << 20  # characters up to the next line end
LEAST_SHARE: Final = 0.2  # of the rows, as wide as most are, to believe in a separator


def find_separator(path: Path) -> str:
    """Answers what stands between the cells; "" where each line is one cell.

    It is the separator under which the largest share of rows has the same number of cells. Titles
    above a table and notes below it have one cell and count against all separators alike.

    Args:
        path: Text in UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read(SAMPLE_CHARACTERS)
    lines = list(io.StringIO(text, newline=""))
    if len(text) == SAMPLE_CHARACTERS and len(lines) > 1:
        lines.pop()
    merits = {separator: _merit(lines, separator) for separator in SEPARATORS}
    best = max(merits, key=lambda separator: merits[separator])
    return best if merits[best][0] >= LEAST_SHARE else ""


def _merit(lines: list[str], separator: str) -> tuple[float, int]:
    """Answers which share of the rows is as wide as most, and how wide that is."""
    widths: Counter[int] = Counter()
    # The sample may end inside quotes; a quote that is never closed is for the whole file to say.
    with suppress(UnreadableFileError):
        for cells in Records(lines, separator):
            widths[len(cells)] += 1
    rows = widths.total() - widths[0]
    wide = ((count, width) for width, count in widths.items() if width > 1)
    most, width = max(wide, default=(0, 1))
    return (most / rows if rows else 0.0), width


def read_delimited(path: Path, separator: str, scratch: Path) -> Sheet:
    """Answers the rows of separated text.

    Args:
        path: Text in UTF-8, with or without a mark; it must stay while the sheet is used.
        separator: As find_separator answers.
        scratch: A folder for the text anew, should it be irregular; must stay as well.

    Raises:
        UnreadableFileError: quote_not_closed, text_too_long, too_many_columns.
    """
    structure = look_over(path, separator, LONGEST_TEXT)
    if not structure.is_regular:
        anew = scratch / "regular.csv"
        structure = _write_anew(path, separator, anew)
        path, separator = anew, ","
    if structure.width > MOST_COLUMNS:
        raise UnreadableFileError("too_many_columns", f"{structure.width:,} > {MOST_COLUMNS:,}")
    scan = _scan(path, separator or NO_SEPARATOR, structure)

    def batches() -> Iterator[pl.DataFrame]:
        rows = 0
        for frame in _collected(scan):
            rows += frame.height
            yield frame
        if rows != structure.records:
            raise UnreadableFileError("file_damaged", f"{rows:,} ≠ {structure.records:,}")

    return Sheet("", is_hidden=False, head=_head(scan), batches=batches)


def _scan(path: Path, separator: str, structure: Structure) -> pl.LazyFrame:
    names = column_names(structure.width)
    scan = pl.scan_csv(
        path,
        has_header=False,
        separator=separator,
        schema=dict.fromkeys(names, pl.String),
        infer_schema=False,
        missing_columns="insert",  # the first row may be narrower than others
        row_index_name=ROW_NUMBER,
        row_index_offset=1,
        glob=False,
    )
    if structure.has_quotes:  # two quotes with nothing between are an empty cell too
        scan = scan.with_columns(pl.when(pl.col(*names) != "").then(pl.col(*names)))
    return scan


def _head(scan: pl.LazyFrame) -> pl.DataFrame:
    try:
        return scan.head(HEAD_ROWS).collect()
    except pl.exceptions.PolarsError as error:
        raise UnreadableFileError("file_damaged", str(error).partition("\n")[0]) from None


def _collected(scan: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    try:
        yield from scan.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise UnreadableFileError("file_damaged", str(error).partition("\n")[0]) from None


def _write_anew(path: Path, separator: str, target: Path) -> Structure:
    """Writes the same records with all cells in quotes; answers their shape."""
    width = 0
    with (
        path.open(encoding="utf-8-sig", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        records = Records(_lines(source), separator)
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for cells in records:
            width = max(width, len(cells))
            if width > MOST_COLUMNS:
                raise UnreadableFileError("too_many_columns", f"{records.count}: {width:,}")
            if any(len(cell) > LONGEST_TEXT for cell in cells):
                raise UnreadableFileError("text_too_long", str(records.count))
            writer.writerow(cells)
    return Structure(records.count, width, has_quotes=True, is_regular=True)


def _lines(source: TextIO) -> Iterator[str]:
    """Yields lines with their ends: LF, CR LF or CR."""
    count = 0
    while line := source.readline(LONGEST_LINE):
        count += 1
        if len(line) == LONGEST_LINE:
            raise UnreadableFileError("text_too_long", str(count))
        yield line
