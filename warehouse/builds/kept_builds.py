"""The builds on disk: their order, which is no clock's, and whether each is as it was published."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from warehouse.builds.build_records import DATABASE_NAME, RECORD_NAME, BuildRecord
from warehouse.ground.load_records import sha256_of
from warehouse.ground.settings import Settings

FAILED_PREFIX = "failed-"


def published_ids(settings: Settings) -> list[str]:
    """Answers the ids of all builds on disk that were published, oldest first.

    They are in the order of their numbers, for a clock may have been ahead. One without a number,
    of an older version or with a record that cannot be read, follows the one before by name.
    """
    if not settings.builds.is_dir():
        return []
    names = sorted(
        folder.name
        for folder in settings.builds.iterdir()
        if folder.is_dir() and not folder.is_symlink() and folder.name[0].isdigit()
    )
    turns = dict[str, tuple[int, str]]()
    number = 0
    for name in names:
        number = _number(settings.builds / name) or number
        turns[name] = (number, name)
    return sorted(names, key=turns.__getitem__)


def next_number(settings: Settings) -> int:
    """Answers the number of the build that is being made: one more than any before."""
    return max((_number(settings.builds / each) for each in published_ids(settings)), default=0) + 1


def current_id(settings: Settings) -> str:
    """Answers which build the link names, whether or not it is there; "" without a link."""
    with suppress(OSError):
        return settings.current.readlink().name
    return ""


def last_failed(settings: Settings) -> BuildRecord | None:
    """Answers the record of the last build that failed, if one is kept."""
    for folder in sorted(settings.builds.glob(f"{FAILED_PREFIX}*"), reverse=True):
        with suppress(OSError, ValueError):
            return BuildRecord.read(folder)
    return None


def content_of(folder: Path, fingerprint: Callable[[Path], str] = sha256_of) -> dict[str, str]:
    """Answers the SHA-256 of each file of a build but its record, by name.

    Args:
        folder: The build's folder.
        fingerprint: Answers a file's SHA-256.

    Raises:
        OSError: A file cannot be read.
    """
    return {
        path.name: fingerprint(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != RECORD_NAME
    }


def faults_of_build(folder: Path, fingerprint: Callable[[Path], str] = sha256_of) -> list[str]:
    """Answers the files of a build that are not as they were published, or gone; by name.

    A build of an older version kept no fingerprints: of it only the record is looked at, and
    whether there is a database.

    Args:
        folder: The build's folder.
        fingerprint: Answers a file's SHA-256.

    Raises:
        PermissionError: A file may not be read, which says nothing of what is in it.
    """
    try:
        record = BuildRecord.read(folder)
        found = content_of(folder, fingerprint)
    except PermissionError:
        raise
    except (OSError, ValueError):
        return [RECORD_NAME]
    gone = {DATABASE_NAME} - found.keys()
    return sorted(
        gone | {name for name, sha256 in record.files.items() if found.get(name) != sha256}
    )


def _number(folder: Path) -> int:
    with suppress(OSError, ValueError):
        return BuildRecord.read(folder).number
    return 0
