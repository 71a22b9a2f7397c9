"""What a refresh found by opening files, so that the next one opens none that are still the same.

Importing DuckDB and opening a build with it are most of what a refresh with nothing to do took.
This is only a cache (refresh-seen.json): without it, or where anything about a file differs, the
file is opened once more, and nothing else is different.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.inputs import inputs_sha256
from warehouse.ground.inbox import outcome_file
from warehouse.ground.settings import Settings

# How a file was: its place on the disk, size and time of change.
State: TypeAlias = list[int]
Refusals: TypeAlias = dict[str, str | None]


@dataclass
class Remembered:
    """What is known of files that were opened.

    Attributes:
        opened: The published database when it was last opened and found whole; empty if never.
        outcomes: For each file of the inbox the state of its outcome in the lake.
        refusals: Of these the ones of which nothing was accepted, and the reason's code.
    """

    opened: State = field(default_factory=list)
    outcomes: dict[str, State] = field(default_factory=dict)
    refusals: Refusals = field(default_factory=dict)

    @classmethod
    def read(cls, settings: Settings) -> "Remembered":
        """Answers what is remembered; nothing when that cannot be read."""
        with suppress(OSError, ValueError, TypeError):
            found = cls(**json.loads(_file(settings).read_text(encoding="utf-8")))
            kinds = (found.opened, list), (found.outcomes, dict), (found.refusals, dict)
            if all(isinstance(value, kind) for value, kind in kinds):
                return found
        return cls()

    def write(self, settings: Settings) -> None:
        """Remembers it, if it is not what is remembered already."""
        if self == Remembered.read(settings):
            return
        path = _file(settings)
        written = path.with_name(f".{path.name}")
        written.write_text(json.dumps(asdict(self), sort_keys=True) + "\n", encoding="utf-8")
        written.replace(path)

    def standing(self, settings: Settings) -> BuildRecord | None:
        """Answers the published build where it was opened as it is and nothing has changed since.

        None says nothing: then it is to be opened.
        """
        with suppress(OSError, ValueError):
            if self.opened and self.opened == _state(settings.current / DATABASE_NAME):
                record = BuildRecord.read(settings.current)
                return record if record.inputs_sha256 == inputs_sha256(settings) else None
        return None

    def remember_opened(self, settings: Settings) -> None:
        """Remembers that the published build opens."""
        self.opened = []
        with suppress(OSError):
            self.opened = _state(settings.current / DATABASE_NAME)

    def refused(
        self, settings: Settings, files: Iterable[str], ask: Callable[[Settings], Refusals]
    ) -> Refusals:
        """Answers which of the files an earlier load refused, and why.

        Args:
            settings: The home.
            files: Their SHA-256.
            ask: Reads all outcomes of the lake; called when one is new or another than before.

        Raises:
            DamagedLakeError: An outcome cannot be read.
        """
        states = {}
        for each in files:
            with suppress(FileNotFoundError):
                states[each] = _state(outcome_file(settings, each))
        if any(self.outcomes.get(each) != state for each, state in states.items()):
            self.refusals = ask(settings)
        self.outcomes = states
        self.refusals = {each: self.refusals[each] for each in states if each in self.refusals}
        return self.refusals


def _state(path: Path) -> State:
    found = path.stat()
    return [found.st_ino, found.st_size, found.st_mtime_ns]


def _file(settings: Settings) -> Path:
    return settings.home / "refresh-seen.json"
