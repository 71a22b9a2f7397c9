"""Putting a folder in another one's place, at once.

Linux and macOS exchange two names in one step (renameat2(2), renamex_np(2)). A file system that
cannot do so takes three steps, and a note of them first: an end in between is taken back by
whoever changes the home next.
"""

import ctypes
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from warehouse.ground.durable import sync_folder, write_durably

NOTE: Final = ".exchanging"
ASIDE: Final = ".replaced"
AT_FDCWD: Final = -100
RENAME_EXCHANGE: Final = 2  # of both systems


def exchange(home: Path, made: Path, target: Path) -> None:
    """Puts a folder in the place of another, and that one in its place.

    Args:
        home: The home, in which an unfinished exchange is noted.
        made: The new folder.
        target: The folder in the place that counts, below the home; it exists.

    Raises:
        OSError: The home cannot be written.
    """
    sys.audit("warehouse.exchange", str(made), str(target))
    if not _at_once(made, target):
        _in_steps(home, made, target)
    sync_folder(target.parent)


def take_back(home: Path) -> None:
    """Takes back an exchange in steps that was cut short. Whoever calls it holds the lake.

    Args:
        home: The home.

    Raises:
        OSError: The home cannot be written.
    """
    note = home / NOTE
    if not note.is_file():
        return
    try:
        target = home / json.loads(note.read_text(encoding="utf-8"))
    except ValueError:
        note.unlink()
        return
    aside = _aside(target)
    if aside.is_dir() and not target.exists():
        aside.rename(target)
    elif aside.is_dir():
        shutil.rmtree(aside)
    sync_folder(target.parent)
    note.unlink()


def _at_once(made: Path, target: Path) -> bool:
    """Exchanges two names in one step, and answers whether the system can."""
    library = ctypes.CDLL(None)
    one, other = os.fsencode(made), os.fsencode(target)
    try:
        if sys.platform == "darwin":
            status = library.renamex_np(one, other, RENAME_EXCHANGE)
        else:
            status = library.renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE)
    except AttributeError:  # a C library without it
        return False
    return bool(status == 0)


def _in_steps(home: Path, made: Path, target: Path) -> None:
    aside = _aside(target)
    write_durably(home / NOTE, json.dumps(str(target.relative_to(home))))
    target.rename(aside)
    made.rename(target)
    sync_folder(target.parent)
    aside.rename(made)
    (home / NOTE).unlink()


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}{ASIDE}")
