"""Which loads must be in the lake: those there are, and those archive and journal tell of."""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from loaders.lake.loaded_files import faults_of, read_outcome
from loaders.lake.originals import is_whole_set
from loaders.lake.schemas import OUTCOME
from warehouse.ground.journal import entries
from warehouse.ground.load_records import (
    BESIDE,
    SHA256_LENGTH,
    archived,
    beside_folder,
    is_load,
    load_folders,
    originals,
    read_load_record,
    sha256_of,
)
from warehouse.ground.settings import Settings

Fingerprint: TypeAlias = Callable[[Path], str]
LOADED = ("load", "upload")
# What the journal tells of a load beside its day, by the names of the outcome.
TOLD = {
    **dict.fromkeys(("file_name", "layout_given", "kind", "layout", "status", "beside"), str),
    **dict.fromkeys(("load_number", "rows_read", "rows_accepted", "rows_refused"), int),
}


@dataclass(frozen=True)
class Expected:
    """A load that must be in the lake.

    Attributes:
        sha256: Its file's fingerprint.
        outcome: What is known of it, by the names of loaders.lake.schemas.OUTCOME; what nothing
            tells is None.
        beside: The digest of what it was read with; None where an older version kept it.
        original: The file in the archive, if it is there and as it came.
        damaged_original: What the archive calls the file, or what it was read with, where that is
            no longer what came; empty where it is, or is gone.
        is_whole: Whether its rows are in the lake as they were written.
    """

    sha256: str
    outcome: dict[str, Any]
    beside: str | None
    original: Path | None
    damaged_original: str
    is_whole: bool


def expected_loads(settings: Settings, fingerprint: Fingerprint = sha256_of) -> list[Expected]:
    """Answers all loads that must be in the lake, in the order in which they were loaded.

    Those in the lake speak for themselves; of those that are gone or damaged the journal tells
    what they were called and when they came, and without it the archive that they came at all.

    Args:
        settings: The home.
        fingerprint: Answers a file's SHA-256.

    Raises:
        OSError: The home cannot be read.
    """
    told = {
        str(entry.details["file_sha256"]): _believed(entry.details)
        for entry in entries(settings)
        if entry.event in LOADED and "file_sha256" in entry.details
    }
    names = {folder.name for folder in load_folders(settings)}
    names |= {name for name in told if Path(name).name == name and is_load(Path(name))}
    names |= {path.name[:SHA256_LENGTH] for path in originals(settings)}
    found = [_expected(settings, name, told.get(name, {}), fingerprint) for name in sorted(names)]
    return sorted(found, key=lambda each: _turn(each.outcome))


def _turn(outcome: Mapping[str, Any]) -> tuple[int, datetime, str]:
    moment = outcome["loaded_at"] or datetime.max  # noqa: DTZ901 - as the lake keeps them
    number = outcome["load_number"] or (0 if outcome["loaded_at"] else sys.maxsize)
    return number, moment, outcome["file_sha256"]


def _expected(
    settings: Settings, sha256: str, told: Mapping[str, Any], fingerprint: Fingerprint
) -> Expected:
    folder = settings.lake / sha256
    record = read_load_record(folder)
    kept = archived(settings, sha256)
    outcome = _told(folder, sha256, told, kept)
    beside = record.beside if record else told.get("beside")
    if beside is None and not folder.is_dir():
        beside = _last_set(settings, sha256)
    if record and not outcome["file_name"]:
        outcome |= {"file_name": record.file_name, "layout_given": record.layout_given}
    damaged = ""
    given = beside_folder(settings, sha256, beside or "")
    if kept is not None and fingerprint(kept) != sha256:
        damaged = kept.name
    elif kept is not None and beside and not is_whole_set(given, beside):
        damaged = given.name
    return Expected(
        sha256=sha256,
        outcome=outcome,
        beside=beside,
        original=None if damaged else kept,
        damaged_original=damaged,
        is_whole=folder.is_dir() and not faults_of(folder, fingerprint),
    )


def _told(folder: Path, sha256: str, told: Mapping[str, Any], kept: Path | None) -> dict[str, Any]:
    """Answers what came of a load: as the lake says, else as the journal does."""
    nothing: dict[str, Any] = dict.fromkeys(OUTCOME)
    try:
        return nothing | read_outcome(folder)
    except (FileNotFoundError, IndexError, pl.exceptions.PolarsError):
        said = {name: value for name, value in told.items() if name in OUTCOME}
    name = said.get("file_name") or (kept.name if kept else sha256)
    return nothing | said | {"file_sha256": sha256, "file_name": name}


def _believed(details: Mapping[str, object]) -> dict[str, Any]:
    """Answers what a line of the journal says of a load, as far as it can be meant."""
    said: dict[str, Any] = {
        name: details[name]
        for name, kind in TOLD.items()
        if type(details.get(name)) is kind  # a truth value is no number here
    }
    with suppress(ValueError):
        moment = datetime.fromisoformat(str(details.get("loaded_at")))
        said["loaded_at"] = moment.replace(tzinfo=None)
    return said


def _last_set(settings: Settings, sha256: str) -> str | None:
    """Answers the digest of what was kept last beside a file of which nothing else is known."""
    sets = settings.archive.glob(f"{sha256}{BESIDE}-*")
    latest = max(sets, key=lambda path: path.stat().st_mtime, default=None)
    return latest.name.rpartition("-")[2] if latest else None
