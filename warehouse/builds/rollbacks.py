"""Going back to an earlier build: what is written down about it, and what is checked before.

A rollback holds until something new comes in: the builds that were set aside are remembered by
what they were made of, so that the scheduled job does not bring them back by building the same
again. It ends with the next build that is published.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.kept_builds import current_id
from warehouse.builds.published import connect
from warehouse.ground.durable import write_durably
from warehouse.ground.errors import DamagedBuildError, DamagedEarlierBuildError
from warehouse.ground.settings import Settings

NOTE_NAME = "rolled-back.json"


@dataclass(frozen=True)
class Rollback:
    """One return to an earlier build.

    Attributes:
        build_id: The build gone back to.
        left_id: The build that was published before; empty when there was none.
        rolled_back_at: UTC, ISO 8601.
        set_aside: The newer builds on disk, each with the digest of what it was made of.
    """

    build_id: str
    left_id: str
    rolled_back_at: str
    set_aside: dict[str, str]


def rollback_in_force(settings: Settings) -> Rollback | None:
    """Answers the rollback that keeps an earlier build published, if one does.

    The note names its build, so one that a later build has overtaken counts for nothing.
    """
    try:
        found = json.loads((settings.builds / NOTE_NAME).read_text(encoding="utf-8"))
        note = Rollback(**found)
    except (OSError, ValueError, TypeError):
        return None
    if not isinstance(note.set_aside, dict) or not isinstance(note.rolled_back_at, str):
        return None
    holds = note.set_aside and note.build_id == current_id(settings)
    return note if holds else None


def write_note(settings: Settings, build_id: str, left_id: str, newer: Iterable[str]) -> Rollback:
    """Writes down a rollback before the link is switched, and answers it.

    Args:
        settings: The home.
        build_id: The build gone back to.
        left_id: The build published until now.
        newer: The builds on disk that are set aside.

    Raises:
        OSError: The note cannot be written.
    """
    note = Rollback(
        build_id=build_id,
        left_id=left_id,
        rolled_back_at=datetime.now(UTC).isoformat(timespec="seconds"),
        set_aside={each: _digest(settings, each) for each in newer},
    )
    write_durably(settings.builds / NOTE_NAME, json.dumps(asdict(note), indent=2) + "\n")
    return note


def check_whole(folder: Path) -> BuildRecord:
    """Reads every value of a build once, and answers its record.

    DuckDB compares each block with its checksum as it reads, which takes a tenth of a second
    for a build of 20 MB.

    Raises:
        DamagedEarlierBuildError: Its record or its database cannot be read.
    """
    try:
        record = BuildRecord.read(folder)
        with connect(folder / DATABASE_NAME) as connection:
            tables = connection.execute(
                "select schema_name || '.' || table_name from duckdb_tables()"
            ).fetchall()
            for (table,) in tables:
                connection.table(table).aggregate("bit_xor(hash(columns(*)))").fetchall()
    except (OSError, ValueError, DamagedBuildError, duckdb.Error):
        raise DamagedEarlierBuildError(build=folder.name) from None
    return record


def _digest(settings: Settings, build_id: str) -> str:
    with suppress(OSError, ValueError):
        return BuildRecord.read(settings.builds / build_id).inputs_sha256
    return ""
