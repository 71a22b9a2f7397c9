"""Workbooks: XLSX, XLSB, XLS and ODS, opened in a process of their own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from loaders.documents import HEAD_ROWS, Sheet, slices
from loaders.errors import UnreadableFileError

MOST_BYTES: Final = 4 << 30  # of address space
MOST_SECONDS: Final = 240  # of processor time
PATIENCE: Final = 300  # seconds by the clock

ROOT: Final = Path(__file__).resolve().parent.parent
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
    folder = scratch.resolve() / "sheets"
    folder.mkdir()
    named = folder / f"workbook.{form}"  # fastexcel goes by what a name ends in
    named.symlink_to(path.resolve())
    status, words = _open_apart(named, form, folder)
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


class _Opening(subprocess.Popen[bytes]):
    """The process that opens one workbook; ended with the block it is used in."""

    def __init__(self, path: Path, form: str, folder: Path) -> None:
        super().__init__(
            [
                *(sys.executable, "-m", "loaders.workbook_process"),
                *(str(path), form, str(folder), str(MOST_BYTES), str(MOST_SECONDS)),
            ],
            cwd=ROOT,
            env=os.environ | {"POLARS_MAX_THREADS": "2"},  # each thread takes address space
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def __exit__(self, *error: object) -> None:
        self.kill()
        super().__exit__(None, None, None)


def _open_apart(path: Path, form: str, folder: Path) -> tuple[int, str]:
    """Answers how the process ended and what it said on its way out."""
    with _Opening(path, form, folder) as process:
        try:
            _, words = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise UnreadableFileError("workbook_too_large", f"> {PATIENCE} s") from None
        return process.returncode, words.decode(errors="replace")


def _failed(status: int, words: str) -> UnreadableFileError:
    if status in OUT_OF_BOUNDS or any(word in words for word in OUT_OF_MEMORY):
        return UnreadableFileError("workbook_too_large", f"> {MOST_BYTES >> 30} GiB")
    last = words.strip().rpartition("\n")[2][:200]
    return UnreadableFileError("file_damaged", last or str(status))


def _sheet(path: Path, name: str, *, is_hidden: bool) -> Sheet:
    def batches() -> Iterator[pl.DataFrame]:
        return slices(pl.read_ipc(path))

    return Sheet(name, is_hidden, pl.read_ipc(path).head(HEAD_ROWS), batches)
