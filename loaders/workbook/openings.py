"""Workbooks opened in a process of their own, begun before their rows are asked for.

This module imports nothing that is slow to import, so that a workbook can be read while what
judges its rows is still being imported.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from loaders.bytes.contents import TEXT, form_of
from loaders.bytes.packed import packing_of
from loaders.bytes.unreadable import UnreadableFileError
from loaders.lake.scratch_folders import loading_folder
from warehouse.ground.load_records import sha256_of
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

MOST_BYTES: Final = 4 << 30  # of address space
MOST_SECONDS: Final = 240  # of processor time
PATIENCE: Final = 300  # seconds by the clock


class Opening(subprocess.Popen[bytes]):
    """The process that opens one workbook; ended with the block it is used in.

    Attributes:
        folder: Where it writes the rows.
    """

    def __init__(self, path: Path, form: str, folder: Path) -> None:
        """Begins to open a workbook.

        Args:
            path: The workbook, unpacked.
            form: xlsx, xlsb, xls or ods.
            folder: Where to write the rows; it is made.
        """
        self.folder = folder
        folder.mkdir()
        named = folder / f"workbook.{form}"  # fastexcel goes by what a name ends in
        named.symlink_to(path.resolve())
        super().__init__(
            [
                *(sys.executable, "-m", "loaders.workbook.process"),
                *(str(named), form, str(folder), str(MOST_BYTES), str(MOST_SECONDS)),
            ],
            cwd=PROJECT_DIR,
            env=os.environ | {"POLARS_MAX_THREADS": "2"},  # each thread takes address space
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def __exit__(self, *error: object) -> None:
        """Ends the process, whatever it is at."""
        self.kill()
        super().__exit__(None, None, None)

    def ended(self) -> tuple[int, str]:
        """Answers how the process ended and what it said on its way out.

        Raises:
            UnreadableFileError: workbook_too_large; it takes too long.
        """
        try:
            _, words = self.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            raise UnreadableFileError("workbook_too_large", f"> {PATIENCE} s") from None
        return self.returncode, words.decode(errors="replace")


_begun: dict[tuple[int, ...], Opening] = {}


@contextmanager
def opened_ahead(settings: Settings, path: Path) -> Iterator[None]:
    """Begins to open a workbook that is new to the lake; read_workbook then need not wait for it.

    Whatever is wrong with the file or the home is left to be found by the load itself.

    Args:
        settings: The home.
        path: Any file that is about to be loaded.
    """
    with ExitStack() as held:
        with suppress(OSError, UnreadableFileError):
            _begin(settings, path, held)
        yield


def opening_of(path: Path, form: str, folder: Path) -> Opening:
    """Answers the process that opens a workbook: begun ahead, or now. Arguments as of Opening."""
    begun = _begun.pop(_state(path), None)
    return begun or Opening(path, form, folder)


def _begin(settings: Settings, path: Path, held: ExitStack) -> None:
    if not path.is_file() or packing_of(path):
        return
    form = form_of(path)
    if form == TEXT or (settings.lake / sha256_of(path) / "outcome.parquet").exists():
        return
    folder = held.enter_context(loading_folder(settings))
    state = _state(path)
    _begun[state] = held.enter_context(Opening(path, form, folder / "sheets"))
    held.callback(_begun.pop, state, None)


def _state(path: Path) -> tuple[int, ...]:
    """Answers what tells a file, as it is now, from all others."""
    found = path.stat()
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
