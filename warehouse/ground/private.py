"""Who may see what lies in a home: its owner and the group, whatever the umask says.

Originals and rows tell of single accidents. Others may be let in by the group; nobody writes into
what is published.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

FOLDER_MODE: Final = 0o750
FILE_MODE: Final = 0o640
PUBLISHED_MODE: Final = 0o440


def make_private_folder(path: Path) -> None:
    """Makes a folder for owner and group, or makes one that is there so.

    Raises:
        OSError: It cannot be made.
    """
    path.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # the group may use what its owner alone may change
        path.chmod(FOLDER_MODE)


def make_private(path: Path) -> None:
    """Makes a file, or a folder with all that is in it, one for owner and group."""
    if path.is_symlink():
        return
    if not path.is_dir():
        path.chmod(FILE_MODE)
        return
    for folder, _, names in os.walk(path):
        Path(folder).chmod(FOLDER_MODE)
        for name in names:
            if not (Path(folder) / name).is_symlink():
                (Path(folder) / name).chmod(FILE_MODE)


def protect_from_writing(folder: Path) -> None:
    """Lets nobody write into the files of a folder; who owns it may still remove them."""
    for path in folder.iterdir():
        if path.is_file() and not path.is_symlink():
            path.chmod(PUBLISHED_MODE)
