"""What has come in since the build before the one that is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from app.base import database
from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.publishing import published_ids
from warehouse.ground.settings import Settings

LOADED = """
select file, status, rows_accepted, rows_refused, loaded_at
from fct_load_outcomes
where loaded_at > ?
order by loaded_at desc, sha256
"""
EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """What a build brought.

    Attributes:
        built_at: When the build shown was begun.
        before: When the published build before it was begun; None where none is kept.
        earlier: The database of that build.
        files: The files loaded since, the latest first.
    """

    built_at: datetime
    before: datetime | None
    earlier: Path | None
    files: pl.DataFrame


def latest() -> News:
    """Answers what came in between the build before and the one shown.

    Raises:
        MissingBuildError: Nothing is published yet.
        DamagedBuildError: What is published cannot be read.
    """
    shown = database.build()
    before, earlier = _build_before(shown.build_id)
    since = (before or EVER).astimezone(UTC).replace(tzinfo=None)
    return News(
        built_at=datetime.fromisoformat(shown.record.started_at),
        before=before,
        earlier=earlier,
        files=database.ask(LOADED, (since,)),
    )


def _build_before(build_id: str) -> tuple[datetime, Path] | tuple[None, None]:
    settings = Settings.from_environment()
    earlier = [each for each in published_ids(settings) if each < build_id]
    for name in reversed(earlier):
        folder = settings.builds / name
        try:
            record = BuildRecord.read(folder)
        except (OSError, ValueError):  # cleared away meanwhile, or damaged: the one before it
            continue
        return datetime.fromisoformat(record.started_at), folder / DATABASE_NAME
    return None, None
