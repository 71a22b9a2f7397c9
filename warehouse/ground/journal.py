"""The journal of a home: who did what, and when; a line an event, only ever added to.

It serves people who ask how a figure came in, and whoever makes the lake again: a load that stands
here must be in the lake. journal.jsonl holds one JSON object a line.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, TypeAlias

from warehouse.ground.locks import user_name
from warehouse.ground.private import make_private
from warehouse.ground.settings import Settings, project_version

JOURNAL_NAME: Final = "journal.jsonl"
Event: TypeAlias = Literal["load", "upload", "build", "rollback", "reload", "mend"]


@dataclass(frozen=True)
class Entry:
    """One thing that was done.

    Attributes:
        at: UTC, ISO 8601.
        event: What was done.
        user: Who did it: the reader who was logged in, else the user of the machine.
        version: Of this program.
        details: What it was done to, and what came of it.
    """

    at: str
    event: str
    user: str
    version: str
    details: dict[str, object] = field(default_factory=dict)


def write_down(
    settings: Settings, event: Event, user: str | None = None, **details: object
) -> None:
    """Adds a line to the journal, and waits until it is on the disk.

    Args:
        settings: The home; it exists.
        event: What was done.
        user: Who did it, where that is not the user of the machine.
        details: What it was done to, and what came of it.

    Raises:
        OSError: The home cannot be written.
    """
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = Entry(now, event, user or user_name(), project_version(), details)
    line = f"{json.dumps(asdict(entry), ensure_ascii=False)}\n".encode(errors="replace")
    path = journal_file(settings)
    is_new = not path.exists()
    with path.open("ab+") as file:
        if is_new:  # it names files and people
            make_private(path)
        if not _ends_its_line(file.fileno()):
            line = b"\n" + line  # after one that an end cut short
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def entries(settings: Settings) -> Iterator[Entry]:
    """Yields what the journal says, the oldest first; a line that was cut short is passed over.

    Raises:
        OSError: It cannot be read.
    """
    path = journal_file(settings)
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            entry = _read(line)
            if entry is not None:
                yield entry


def _read(line: str) -> Entry | None:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return entry if isinstance(entry.details, dict) else None


def _ends_its_line(file: int) -> bool:
    size = os.fstat(file).st_size
    return size == 0 or os.pread(file, 1, size - 1) == b"\n"


def journal_file(settings: Settings) -> Path:
    """Answers where the journal lies."""
    return settings.home / JOURNAL_NAME
