"""The lake: one folder of Parquet files per loaded file, put into place by one rename."""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from loaders.lake.schemas import LAKE, OUTCOME
from warehouse.ground.links import copy_within, folder_to_stay_in
from warehouse.ground.locks import waiting_lock
from warehouse.ground.private import make_private, make_private_folder
from warehouse.ground.settings import Settings

SIDECAR: Final = ".meta.toml"
BESIDE: Final = ".beside"
SHA256_LENGTH: Final = 64
ENDING: Final = re.compile(r"\.[a-z0-9]{1,10}")


def known_outcome(settings: Settings, sha256: str) -> dict[str, Any] | None:
    """Answers the outcome of an earlier load of the same bytes, if there was one."""
    path = settings.lake / sha256 / "outcome.parquet"
    if not path.is_file():
        return None
    # The same bytes, loaded at once by somebody else, may just be put into place.
    with suppress(FileNotFoundError):
        return pl.read_parquet(path, glob=False).row(0, named=True)
    return None


def outcomes(settings: Settings) -> list[dict[str, Any]]:
    """Answers the outcomes of all loaded files, in the order they were loaded."""
    paths = settings.lake.glob("*/outcome.parquet")
    rows = [
        pl.read_parquet(path, glob=False).row(0, named=True)
        for path in paths
        if len(path.parent.name) == SHA256_LENGTH
    ]
    return sorted(rows, key=lambda row: (row["loaded_at"], row["file_sha256"]))


def archived(settings: Settings, sha256: str) -> Path | None:
    """Answers the original of a loaded file."""
    aside = (SIDECAR, BESIDE)
    found = settings.archive.glob(f"{sha256}*")
    return next((path for path in found if not path.name.endswith(aside)), None)


def archive(settings: Settings, path: Path, sha256: str, companions: Sequence[str] = ()) -> None:
    """Keeps a file's original under its fingerprint, with what was read beside it.

    Args:
        settings: The home.
        path: The file.
        sha256: Its fingerprint.
        companions: Names of second files in its folder.
    """
    make_private_folder(settings.archive)
    within = folder_to_stay_in(settings, path)
    if archived(settings, sha256) is None:
        ending = ENDING.fullmatch(path.suffix.lower())
        _copy(path, settings.archive / f"{sha256}{ending[0] if ending else ''}", within)
    beside = sidecar(path)
    kept = settings.archive / f"{sha256}{SIDECAR}"
    if beside.is_file():
        _copy(beside, kept, within)
    else:
        kept.unlink(missing_ok=True)
    for name in companions:
        folder = settings.archive / f"{sha256}{BESIDE}"
        make_private_folder(folder)
        _copy(path.parent / name, folder / name, path.parent)


def sidecar(path: Path) -> Path:
    """Answers the file that may declare what another file covers."""
    return path.with_name(path.name + SIDECAR)


def has_same_sidecar(settings: Settings, path: Path, sha256: str) -> bool:
    """Answers whether a file's sidecar is the one it was loaded with, or both are absent."""
    here, kept = sidecar(path), settings.archive / f"{sha256}{SIDECAR}"
    if not here.is_file() or not kept.is_file():
        return here.is_file() == kept.is_file()
    return here.read_bytes() == kept.read_bytes()


def write_outcome(folder: Path, outcome: dict[str, Any]) -> None:
    """Writes a load's outcome beside its rows."""
    pl.DataFrame([outcome], schema=OUTCOME).write_parquet(folder / "outcome.parquet")


def put_into_place(settings: Settings, folder: Path, sha256: str) -> None:
    """Makes a prepared load visible, replacing an earlier one of the same bytes.

    Waits while a build reads the lake, it is reloaded, or another load is put into place.
    """
    target = settings.lake / sha256
    ready = gathered(folder)
    with changing(settings):
        make_private_folder(settings.lake)
        if target.exists():
            target.rename(folder / "replaced")
        ready.rename(target)


def gathered(folder: Path) -> Path:
    """Answers a folder with nothing but the lake's files of a prepared load."""
    ready = folder / "ready"
    ready.mkdir()
    for name in LAKE:
        made = folder / f"{name}.parquet"
        if made.exists():
            made.rename(ready / made.name)
    make_private(ready)
    return ready


def changing(settings: Settings) -> AbstractContextManager[None]:
    """Holds the lake for a change: builds and other changes wait."""
    return waiting_lock(settings.lake_lock)


def utc_now() -> datetime:
    """Answers the moment, in UTC without a zone, as the lake keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _copy(source: Path, target: Path, within: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    copy_within(source, within, part)
    part.replace(target)
