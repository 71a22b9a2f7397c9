"""Files that are still there after the power has failed: written out before they are named.

A rename is in order only once the bytes are on the disk: a file system may keep a new name and
lose what it names (Pillai and others, All File Systems Are Not Created Equal, OSDI 2014).
"""

import errno
import os
from pathlib import Path
from typing import Final

# What file systems answer that cannot sync a folder: some over the network, some on Windows.
NO_SUCH_THING: Final = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES}


def sync_file(path: Path) -> None:
    """Waits until a file's bytes are on the disk.

    Raises:
        OSError: They cannot be written.
    """
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk, where the file system can tell."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in NO_SUCH_THING:
            raise
    finally:
        os.close(opened)


def sync_tree(folder: Path) -> None:
    """Waits until all files below a folder, and their names, are on the disk."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sync_file(path)
        elif path.is_dir() and not path.is_symlink():
            sync_folder(path)
    sync_folder(folder)


def write_durably(path: Path, text: str) -> None:
    """Writes a file in one step: whoever reads it finds the old text or the new one, whole.

    Args:
        path: The file; its folder exists.
        text: What it is to hold.

    Raises:
        OSError: It cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8")
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)
