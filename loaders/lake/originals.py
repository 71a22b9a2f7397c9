"""The archive: each file as it came, under its fingerprint, and what it was read with.

Nothing in it is ever changed or taken away. What lay beside a file - a sidecar, a second file -
is kept as a set under the set's own digest, for the same file may come again with another.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from warehouse.ground.durable import sync_file, sync_folder, sync_tree
from warehouse.ground.links import copy_within, folder_to_stay_in
from warehouse.ground.load_records import (
    SIDECAR,
    archived,
    beside_digest,
    beside_folder,
    sha256_of,
    sidecar,
)
from warehouse.ground.private import make_private, make_private_folder
from warehouse.ground.settings import Settings

ENDING: Final = re.compile(r"\.[a-z0-9]{1,10}")


def keep_original(settings: Settings, path: Path, sha256: str, scratch: Path) -> bool:
    """Keeps a file under its fingerprint; a copy that is whole already stays.

    Args:
        settings: The home.
        path: The file.
        sha256: Its fingerprint when its rows were read.
        scratch: The load's own folder; the copy is called after it until it is whole.

    Returns:
        False when it is not what it was when its rows were read.

    Raises:
        OSError: The home cannot be written.
    """
    make_private_folder(settings.archive)
    kept = archived(settings, sha256)
    if kept is not None and sha256_of(kept) == sha256:
        return True
    ending = ENDING.fullmatch(path.suffix.lower())
    target = kept or settings.archive / f"{sha256}{ending[0] if ending else ''}"
    part = settings.archive / f"{scratch.name}.part"
    if copy_within(path, folder_to_stay_in(settings, path), part) != sha256:
        part.unlink()
        return False
    sync_file(part)
    part.replace(target)
    sync_folder(settings.archive)
    return True


def keep_beside(
    settings: Settings, path: Path, sha256: str, companions: Iterable[str], scratch: Path
) -> str:
    """Keeps what a file was read with, and answers the digest of the set; empty for nothing.

    Args:
        settings: The home.
        path: The file.
        sha256: Its fingerprint.
        companions: Names of second files in its folder.
        scratch: The load's own folder.

    Raises:
        OSError: The home cannot be written.
    """
    found = {SIDECAR: sidecar(path)} | {name: path.with_name(name) for name in companions}
    here = {name: each for name, each in found.items() if each.is_file()}
    return keep_set(settings, sha256, here, scratch)


def keep_set(settings: Settings, sha256: str, files: dict[str, Path], scratch: Path) -> str:
    """Keeps files as the set that lay beside a file, and answers the set's digest.

    Args:
        settings: The home.
        sha256: The file's fingerprint.
        files: Name to where each lies now; the sidecar is called .meta.toml.
        scratch: The load's own folder.

    Raises:
        OSError: The home cannot be written.
    """
    gathered = scratch / "beside"
    gathered.mkdir()
    for name, each in files.items():
        copy_within(each, folder_to_stay_in(settings, each), gathered / name)
    digest = beside_digest({each.name: each for each in gathered.iterdir()})
    target = beside_folder(settings, sha256, digest)
    if digest and not is_whole_set(target, digest):
        make_private(gathered)
        sync_tree(gathered)
        if target.exists():
            target.rename(scratch / "damaged set")
        gathered.rename(target)
        sync_folder(settings.archive)
    return digest


def is_whole_set(folder: Path, digest: str) -> bool:
    """Answers whether what was kept beside a file is still what it was."""
    if not folder.is_dir():
        return False
    return beside_digest({path.name: path for path in folder.iterdir()}) == digest
