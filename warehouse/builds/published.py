"""The one way to read what is published: read-only, closed to all other files."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.ground.errors import DamagedBuildError, MissingBuildError

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
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise DamagedBuildError(build=folder.name) from None
    if not database.is_file():
        raise DamagedBuildError(build=folder.name)
    return PublishedBuild(build_id=folder.name, database=database, record=record)


def connect(database: Path) -> duckdb.DuckDBPyConnection:
    """Opens a build's database for reading, and nothing else on this machine.

    The caller closes the connection, best with `with`.

    Args:
        database: The file of a build, as PublishedBuild.database.

    Raises:
        DamagedBuildError: The file is not a whole DuckDB database.
    """
    try:
        return duckdb.connect(database, read_only=True, config=READ_ONLY_CONFIGURATION)
    except duckdb.Error:
        raise DamagedBuildError(build=database.parent.name) from None
