"""Links among the files that people send: followed only where they stay in their folder.

Whoever may write into the inbox could otherwise lay a link to a file that only the program may
read, and find its content among the rows for all to read. What is opened is what was looked at:
each step of the way is opened by itself, and no link put there meanwhile is followed.
"""

import errno
import hashlib
import io
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

from warehouse.ground.private import FILE_MODE
from warehouse.ground.settings import Settings

# Opens a folder that may be gone through, though not listed; where there is no such way, listed.
_STEP: Final = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe without a writer would be waited for.
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
PIECE: Final = 1 << 20


def folder_to_stay_in(settings: Settings, path: Path) -> Path:
    """Answers what a file's links may not lead out of: the inbox, or the folder it is in.

    Args:
        settings: The home.
        path: The file, as it is named.
    """
    folder = Path(os.path.realpath(path.parent))
    inbox = Path(os.path.realpath(settings.inbox))
    return inbox if folder.is_relative_to(inbox) else folder


def leads_out(path: Path, folder: Path) -> bool:
    """Answers whether a path, its links followed, is not below a folder.

    Args:
        path: Any path; it need not exist.
        folder: The folder, links to which are its owner's own.
    """
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def why_closed(settings: Settings, path: Path) -> str | None:
    """Answers why what is sent as a file cannot be opened as one; None for what can.

    Args:
        settings: The home.
        path: The file, as it is named.

    Returns:
        The code of a reason in seeds/reference/messages.csv.
    """
    try:
        if leads_out(path, folder_to_stay_in(settings, path)):
            return "file_leads_out"
        mode = path.stat().st_mode
    except PermissionError:
        return "file_not_readable"
    except (OSError, ValueError):  # nothing there, a link in a circle, a name too long or with a 0
        return "file_missing"
    if stat.S_ISDIR(mode):
        return "file_is_folder"
    if not stat.S_ISREG(mode):
        return "file_not_regular"
    return None if os.access(path, os.R_OK) else "file_not_readable"


def open_within(path: Path, folder: Path) -> io.BufferedReader:
    """Opens a file below a folder for reading, whatever is exchanged for a link meanwhile.

    Args:
        path: The file; its links may lead elsewhere below the folder.
        folder: The folder.

    Raises:
        OSError: It leads out (ELOOP), is no plain file (EINVAL), or cannot be opened.
    """
    root = os.path.realpath(folder)
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(root):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    *steps, name = real.relative_to(root).parts or (".",)
    at = os.open(root, _STEP)
    try:
        for step in steps:
            below = os.open(step, _STEP, dir_fd=at)
            os.close(at)
            at = below
        opened = os.open(name, _FILE, dir_fd=at)
    finally:
        os.close(at)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    return os.fdopen(opened, "rb")


def copy_within(path: Path, folder: Path, target: Path) -> str:
    """Copies a file below a folder, for owner and group only, and answers its SHA-256.

    The fingerprint is of the bytes that were copied, whatever becomes of the file meanwhile.

    Args:
        path: The file.
        folder: What its links may not lead out of.
        target: The copy; one that is there is replaced.

    Raises:
        OSError: As of open_within(), or the copy cannot be written.
    """
    digest = hashlib.sha256()
    with suppress(FileNotFoundError):
        target.unlink()
    with open_within(path, folder) as source, target.open("xb") as copy:
        os.fchmod(copy.fileno(), FILE_MODE)
        while piece := source.read(PIECE):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()
