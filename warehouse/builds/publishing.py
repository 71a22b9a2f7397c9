"""Building the warehouse into a fresh folder and publishing it by one atomic switch.

A build is made in builds/.building. When every test has passed, the folder is renamed to its
build id and the link builds/current is replaced. Until that moment readers see the old build;
a build that fails, or is killed, changes nothing for them.
"""

import shutil
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from warehouse.builds.as_of import write_as_of
from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.comments import write_comments
from warehouse.builds.inputs import inputs_sha256
from warehouse.builds.outcomes import Outcome, Progress
from warehouse.builds.project_runs import run_project
from warehouse.builds.published import connect, published_build
from warehouse.builds.rollbacks import Rollback, check_whole, rollback_in_force, write_note
from warehouse.ground.errors import (
    BuildInUseError,
    DamagedBuildError,
    MissingBuildError,
    NoEarlierBuildError,
    UnknownBuildError,
)
from warehouse.ground.locks import exclusive_lock, waiting_lock
from warehouse.ground.private import protect_from_writing
from warehouse.ground.settings import Settings, project_version

FAILED_PREFIX = "failed-"


def build(settings: Settings, progress: Progress) -> BuildRecord:
    """Builds, tests and, when nothing failed, publishes the warehouse.

    Args:
        settings: The home to build in and the project to build.
        progress: Called with the number of nodes done and of nodes in all.

    Returns:
        The build's record; its status says whether it was published.

    Raises:
        BuildUnderWayError: Another process is building in the same home.
        OSError: The home cannot be written.
    """
    with exclusive_lock(settings.builds / ".lock"):
        _clear(settings)
        try:
            return _build(settings, progress)
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


def published_ids(settings: Settings) -> list[str]:
    """Answers the ids of all builds on disk that were published, oldest first."""
    if not settings.builds.is_dir():
        return []
    return sorted(
        folder.name
        for folder in settings.builds.iterdir()
        if folder.is_dir() and not folder.is_symlink() and folder.name[0].isdigit()
    )


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
        left = settings.current.resolve().name if settings.current.is_symlink() else ""
        earlier = [each for each in ids if each < left or not left]
        if wanted is None and not earlier:
            raise NoEarlierBuildError(home=settings.home_given)
        chosen = earlier[-1] if wanted is None else wanted
        if chosen not in ids:
            raise UnknownBuildError(build=chosen, builds=", ".join(reversed(ids)) or "-")
        check_whole(settings.builds / chosen)
        note = write_note(settings, chosen, left, (each for each in ids if each > chosen))
        switch(settings, chosen)
        return note


def last_failed(settings: Settings) -> BuildRecord | None:
    """Answers the record of the last build that failed, if one is kept."""
    for folder in sorted(settings.builds.glob(f"{FAILED_PREFIX}*"), reverse=True):
        with suppress(OSError, ValueError):
            return BuildRecord.read(folder)
    return None


def _read_older_targets_anew(lake: Path) -> None:
    from warehouse.builds.older_target_files import older_target_files  # noqa: PLC0415 - slow

    if older_target_files(lake):
        from warehouse.builds.older_targets import (
            complete_older_targets,
        )

        complete_older_targets(lake)


def _build(settings: Settings, progress: Progress) -> BuildRecord:
    # Imported here because importing polars takes a while, and only a build needs it.
    from warehouse.builds.empty_lake import lay_empty_lake

    started = datetime.now(UTC)
    settings.building.mkdir(parents=True)
    database = settings.building / DATABASE_NAME
    # Loads wait until the lake has been read: a file is in all tables, or in none.
    with waiting_lock(settings.lake_lock, is_shared=True):
        lay_empty_lake(settings.lake)
        _read_older_targets_anew(settings.lake)
        digest = inputs_sha256(settings)
        outcome, manifest = run_project(settings, database, progress)
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
    return record


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
    )


def _free_id(settings: Settings, started: datetime) -> str:
    first = started.strftime("%Y%m%dT%H%M%SZ")
    build_id, number = first, 1
    while any((settings.builds / f"{prefix}{build_id}").exists() for prefix in ("", FAILED_PREFIX)):
        number += 1
        build_id = f"{first}-{number}"
    return build_id


def _publish(settings: Settings, build_id: str) -> None:
    protect_from_writing(settings.building)
    settings.building.rename(settings.builds / build_id)
    switch(settings, build_id)
    for old in published_ids(settings)[: -settings.keep_builds]:
        if old != build_id:
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


def _keep_failed(settings: Settings, build_id: str) -> None:
    for old in settings.builds.glob(f"{FAILED_PREFIX}*"):
        shutil.rmtree(old)
    settings.building.rename(settings.builds / f"{FAILED_PREFIX}{build_id}")


def _clear(settings: Settings) -> None:
    """Removes what a build that was killed, or stopped, left half-made."""
    if settings.building.exists():
        shutil.rmtree(settings.building)
