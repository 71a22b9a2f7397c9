"""OpenDocument spreadsheets, read cell by cell.

Not through calamine, which knows no percentages, errors or formulas without a value here, and
refuses blanks between cells. Source: OpenDocument 1.3, part 3.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

import polars as pl
from lxml import etree

from loaders.bytes.documents import LONGEST_TEXT, MOST_COLUMNS, sheet_of_rows
from loaders.workbook.cells import FORMULA_WITHOUT_VALUE, BadPartError, number_text, percent_text

Row = list[str | None]

MOST_CELLS: Final = 20_000_000
NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE = (NAMES % name for name in ("office", "table", "text", "style"))
ERROR_TYPE: Final = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
)
CELLS: Final = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
CLOCK: Final = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
SILENT: Final = frozenset({f"{OFFICE}annotation", f"{TABLE}table", f"{TEXT}note"})


def write_sheets(path: str, folder: Path) -> list[dict[str, Any]]:
    """Writes each sheet as an Arrow file; answers their names in the workbook's order.

    Raises:
        BadPartError: The workbook is locked, damaged or too large.
        zipfile.BadZipFile, KeyError: It is damaged.
    """
    said: list[dict[str, Any]] = []
    with zipfile.ZipFile(path) as archive:
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(1 << 20):
                raise BadPartError("workbook_locked")
        with archive.open("content.xml") as content:
            try:
                for name, is_hidden, rows in _sheets(content):
                    frame = pl.concat(sheet_of_rows(name, rows).batches())
                    frame.write_ipc(folder / f"{len(said)}.arrow")
                    said.append({"name": name, "is_hidden": is_hidden})
            except etree.LxmlError as error:
                raise BadPartError("file_damaged", str(error)) from None
    return said


def _sheets(content: IO[bytes]) -> Iterator[tuple[str, bool, list[Row]]]:
    hidden: set[str] = set()
    rows: list[Row] = []
    depth = 0
    for event, element in etree.iterparse(
        content,
        events=("start", "end"),
        resolve_entities=False,
        remove_comments=True,
        remove_pis=True,
    ):
        tag = element.tag
        if tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "end" and depth == 0:
                style = element.get(f"{TABLE}style-name", "")
                yield element.get(f"{TABLE}name", ""), style in hidden, _without_tail(rows)
                rows = []
                element.clear()
        elif event == "end" and tag == f"{STYLE}style":
            properties = element.find(f"{STYLE}table-properties")
            if properties is not None and properties.get(f"{TABLE}display") == "false":
                hidden.add(element.get(f"{STYLE}name", ""))
        elif event == "end" and tag == f"{TABLE}table-row" and depth == 1:
            _add_row(rows, element)
            element.clear()


def _add_row(rows: list[Row], element: etree._Element) -> None:
    row: Row = []
    for cell in element:
        if cell.tag in CELLS:
            row.extend([_cell(cell)] * _repeats(cell, "columns", MOST_COLUMNS * 10))
    while row and row[-1] is None:
        row.pop()
    if len(row) > MOST_COLUMNS:
        raise BadPartError("too_many_columns", len(row))
    times = _repeats(element, "rows", 1 << 20)
    if row and (len(rows) + times) * len(row) > MOST_CELLS:
        raise BadPartError("workbook_too_large", f"> {MOST_CELLS:,}")
    rows.extend([row] * times)


def _repeats(element: etree._Element, what: str, most: int) -> int:
    given = element.get(f"{TABLE}number-{what}-repeated", "1")
    return min(int(given), most) if given.isdecimal() else 1


def _without_tail(rows: list[Row]) -> list[Row]:
    """Answers the rows up to the last with any text: files end with a million empty ones."""
    last = next((at for at in range(len(rows), 0, -1) if rows[at - 1]), 0)
    return rows[:last]


def _cell(cell: etree._Element) -> str | None:
    kind = cell.get(f"{OFFICE}value-type", "")
    value = cell.get(f"{OFFICE}value", "")
    is_error = cell.get(ERROR_TYPE) == "error"
    if is_error or kind == "string" or not kind:
        text = cell.get(f"{OFFICE}string-value", "") or "\n".join(
            _words(part) for part in cell if part.tag == f"{TEXT}p"
        )
    elif kind == "percentage":
        text = percent_text(float(value))
    elif kind in {"float", "currency"}:
        text = number_text(float(value))
    elif kind == "date":
        text = cell.get(f"{OFFICE}date-value", "").replace("T", " ").removesuffix(" 00:00:00")
    elif kind == "time":
        text = CLOCK.sub(r"\1:\2:\3", cell.get(f"{OFFICE}time-value", ""))
    else:
        text = cell.get(f"{OFFICE}boolean-value", "")
    formula = cell.get(f"{TABLE}formula")
    if formula and not kind and not text:
        text = FORMULA_WITHOUT_VALUE + formula.partition(":=")[2]
    if len(text) > LONGEST_TEXT:
        raise BadPartError("text_too_long", len(text))
    return text or None


def _words(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * _count(child))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag not in SILENT:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _count(blanks: etree._Element) -> int:
    given = blanks.get(f"{TEXT}c", "1")
    return min(int(given), LONGEST_TEXT) if given.isdecimal() else 1
