"""The lake made again from the archive, with today's rules."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from loaders.lake.loaded_files import (
    BESIDE,
    SIDECAR,
    archived,
    changing,
    gathered,
    outcomes,
    write_outcome,
)
from loaders.lake.schemas import REGISTRIES
from loaders.lake.scratch_folders import loading_folder
from loaders.preparing import Arrival, Known, prepare, stored
from warehouse.ground.settings import Settings

Progress: TypeAlias = Callable[[int, int], None]
COUNTS = ("rows_read", "rows_accepted", "rows_refused", "rows_duplicate", "rows_ignored")


@dataclass(frozen=True)
class Reloaded:
    """How one file fared.

    Attributes:
        file: What the file was called when it came.
        sha256: Its fingerprint.
        before: status, counts and reasons of the last load.
        after: The same with today's rules; equal to before where the original is lost.
        is_original_lost: Whether the archive no longer has the file; its rows stay as they were.
    """

    file: str
    sha256: str
    before: dict[str, object]
    after: dict[str, object]
    is_original_lost: bool = False

    @property
    def is_changed(self) -> bool:
        """Answers whether today's rules say something else."""
        return self.before != self.after


def reload_lake(settings: Settings, progress: Progress | None = None) -> list[Reloaded]:
    """Loads every archived file again, registries first, and switches to the result.

    Until the end readers see the old lake; other loads and builds wait. Interrupted, it leaves
    the old lake.

    Args:
        settings: The home.
        progress: Called with the number of files done and of files in all.

    Raises:
        OSError: The home cannot be written.
    """
    with changing(settings), loading_folder(settings) as folder:
        earlier = outcomes(settings)
        lake = folder / "lake"
        lake.mkdir()
        results = []
        for done, row in enumerate(sorted(earlier, key=_rank), start=1):
            results.append(_reload(settings, row, folder, lake))
            if progress:
                progress(done, len(earlier))
        _switch(settings, lake, folder)
    return results


def _rank(row: dict[str, Any]) -> int:
    """Answers when a file's turn is: registries in the order in which they lean on each other."""
    kinds = list(REGISTRIES)
    return kinds.index(row["kind"]) if row["kind"] in REGISTRIES else len(kinds)


def _reload(settings: Settings, row: dict[str, Any], folder: Path, lake: Path) -> Reloaded:
    sha256 = row["file_sha256"]
    original = archived(settings, sha256)
    before = _facts(row)
    if original is None:
        shutil.copytree(settings.lake / sha256, lake / sha256)
        return Reloaded(row["file_name"], sha256, before, before, is_original_lost=True)
    arrival = Arrival(
        original,
        sha256,
        row["file_name"],
        settings.archive / f"{sha256}{SIDECAR}",
        settings.archive / f"{sha256}{BESIDE}",
        row["layout_given"],
    )
    work = folder / sha256
    work.mkdir()
    outcome = prepare(settings, arrival, work, known=Known(lake))
    after = stored(outcome, arrival) | {"loaded_at": row["loaded_at"]}
    write_outcome(work, after)
    gathered(work).rename(lake / sha256)
    shutil.rmtree(work)
    return Reloaded(row["file_name"], sha256, before, _facts(after))


def _facts(row: dict[str, Any]) -> dict[str, object]:
    return {
        "status": row["status"],
        "kind": row["kind"],
        "layout": row["layout"],
        "refusal": row["refusal"],
        "reasons": json.loads(row["reasons"]),
        **{name: row[name] for name in COUNTS},
    }


def _switch(settings: Settings, lake: Path, folder: Path) -> None:
    """Puts the new lake in the old one's place, folder by folder: each is whole at any moment."""
    old = folder / "old"
    old.mkdir()
    for made in lake.iterdir():
        target = settings.lake / made.name
        if target.exists():
            target.rename(old / made.name)
        made.rename(target)
