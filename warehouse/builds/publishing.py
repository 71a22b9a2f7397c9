"""Building the warehouse into a fresh folder and publishing it by one atomic switch.

A build is made in builds/.building. When every test has passed, the folder is renamed to its
build id and the link builds/current is replaced. Until that moment readers see the old build;
a build that fails, or is killed, changes nothing for them.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from warehouse.builds.as_of import write_as_of
from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.comments import write_comments
from warehouse.builds.inputs import inputs_sha256
from warehouse.builds.kept_builds import (
    FAILED_PREFIX,
    content_of,
    current_id,
    next_number,
    published_ids,
)
from warehouse.builds.outcomes import Outcome, Progress
from warehouse.builds.project_runs import run_project
from warehouse.builds.published import connect, published_build
from warehouse.builds.rollbacks import Rollback, check_whole, rollback_in_force, write_note
from warehouse.ground.durable import sync_folder, sync_tree
from warehouse.ground.errors import (
    BuildInUseError,
    DamagedBuildError,
    DamagedLoadError,
    MissingBuildError,
    NoEarlierBuildError,
    UnknownBuildError,
    disk_trouble,
)
from warehouse.ground.exchanging import take_back
from warehouse.ground.homes import mark_form
from warehouse.ground.journal import write_down
from warehouse.ground.load_records import changed_files, load_folders, read_load_record
from warehouse.ground.locks import exclusive_lock, waiting_lock
from warehouse.ground.private import protect_from_writing
from warehouse.ground.settings import Settings, project_version


def build(
    settings: Settings, progress: Progress, waiting: Callable[[], None] | None = None
) -> BuildRecord:
    """Builds, tests and, when nothing failed, publishes the warehouse.

    Args:
        settings: The home to build in and the project to build.
        progress: Called with the number of nodes done and of nodes in all.
        waiting: Called once if a load is just putting files into place.

    Returns:
        The build's record; its status says whether it was published.

    Raises:
        BuildUnderWayError: Another process is building in the same home.
        OSError: The home cannot be written.
    """
    with exclusive_lock(settings.builds / ".lock"):
        mark_form(settings)
        _clear(settings)
        try:
            return _build(settings, progress, waiting)
        finally:
            _clear(settings)


def unchanged_build(settings: Settings) -> BuildRecord | None:
    """Answers the published build when it opens and building anew would change nothing.

    After a rollback, building what was set aside once more counts as no change either.
    """
    try:
        published = published_build(settings)
        rolled_back = rollback_in_force(settings)
        set_aside = rolled_back.set_aside.values() if rolled_back else ()
        if inputs_sha256(settings) not in {published.record.inputs_sha256, *set_aside}:
            return None
        with suppress(BuildInUseError):  # whole, for all that is known: nothing to build anew
            connect(published.database).close()
    except (MissingBuildError, DamagedBuildError):
        return None
    return published.record


def rollback(settings: Settings, wanted: str | None = None) -> Rollback:
    """Publishes an earlier build again.

    Args:
        settings: The home.
        wanted: The build to publish, an older or a newer one; left out, the one before the
            published one.

    Raises:
        NoEarlierBuildError: There is none before the published one.
        UnknownBuildError: No build of that name is on disk.
        DamagedEarlierBuildError: It cannot be read whole; the link stays as it is.
        BuildUnderWayError: Another process is building in the same home.
        OSError: The home cannot be written.
    """
    if not settings.builds.is_dir():
        raise NoEarlierBuildError(home=settings.home_given)
    with exclusive_lock(settings.builds / ".lock"):
        ids = published_ids(settings)
        left = current_id(settings)
        earlier = ids[: ids.index(left)] if left in ids else ids
        if wanted is None and not earlier:
            raise NoEarlierBuildError(home=settings.home_given)
        chosen = earlier[-1] if wanted is None else wanted
        if chosen not in ids:
            raise UnknownBuildError(build=chosen, builds=", ".join(reversed(ids)) or "-")
        check_whole(settings.builds / chosen)
        note = write_note(settings, chosen, left, ids[ids.index(chosen) + 1 :])
        switch(settings, chosen)
        write_down(settings, "rollback", build=chosen, left=left)
        return note


def _read_older_targets_anew(lake: Path) -> None:
    from warehouse.builds.older_target_files import older_target_files  # noqa: PLC0415 - slow

    if older_target_files(lake):
        from warehouse.builds.older_targets import (
            complete_older_targets,
        )

        complete_older_targets(lake)


def _build(
    settings: Settings, progress: Progress, waiting: Callable[[], None] | None
) -> BuildRecord:
    # Imported here because importing polars takes a while, and only a build needs it.
    from warehouse.builds.empty_lake import lay_empty_lake

    started = datetime.now(UTC)
    settings.building.mkdir(parents=True)
    database = settings.building / DATABASE_NAME
    # Loads wait until the lake has been read: a file is in all tables, or in none.
    with waiting_lock(settings.lake_lock, is_shared=True, waiting=waiting):
        take_back(settings.home)
        _check_lake(settings)
        lay_empty_lake(settings.lake)
        _read_older_targets_anew(settings.lake)
        digest = inputs_sha256(settings)
        with _telling_of_the_disk(database):
            outcome, manifest = run_project(settings, database, progress)
            _check_room(outcome, database)
    with _telling_of_the_disk(database):
        if manifest and not outcome.failures:
            write_as_of(database, manifest)
            write_comments(database, manifest)
        _write_checkpoint(database)
    record = _record(settings, started, digest, outcome)
    record.write(settings.building)
    if record.status == "published":
        _publish(settings, record.build_id)
    else:
        _keep_failed(settings, record.build_id)
    write_down(
        settings,
        "build",
        build=record.build_id,
        status=record.status,
        seconds=record.seconds,
        failures=len(record.failures),
    )
    return record


@contextmanager
def _telling_of_the_disk(database: Path) -> Iterator[None]:
    """Turns what DuckDB says of a full or failing disk into the error that Python has for it."""
    try:
        yield
    except duckdb.Error as error:
        number = disk_trouble(str(error))
        if number is None:
            raise
        raise OSError(number, os.strerror(number), str(database)) from error


def _check_room(outcome: Outcome, database: Path) -> None:
    """Raises what kept a model from being written, where that was the disk and not the model."""
    for failure in outcome.failures:
        number = disk_trouble(failure.message)
        if number is not None:
            raise OSError(number, os.strerror(number), str(database))


def _check_lake(settings: Settings) -> None:
    """Refuses to build from rows that are not as they were written."""
    from loaders.lake.loaded_files import is_unrecorded  # noqa: PLC0415 - only a build needs it

    for folder in load_folders(settings):
        record = read_load_record(folder)
        if record is None and is_unrecorded(folder):
            raise DamagedLoadError(file=f"lake/{folder.name}")
        for name in changed_files(folder, record) if record else ():
            raise DamagedLoadError(file=f"lake/{folder.name}/{name}")


def _write_checkpoint(database: Path) -> None:
    """Folds the write-ahead log into the file, so that it is whole without it."""
    with duckdb.connect(database) as connection:
        connection.execute("checkpoint")


def _record(settings: Settings, started: datetime, digest: str, outcome: Outcome) -> BuildRecord:
    finished = datetime.now(UTC)
    return BuildRecord(
        build_id=_free_id(settings, started),
        status="failed" if outcome.failures else "published",
        started_at=started.isoformat(timespec="seconds"),
        finished_at=finished.isoformat(timespec="seconds"),
        seconds=round((finished - started).total_seconds(), 2),
        counts=outcome.counts,
        warnings=outcome.warnings,
        failures=outcome.failures,
        inputs_sha256=digest,
        versions={name: version(name) for name in ("duckdb", "dbt-core", "dbt-duckdb")},
        project_version=project_version(),
        number=next_number(settings),
        files=content_of(settings.building),
    )


def _free_id(settings: Settings, started: datetime) -> str:
    first = started.strftime("%Y%m%dT%H%M%SZ")
    build_id, number = first, 1
    while any((settings.builds / f"{prefix}{build_id}").exists() for prefix in ("", FAILED_PREFIX)):
        number += 1
        build_id = f"{first}-{number}"
    return build_id


def _publish(settings: Settings, build_id: str) -> None:
    """Puts the finished build into its place and takes old ones away.

    The one that was published until now stays, however few are to be kept: a reader may have just
    looked up its name.
    """
    before = current_id(settings)
    protect_from_writing(settings.building)
    sync_tree(settings.building)
    settings.building.rename(settings.builds / build_id)
    sync_folder(settings.builds)
    switch(settings, build_id)
    for old in published_ids(settings)[: -settings.keep_builds]:
        if old not in {build_id, before}:
            shutil.rmtree(settings.builds / old)


def switch(settings: Settings, build_id: str) -> None:
    """Publishes a build that is on disk: one atomic replacement of the link.

    Raises:
        OSError: The link cannot be replaced.
    """
    link = settings.builds / ".current"
    link.unlink(missing_ok=True)
    link.symlink_to(build_id)
    link.replace(settings.current)
    sync_folder(settings.builds)


def _keep_failed(settings: Settings, build_id: str) -> None:
    for old in settings.builds.glob(f"{FAILED_PREFIX}*"):
        shutil.rmtree(old)
    settings.building.rename(settings.builds / f"{FAILED_PREFIX}{build_id}")


def _clear(settings: Settings) -> None:
    """Removes what a build that was killed, or stopped, left half-made."""
    if settings.building.exists():
        shutil.rmtree(settings.building)
