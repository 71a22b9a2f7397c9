"""Workbooks: XLSX, XLSB, XLS and ODS, opened in a process of their own."""

import json
import signal
from pathlib import Path
from typing import Final

import polars as pl

from loaders.bytes.documents import HEAD_ROWS, Sheet, slices
from loaders.bytes.unreadable import UnreadableFileError
from loaders.workbook import openings

SAID: Final = "sheets.json"
# How native code ends that is refused memory or time.
OUT_OF_BOUNDS: Final = frozenset({-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU})
OUT_OF_MEMORY: Final = (
    "MemoryError",
    "memory allocation",
    "capacity overflow",
    "out of memory",
    "Cannot allocate memory",
    "Resource temporarily unavailable",  # no room for another thread
)


def read_workbook(path: Path, form: str, scratch: Path) -> tuple[Sheet, ...]:
    """Answers the sheets of a workbook; hidden and empty ones too.

    Args:
        path: The workbook, unpacked.
        form: xlsx, xlsb, xls or ods.
        scratch: A folder for the rows; it must stay while the sheets are used.

    Raises:
        UnreadableFileError: file_damaged, workbook_locked, workbook_too_large, too_many_columns,
            text_too_long; file_empty where no sheet has any cell.
    """
    with openings.opening_of(path, form, scratch.resolve() / "sheets") as opening:
        folder = opening.folder
        status, words = opening.ended()
    if status or not (folder / SAID).exists():
        raise _failed(status, words)
    said = json.loads((folder / SAID).read_text(encoding="utf-8"))
    if "reason" in said:
        raise UnreadableFileError(said["reason"], said["detail"])
    sheets = tuple(
        _sheet(folder / f"{number}.arrow", sheet["name"], is_hidden=sheet["is_hidden"])
        for number, sheet in enumerate(said["sheets"])
    )
    if all(sheet.head.is_empty() for sheet in sheets):
        raise UnreadableFileError("file_empty")
    return sheets


def _failed(status: int, words: str) -> UnreadableFileError:
    if status in OUT_OF_BOUNDS or any(word in words for word in OUT_OF_MEMORY):
        return UnreadableFileError("workbook_too_large", f"> {openings.MOST_BYTES >> 30} GiB")
    last = words.strip().rpartition("\n")[2][:200]
    return UnreadableFileError("file_damaged", last or str(status))


def _sheet(path: Path, name: str, *, is_hidden: bool) -> Sheet:
    rows = pl.scan_ipc(path, glob=False)
    return Sheet(name, is_hidden, rows.head(HEAD_ROWS).collect(), lambda: slices(rows.collect()))
