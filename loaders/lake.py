"""The lake: one folder of Parquet files per loaded file, put into place by one rename."""

import hashlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from loaders.schemas import LAKE, OUTCOME
from warehouse.errors import BuildUnderWayError
from warehouse.locks import exclusive_lock, waiting_lock
from warehouse.settings import Settings

LOADING_PREFIX: Final = ".loading-"
MAKING_PREFIX: Final = ".making-"
MAKING_SECONDS: Final = 60
SIDECAR: Final = ".meta.toml"
BESIDE: Final = ".beside"
SHA256_LENGTH: Final = 64
ENDING: Final = re.compile(r"\.[a-z0-9]{1,10}")


def file_sha256(path: Path) -> str:
    """Answers the fingerprint of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def loading_folder(settings: Settings) -> Iterator[Path]:
    """Answers a folder to prepare a load in; what is left in it at the end is removed.

    It lies beside the lake, so that one rename puts its content into place.
    """
    settings.lake.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        _clear_dead(settings)
        # Under another name until its lock is held: nobody may take it for dead before.
        made = Path(tempfile.mkdtemp(prefix=MAKING_PREFIX, dir=settings.home))
        held.enter_context(exclusive_lock(made / "lock"))
        folder = made.rename(made.with_name(made.name.replace(MAKING_PREFIX, LOADING_PREFIX)))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def known_outcome(settings: Settings, sha256: str) -> dict[str, Any] | None:
    """Answers the outcome of an earlier load of the same bytes, if there was one."""
    path = settings.lake / sha256 / "outcome.parquet"
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
    settings.archive.mkdir(parents=True, exist_ok=True)
    if archived(settings, sha256) is None:
        ending = ENDING.fullmatch(path.suffix.lower())
        _copy(path, settings.archive / f"{sha256}{ending[0] if ending else ''}")
    beside = sidecar(path)
    kept = settings.archive / f"{sha256}{SIDECAR}"
    if beside.is_file():
        _copy(beside, kept)
    else:
        kept.unlink(missing_ok=True)
    for name in companions:
        folder = settings.archive / f"{sha256}{BESIDE}"
        folder.mkdir(exist_ok=True)
        _copy(path.parent / name, folder / name)


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
        settings.lake.mkdir(parents=True, exist_ok=True)
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
    return ready


def changing(settings: Settings) -> AbstractContextManager[None]:
    """Holds the lake for a change: builds and other changes wait."""
    return waiting_lock(settings.lake_lock)


def utc_now() -> datetime:
    """Answers the moment, in UTC without a zone, as the lake keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def _clear_dead(settings: Settings) -> None:
    """Removes what loads that were killed left behind: nobody holds their locks."""
    for folder in settings.home.glob(f"{LOADING_PREFIX}*"):
        with suppress(BuildUnderWayError), exclusive_lock(folder / "lock"):
            shutil.rmtree(folder, ignore_errors=True)
    for folder in settings.home.glob(f"{MAKING_PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > MAKING_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, part)
    part.replace(target)
