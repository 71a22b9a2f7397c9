"""The lake: one folder of Parquet files per loaded file, put into place by one step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias

import polars as pl

from loaders.lake.schemas import LAKE, OUTCOME
from warehouse.ground.durable import sync_folder, sync_tree, write_durably
from warehouse.ground.exchanging import exchange, take_back
from warehouse.ground.homes import mark_form
from warehouse.ground.load_records import (
    LOAD_NAME,
    LoadRecord,
    changed_files,
    load_folders,
    read_load_record,
    sha256_of,
)
from warehouse.ground.locks import waiting_lock
from warehouse.ground.private import make_private, make_private_folder
from warehouse.ground.settings import Settings

OUTCOME_NAME: Final = "outcome.parquet"
NUMBER_NAME: Final = "last-load.txt"
Waiting: TypeAlias = Callable[[], None]


def known_outcome(settings: Settings, sha256: str) -> dict[str, Any] | None:
    """Answers the outcome of an earlier load of the same bytes, if there was one and it is whole.

    Without it the file is loaded once more, which mends what is damaged.
    """
    folder = settings.lake / sha256
    if not (folder / OUTCOME_NAME).is_file() or faults_of(folder):
        return None
    # The same bytes, loaded at once by somebody else, may just be put into place.
    with suppress(FileNotFoundError):
        return read_outcome(folder)
    return None


def read_outcome(folder: Path) -> dict[str, Any]:
    """Answers what came of a load.

    Args:
        folder: The load's folder.

    Raises:
        FileNotFoundError: It says nothing.
        polars.exceptions.PolarsError: It cannot be read.
    """
    with (folder / OUTCOME_NAME).open("rb") as file:
        return pl.read_parquet(file).row(0, named=True)


def faults_of(folder: Path, fingerprint: Callable[[Path], str] = sha256_of) -> list[str]:
    """Answers the files of a load that are not as they were written, or gone; by name.

    Of a load of an older version, which kept no fingerprints: those that cannot be read, and
    those with another number of rows than its outcome says.

    Args:
        folder: The load's folder.
        fingerprint: Answers a file's SHA-256.
    """
    record = read_load_record(folder)
    if record is not None:
        return changed_files(folder, record, fingerprint)
    names = {path.name for path in folder.glob("*.parquet")} | {OUTCOME_NAME}
    heights = {name: _rows_in(folder / name) for name in names}
    if heights[OUTCOME_NAME] != 1:
        return [OUTCOME_NAME]
    outcome = read_outcome(folder)
    if is_unrecorded(folder):
        return [LOAD_NAME]
    told = {f"{outcome['kind']}.parquet": outcome.get("records")}
    told |= {"refused.parquet": outcome["rows_refused"]}
    return sorted(
        name for name, rows in heights.items() if rows is None or told.get(name) not in {None, rows}
    )


def is_unrecorded(folder: Path) -> bool:
    """Answers whether a load has lost its load.json; those of version 0.1.0 never had one.

    Args:
        folder: The load's folder, without one that can be read.
    """
    try:
        return read_outcome(folder).get("load_number") is not None
    except (FileNotFoundError, IndexError, pl.exceptions.PolarsError):
        return False  # whoever reads it will say so


def _rows_in(path: Path) -> int | None:
    """Answers how many rows a file has; None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return pl.read_parquet(file).height
    except (FileNotFoundError, pl.exceptions.PolarsError):
        return None


def numbered(settings: Settings, outcome: dict[str, Any]) -> dict[str, Any]:
    """Answers an outcome with its number, one more than the last load's.

    Its caller holds the lake. A number may stay unused; none is given twice.

    Raises:
        OSError: The home cannot be written.
    """
    note = settings.home / NUMBER_NAME
    try:
        last = int(note.read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        records = (read_load_record(folder) for folder in load_folders(settings))
        last = max((each.number for each in records if each), default=0)
    write_durably(note, f"{last + 1}\n")
    return outcome | {"load_number": last + 1}


def put_into_place(
    settings: Settings,
    folder: Path,
    outcome: dict[str, Any],
    beside: str,
    waiting: Waiting | None = None,
) -> dict[str, Any]:
    """Makes a prepared load visible, replacing an earlier one of the same bytes.

    Waits while a build reads the lake, it is reloaded, or another load is put into place.

    Args:
        settings: The home.
        folder: The load's own folder, with its rows.
        outcome: What came of it, as of loaders.preparing.stored.
        beside: The digest of what it was read with.
        waiting: Called once if somebody else has the lake.

    Returns:
        The outcome as it is kept.

    Raises:
        OSError: The home cannot be written.
    """
    target = settings.lake / outcome["file_sha256"]
    with changing(settings, waiting):
        kept = numbered(settings, outcome)
        ready = finished(folder, kept, beside)
        make_private_folder(settings.lake)
        if target.exists():
            exchange(settings.home, ready, target)
        else:
            ready.rename(target)
            sync_folder(settings.lake)
        return kept


def finished(folder: Path, outcome: dict[str, Any], beside: str) -> Path:
    """Answers a folder with nothing but a prepared load, complete and on the disk.

    Args:
        folder: Where its rows are; they are moved.
        outcome: What came of it, numbered.
        beside: The digest of what it was read with.

    Raises:
        OSError: It cannot be written.
    """
    ready = folder / "ready"
    ready.mkdir()
    pl.DataFrame([outcome], schema=OUTCOME).write_parquet(folder / OUTCOME_NAME)
    for name in LAKE:
        made = folder / f"{name}.parquet"
        if made.exists():
            made.rename(ready / made.name)
    record = LoadRecord(
        number=outcome["load_number"] or 0,
        file_name=outcome["file_name"],
        layout_given=outcome["layout_given"],
        beside=beside,
        files={path.name: sha256_of(path) for path in sorted(ready.iterdir())},
    )
    (ready / LOAD_NAME).write_text(record.as_json(), encoding="utf-8")
    make_private(ready)
    sync_tree(ready)
    return ready


@contextmanager
def changing(settings: Settings, waiting: Waiting | None = None) -> Iterator[None]:
    """Holds the lake for a change: builds and other changes wait.

    Args:
        settings: The home.
        waiting: Called once if somebody else has it.
    """
    with waiting_lock(settings.lake_lock, waiting=waiting):
        take_back(settings.home)
        mark_form(settings)
        yield


def utc_now() -> datetime:
    """Answers the moment, in UTC without a zone, as the lake keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)
