"""Folders in which loads are prepared; they import nothing that is slow to import."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from warehouse.ground.errors import BuildUnderWayError
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.private import make_private_folder
from warehouse.ground.settings import Settings

LOADING_PREFIX: Final = ".loading-"
MAKING_PREFIX: Final = ".making-"
MAKING_SECONDS: Final = 60


@contextmanager
def loading_folder(settings: Settings) -> Iterator[Path]:
    """Answers a folder to prepare a load in; what is left in it at the end is removed.

    It lies beside the lake, so that one rename puts its content into place.
    """
    make_private_folder(settings.lake)
    with ExitStack() as held:
        clear_dead(settings)
        # Under another name until its lock is held: nobody may take it for dead before.
        made = Path(tempfile.mkdtemp(prefix=MAKING_PREFIX, dir=settings.home))
        held.enter_context(exclusive_lock(made / "lock"))
        folder = made.rename(made.with_name(made.name.replace(MAKING_PREFIX, LOADING_PREFIX)))
        try:
            yield folder
        finally:
            _remove(settings, folder)


def clear_dead(settings: Settings) -> None:
    """Removes what loads that were killed left behind: nobody holds their locks."""
    for folder in settings.home.glob(f"{LOADING_PREFIX}*"):
        with suppress(BuildUnderWayError), exclusive_lock(folder / "lock"):
            _remove(settings, folder)
    for folder in settings.home.glob(f"{MAKING_PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > MAKING_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _remove(settings: Settings, folder: Path) -> None:
    """Removes a load's folder, and the copy of its original that was not finished."""
    for part in settings.archive.glob(f"{folder.name}*"):
        part.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
