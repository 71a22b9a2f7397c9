"""Archive and lake compared with what was written down of them, and mended from each other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from loaders.lake.expected import Expected, Fingerprint, expected_loads
from loaders.lake.loaded_files import Waiting, changing
from loaders.lake.originals import keep_original, keep_set
from loaders.lake.scratch_folders import loading_folder
from loaders.preparing import Known
from loaders.reloading import (  # noqa: TID253 - itself imported only by those who mend
    load_again,
)
from warehouse.ground.durable import sync_folder
from warehouse.ground.exchanging import exchange
from warehouse.ground.inbox import read_seen
from warehouse.ground.journal import write_down
from warehouse.ground.load_records import (
    SIDECAR,
    beside_digest,
    beside_files,
    sha256_of,
    sidecar,
)
from warehouse.ground.settings import Settings

DamageKind: TypeAlias = Literal[
    "original_damaged", "original_missing", "rows_damaged", "rows_missing", "build_damaged"
]
Mending: TypeAlias = Literal["", "from_archive", "from_inbox", "set_aside"]


@dataclass(frozen=True)
class Damage:
    """Something that is not as it was written.

    Attributes:
        kind: What it is.
        place: Where, below the home.
        file: What people call it: the loaded file's name, the build's id.
        mending: How it was mended; set_aside where it could not be, and is used no more; empty
            where nothing was done.
    """

    kind: DamageKind
    place: str
    file: str
    mending: Mending = ""

    @property
    def is_mended(self) -> bool:
        """Answers whether all is there again."""
        return self.mending in {"from_archive", "from_inbox"}


def verify_loads(
    settings: Settings,
    fingerprint: Fingerprint = sha256_of,
    waiting: Waiting | None = None,
    *,
    mends: bool = True,
) -> tuple[int, list[Damage]]:
    """Compares originals and rows with their fingerprints, and brings back what can be.

    Rows come back from their original, an original from the inbox where it still lies. Rows that
    are damaged for good are set aside in the folder damaged, so that nothing is built from them.

    Args:
        settings: The home.
        fingerprint: Answers a file's SHA-256; it may remember that of a file that has not changed.
        waiting: Called once if somebody else has the lake.
        mends: Whether to mend, or only to look.

    Returns:
        How many loads there are to be, and what was damaged.

    Raises:
        OSError: The home cannot be read or written.
    """
    with changing(settings, waiting), loading_folder(settings) as folder:
        loads = expected_loads(settings, fingerprint)
        sound = folder / "sound"
        sound.mkdir()
        for load in loads:
            if load.is_whole:
                _lay(settings, load.sha256, sound)
        found = [each for load in loads for each in _damages(settings, load, folder, mends=mends)]
    return len(loads), found


def _lay(settings: Settings, sha256: str, sound: Path) -> None:
    """Lays a load into the lake that is asked while others are mended: it has no damaged ones."""
    (sound / sha256).symlink_to(settings.lake / sha256, target_is_directory=True)


def _damages(settings: Settings, load: Expected, folder: Path, *, mends: bool) -> list[Damage]:
    name = load.outcome["file_name"]
    found = []
    if load.original is None:
        kind: DamageKind = "original_damaged" if load.damaged_original else "original_missing"
        place = f"archive/{load.damaged_original or load.sha256}"
        if mends and _brought_from_inbox(settings, load, folder):
            (load,) = (each for each in expected_loads(settings) if each.sha256 == load.sha256)
        found.append(Damage(kind, place, name, "from_inbox" if load.original else ""))
        if load.original:
            _note(settings, found[-1])
    if not load.is_whole:
        is_there = (settings.lake / load.sha256).is_dir()
        kind = "rows_damaged" if is_there else "rows_missing"
        mending = _mended(settings, load, folder) if mends else ""
        found.append(Damage(kind, f"lake/{load.sha256}", name, mending))
        if mending:
            _note(settings, found[-1])
    return found


def _brought_from_inbox(settings: Settings, load: Expected, folder: Path) -> bool:
    """Answers whether the inbox still has a file, which is then kept in the archive again.

    What lies beside it there is kept too, where it is what the file was read with.
    """
    for name, seen in read_seen(settings).items():
        path = settings.inbox / name
        if seen.sha256 != load.sha256 or not path.is_file() or sha256_of(path) != load.sha256:
            continue
        names = {SIDECAR, *beside_files(settings, load.sha256, load.beside or "")}
        lying = {each: sidecar(path) if each == SIDECAR else path.with_name(each) for each in names}
        here = {each: where for each, where in lying.items() if where.is_file()}
        if load.beside and beside_digest(here) == load.beside:
            scratch = folder / f"set-{load.sha256}"
            scratch.mkdir()
            keep_set(settings, load.sha256, here, scratch)
        return keep_original(settings, path, load.sha256, folder)
    return False


def _mended(settings: Settings, load: Expected, folder: Path) -> Mending:
    target = settings.lake / load.sha256
    if load.original is not None:
        made = folder / "mended"
        made.mkdir(exist_ok=True)
        load_again(settings, load, folder, made, Known(folder / "sound"))
        if target.exists():
            exchange(settings.home, made / load.sha256, target)
        else:
            (made / load.sha256).rename(target)
            sync_folder(settings.lake)
        _lay(settings, load.sha256, folder / "sound")
        return "from_archive"
    if target.exists():
        _set_aside(settings, target)
        return "set_aside"
    return ""


def _set_aside(settings: Settings, path: Path) -> None:
    """Moves what is damaged for good out of the way."""
    settings.damaged.mkdir(exist_ok=True)
    target, number = settings.damaged / path.name, 1
    while target.exists():
        number += 1
        target = settings.damaged / f"{path.name}-{number}"
    path.rename(target)


def _note(settings: Settings, damage: Damage) -> None:
    write_down(
        settings,
        "mend",
        place=damage.place,
        file=damage.file,
        damage=damage.kind,
        mending=damage.mending,
    )
