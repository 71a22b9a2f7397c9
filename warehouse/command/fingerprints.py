"""What a home's files were when they were last found whole.

By a file's place on the disk, size and time of change (verified.json), so that the scheduled job
reads only what is new. This is only a cache: without it every file is read once more.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from warehouse.ground.load_records import is_load, sha256_of
from warehouse.ground.settings import Settings

MEMORY_NAME: Final = "verified.json"
# Inode, size and time of change of a file; its SHA-256, empty where nobody asked.
State: TypeAlias = tuple[int, int, int]
Known: TypeAlias = tuple[int, int, int, str]


@dataclass
class Fingerprints:
    """Fingerprints of a home's files.

    Attributes:
        home: The home.
        remembered: Those of the last time, by a file's path below the home.
        taken: Those asked for since.
    """

    home: Path
    remembered: dict[str, Known] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_last_time(cls, settings: Settings) -> "Fingerprints":
        """Answers those of the last time; none where that cannot be read."""
        with suppress(OSError, ValueError, TypeError, AttributeError):
            found = json.loads((settings.home / MEMORY_NAME).read_text(encoding="utf-8"))
            known = {
                name: (int(inode), int(size), int(changed), str(sha256))
                for name, (inode, size, changed, sha256) in found.items()
            }
            return cls(settings.home, known)
        return cls(settings.home)

    def of(self, path: Path) -> str:
        """Answers a file's SHA-256, from memory where the file has not changed since.

        Raises:
            OSError: It cannot be read.
        """
        name = str(path.relative_to(self.home))
        known = self.remembered.get(name)
        if known is None or not known[-1] or known[:-1] != _state(path):
            self.taken[name] = sha256_of(path)
        else:
            self.taken[name] = known[-1]
        return self.taken[name]

    def are_all_known(self, settings: Settings) -> bool:
        """Answers whether every file is there as it was, and no other."""
        states = {name: known[:-1] for name, known in self.remembered.items()}
        return states == dict(_states(settings))

    def remember(self, settings: Settings) -> None:
        """Writes down that all files were found whole.

        Raises:
            OSError: The home cannot be written.
        """
        found = {name: (*state, self._known(name, state)) for name, state in _states(settings)}
        if found == self.remembered:
            return
        part = self.home / f".{MEMORY_NAME}"
        text = json.dumps(found, sort_keys=True, ensure_ascii=False)
        part.write_text(f"{text}\n", encoding="utf-8", errors="surrogateescape")
        part.replace(self.home / MEMORY_NAME)

    def _known(self, name: str, state: State) -> str:
        """Answers a fingerprint that was asked for, now or before; "" for none."""
        before = self.remembered.get(name)
        kept = before[-1] if before and before[:-1] == state else ""
        return self.taken.get(name, kept)


def _states(settings: Settings) -> Iterator[tuple[str, State]]:
    """Yields all that is kept: of the archive, of the lake's loads and of published builds."""
    roots = [settings.archive]
    if settings.lake.is_dir():
        roots += [folder for folder in settings.lake.iterdir() if is_load(folder)]
    if settings.builds.is_dir():
        roots += [folder for folder in settings.builds.iterdir() if folder.name[0].isdigit()]
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield str(path.relative_to(settings.home)), _state(path)
    if settings.current.is_symlink():
        yield str(settings.current.readlink()), (0, 0, 0)


def _state(path: Path) -> State:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
