"""An end at any moment: work is cut short before each change of the disk in turn.

Python says of every change of a file's name, before it is made, what it will be (PEP 578). A hook
counts those below one folder; at the chosen one the work is dead: this change and every later one
raise, so that nothing more reaches the disk, whatever would still be cleaned up. Locks fall as the
open files are closed, as at a real end.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

CHANGES: Final = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate"),
    *("warehouse.exchange",),
}
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class End(BaseException):
    """The end of the work, as if its process had been killed."""


class _Watch:
    """The one hook of this process; hooks cannot be taken away."""

    def __init__(self) -> None:
        self.folder = ""
        self.dies_at = 0
        self.count = 0
        self.place = ""
        self.is_set = False

    def __call__(self, event: str, given: tuple[object, ...]) -> None:
        if not self.folder or not self._is_change(event, given):
            return
        self.count += 1
        if self.dies_at and self.count >= self.dies_at:
            if not self.place:
                self.place = " ".join([event, *(str(each) for each in given[:2])])
            raise End

    def _is_change(self, event: str, given: tuple[object, ...]) -> bool:
        if event == "open":
            path, mode, flags = given
            is_writing = isinstance(flags, int) and flags & WRITING
            return bool(is_writing) and mode != "r" and self._is_below(path)
        if event not in CHANGES:
            return False
        *_, folder = given  # of a name relative to an open folder, as shutil.rmtree gives it
        if isinstance(folder, int) and folder >= 0:
            return self._is_below(f"{Path(f'/proc/self/fd/{folder}').readlink()}/")
        return any(self._is_below(each) for each in given)

    def _is_below(self, path: object) -> bool:
        return isinstance(path, str | bytes | os.PathLike) and os.fsdecode(path).startswith(
            self.folder
        )


_watch = _Watch()


@contextmanager
def _watched(folder: Path, dies_at: int) -> Iterator[_Watch]:
    if not _watch.is_set:
        sys.addaudithook(_watch)
        _watch.is_set = True
    _watch.folder, _watch.dies_at, _watch.count = str(folder), dies_at, 0
    _watch.place = ""
    try:
        yield _watch
    finally:
        _watch.folder = ""


def changes_of(work: Callable[[], object], folder: Path) -> int:
    """Answers how many changes below a folder a piece of work makes."""
    with _watched(folder, 0) as watch:
        work()
        return watch.count


def cut_short(work: Callable[[], object], folder: Path, dies_at: int) -> str:
    """Does work until just before one of its changes, and answers which change that was.

    Args:
        work: What to do.
        folder: Changes below it count.
        dies_at: Which change is not made any more, from 1.
    """
    with suppress(End), _watched(folder, dies_at):
        work()
    return _watch.place.replace(str(folder), "")
