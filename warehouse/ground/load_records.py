"""What each load leaves written beside its rows, in load.json, and the original it was read from.

A load was read from a file and from what lay beside it: a sidecar, a second file. The archive
keeps each such set under its own digest and never changes it; load.json names the set, so that
rows and what they were read with are put into place together. It imports nothing slow.
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from warehouse.ground.settings import Settings

LOAD_NAME: Final = "load.json"
SIDECAR: Final = ".meta.toml"
BESIDE: Final = ".beside"
SHA256_LENGTH: Final = 64


@dataclass(frozen=True)
class LoadRecord:
    """What a load of today's versions says of itself.

    Attributes:
        number: The how manieth load of the home it is; clocks may err, numbers go on.
        file_name: What the file was called when it came.
        layout_given: The layout the user named, if one was named.
        beside: The digest of what it was read with; empty when there was nothing.
        files: The SHA-256 of each file beside this one.
    """

    number: int
    file_name: str
    layout_given: str | None
    beside: str
    files: dict[str, str]

    def as_json(self) -> str:
        """Answers the record as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def sha256_of(path: Path) -> str:
    """Answers the fingerprint of a file's bytes.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_load_record(folder: Path) -> LoadRecord | None:
    """Answers what a load's folder says of itself; None of an older version, or unreadable."""
    with suppress(OSError, ValueError, TypeError):
        record = LoadRecord(**json.loads((folder / LOAD_NAME).read_text(encoding="utf-8")))
        if isinstance(record.files, dict) and isinstance(record.number, int):
            return record
    return None


def changed_files(
    folder: Path, record: LoadRecord, fingerprint: Callable[[Path], str] = sha256_of
) -> list[str]:
    """Answers the files of a load that are not as they were written, gone, or strange; by name.

    Args:
        folder: The load's folder.
        record: What it says of itself.
        fingerprint: Answers a file's SHA-256.
    """
    strange = {path.name for path in folder.glob("*.parquet")} - record.files.keys()
    changed = {
        name
        for name, sha256 in record.files.items()
        if not (folder / name).is_file() or fingerprint(folder / name) != sha256
    }
    return sorted(changed | strange)


def is_load(folder: Path) -> bool:
    """Answers whether a folder of the lake is called as a load is: by a fingerprint."""
    name = folder.name
    return len(name) == SHA256_LENGTH and set(name) <= set("0123456789abcdef")


def load_folders(settings: Settings) -> list[Path]:
    """Answers the folders of all loads in the lake, in a steady order."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(each for each in settings.lake.iterdir() if is_load(each))
    return []


def archived(settings: Settings, sha256: str) -> Path | None:
    """Answers the original of a loaded file."""
    found = settings.archive.glob(f"{sha256}*")
    return next((path for path in found if not _lay_beside(path)), None)


def originals(settings: Settings) -> list[Path]:
    """Answers the originals of the archive, without what was kept beside them."""
    found = settings.archive.iterdir() if settings.archive.is_dir() else ()
    return sorted(
        path
        for path in found
        if is_load(path.with_name(path.name[:SHA256_LENGTH])) and not _lay_beside(path)
    )


def _lay_beside(path: Path) -> bool:
    """Answers whether what the archive has was no file of its own, but lay beside one."""
    rest = path.name[SHA256_LENGTH:]
    return rest == SIDECAR or rest.startswith(BESIDE)


def sidecar(path: Path) -> Path:
    """Answers the file that may declare what another file covers."""
    return path.with_name(path.name + SIDECAR)


def kept_beside(settings: Settings, sha256: str) -> dict[str, Path]:
    """Answers what a file in the lake was read with: name to the archive's copy.

    The sidecar is called .meta.toml here, a second file as it was called.
    """
    record = read_load_record(settings.lake / sha256)
    if record is not None:
        return beside_files(settings, sha256, record.beside)
    return older_beside(settings, sha256)


def older_beside(settings: Settings, sha256: str) -> dict[str, Path]:
    """Answers what lay beside a file that version 0.1.0 loaded, which kept it under its name."""
    kept = settings.archive / f"{sha256}{SIDECAR}"
    folder = settings.archive / f"{sha256}{BESIDE}"
    files = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
    return files | ({SIDECAR: kept} if kept.is_file() else {})


def beside_files(settings: Settings, sha256: str, digest: str) -> dict[str, Path]:
    """Answers the files of one set that lay beside a file; none for an empty digest."""
    folder = beside_folder(settings, sha256, digest)
    if not digest or not folder.is_dir():
        return {}
    return {path.name: path for path in folder.iterdir()}


def beside_folder(settings: Settings, sha256: str, digest: str) -> Path:
    """Answers where the archive keeps one set of what lay beside a file."""
    return settings.archive / f"{sha256}{BESIDE}-{digest}"


def beside_digest(files: dict[str, Path]) -> str:
    """Answers the digest of what lies beside a file, by names and content; empty for nothing."""
    if not files:
        return ""
    said = "".join(f"{name}\0{sha256_of(path)}\n" for name, path in sorted(files.items()))
    return hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()


def is_read_with_the_same(settings: Settings, path: Path, sha256: str) -> bool:
    """Answers whether what lies beside a file is what the lake's rows of it were read with.

    A second file that does not lie there says nothing: it may have been tidied away.

    Args:
        settings: The home.
        path: The file.
        sha256: Its fingerprint.
    """
    kept = kept_beside(settings, sha256)
    if _content(sidecar(path)) != _content(kept.pop(SIDECAR, None)):
        return False
    here = {name: _content(path.with_name(name)) for name in kept}
    return all(here[name] in {None, _content(copy)} for name, copy in kept.items())


def _content(path: Path | None) -> bytes | None:
    return path.read_bytes() if path is not None and path.is_file() else None
