"""The one way to read what is published: read-only, closed to all other files."""

import errno
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.ground.errors import (
    BuildInUseError,
    BuildNotReadableError,
    DamagedBuildError,
    MissingBuildError,
    WarehouseError,
)

if TYPE_CHECKING:
    from warehouse.ground.settings import Settings

READ_ONLY_CONFIGURATION: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",  # nothing is written beside a published file
    "lock_configuration": "true",
}

# How DuckDB says that a file is held, and by whom; and what the operating system says of a file.
HELD: Final = re.compile(r"Could not set lock on file.*?(?:PID (\d+)|$)", re.DOTALL)
REASONS: Final = tuple(
    os.strerror(number)
    for number in (
        *(errno.EACCES, errno.EPERM, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
        *(errno.ESTALE, errno.ETIMEDOUT, errno.EBUSY, errno.ENOLCK),
    )
)


@dataclass(frozen=True)
class PublishedBuild:
    """The build that readers are shown.

    Attributes:
        build_id: Its name.
        database: Its DuckDB file, resolved through the link: it never changes.
        record: What is written down about it.
    """

    build_id: str
    database: Path
    record: BuildRecord


def published_build(settings: "Settings") -> PublishedBuild:
    """Answers which build is published.

    Raises:
        MissingBuildError: Nothing is published in this home.
        DamagedBuildError: The link leads to a folder that is incomplete.
        BuildNotReadableError: The folder may not be read.
    """
    if not settings.current.is_symlink() and not settings.current.exists():
        raise MissingBuildError(home=settings.home_given)
    try:
        folder = settings.current.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        raise DamagedBuildError(build=settings.current.name) from None
    database = folder / DATABASE_NAME
    try:
        record = BuildRecord.read(folder)
        is_there = database.is_file()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise DamagedBuildError(build=folder.name) from None
    except OSError as error:
        raise BuildNotReadableError(build=folder.name, reason=error.strerror) from None
    if not is_there:
        raise DamagedBuildError(build=folder.name)
    return PublishedBuild(build_id=folder.name, database=database, record=record)


def connect(database: Path, limits: Mapping[str, str] | None = None) -> duckdb.DuckDBPyConnection:
    """Opens a build's database for reading, and nothing else on this machine.

    The caller closes the connection, best with `with`.

    Args:
        database: The file of a build, as PublishedBuild.database.
        limits: Further settings of DuckDB, as memory_limit.

    Raises:
        DamagedBuildError: The file is not a whole DuckDB database.
        BuildInUseError: Another program holds the file.
        BuildNotReadableError: The operating system does not let the file be read.
    """
    configuration = {**READ_ONLY_CONFIGURATION, **(limits or {})}
    try:
        return duckdb.connect(database, read_only=True, config=configuration)
    except duckdb.Error as error:
        raise why_closed(error, database) from None


def why_closed(error: duckdb.Error, database: Path) -> WarehouseError:
    """Answers why a build's file cannot be read: held, not to be read, or else damaged.

    Args:
        error: What DuckDB says.
        database: The file.
    """
    build, said = database.parent.name, str(error)
    held = HELD.search(said)
    if held:
        return BuildInUseError(build=build, process=held.group(1) or "?", path=database)
    reason = next((reason for reason in REASONS if reason in said), None)
    if reason is not None:
        return BuildNotReadableError(build=build, reason=reason)
    return DamagedBuildError(build=build)
