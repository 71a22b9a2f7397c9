"""The lake made again from the archive, with today's rules."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from loaders.lake.expected import Expected, expected_loads
from loaders.lake.loaded_files import Waiting, changing, finished, numbered
from loaders.lake.originals import keep_set
from loaders.lake.schemas import REGISTRIES
from loaders.lake.scratch_folders import loading_folder
from loaders.preparing import Arrival, Known, prepare, stored
from warehouse.ground.durable import sync_tree
from warehouse.ground.exchanging import exchange
from warehouse.ground.journal import write_down
from warehouse.ground.load_records import (
    SIDECAR,
    beside_files,
    is_load,
    older_beside,
)
from warehouse.ground.private import make_private
from warehouse.ground.settings import Settings

Progress: TypeAlias = Callable[[int, int], None]
COUNTS = ("rows_read", "rows_accepted", "rows_refused", "rows_duplicate", "rows_ignored")


@dataclass(frozen=True)
class Reloaded:
    """How one file fared.

    Attributes:
        file: What the file was called when it came.
        sha256: Its fingerprint.
        before: status, counts and reasons of the last load, as far as they are known.
        after: The same with today's rules; equal to before where the original cannot be used.
        is_original_lost: Whether the archive no longer has the file; its rows stay as they were.
        is_original_damaged: Whether what the archive has is no longer what came; likewise.
        is_brought_back: Whether its rows were missing or damaged and are there again.
        is_lost: Whether neither its rows nor its original are left.
    """

    file: str
    sha256: str
    before: dict[str, object]
    after: dict[str, object]
    is_original_lost: bool = False
    is_original_damaged: bool = False
    is_brought_back: bool = False
    is_lost: bool = False

    @property
    def is_changed(self) -> bool:
        """Answers whether today's rules say something else."""
        return self.before != self.after and not self.is_brought_back


def reload_lake(
    settings: Settings, progress: Progress | None = None, waiting: Waiting | None = None
) -> list[Reloaded]:
    """Loads every archived file again, registries first, and switches to the result at once.

    Until the end readers see the old lake; other loads and builds wait. Ended at any moment, it
    leaves the old lake or the new one. An original that is no longer what came is not used.

    Args:
        settings: The home.
        progress: Called with the number of files done and of files in all.
        waiting: Called once if somebody else has the lake.

    Raises:
        OSError: The home cannot be written.
    """
    with changing(settings, waiting), loading_folder(settings) as folder:
        loads = expected_loads(settings)
        lake = folder / "lake"
        lake.mkdir()
        results = []
        for done, load in enumerate(sorted(loads, key=_rank), start=1):
            results.append(load_again(settings, load, folder, lake, Known(lake)))
            if progress:
                progress(done, len(loads))
        _take_along(settings.lake, lake)
        make_private(lake)
        sync_tree(lake)
        exchange(settings.home, lake, settings.lake)
        changed = [each.sha256 for each in results if each.is_changed or each.is_brought_back]
        write_down(settings, "reload", files=len(results), changed=changed)
    return results


def load_again(
    settings: Settings, load: Expected, folder: Path, lake: Path, known: Known
) -> Reloaded:
    """Loads one archived file into a lake in the making; without its original its rows stay.

    Args:
        settings: The home; its caller holds the lake.
        load: The load.
        folder: A scratch folder.
        lake: Where to put the load's folder.
        known: What is known before it.

    Raises:
        OSError: The home cannot be written.
    """
    before = _facts(load.outcome)
    name = load.outcome["file_name"]
    if load.original is None:
        _as_it_is(settings, load, lake)
        return Reloaded(
            name,
            load.sha256,
            before,
            before,
            is_original_lost=not load.damaged_original,
            is_original_damaged=bool(load.damaged_original),
            is_lost=not load.is_whole,
        )
    work = folder / load.sha256
    work.mkdir()
    beside = _beside(settings, load, work)
    arrival = Arrival(
        load.original,
        load.sha256,
        name,
        work / "given" / SIDECAR,
        work / "given",
        load.outcome["layout_given"],
    )
    outcome = prepare(settings, arrival, work, known=known)
    after = stored(outcome, arrival)
    if load.outcome["loaded_at"] is None:  # nobody remembers it
        after = numbered(settings, after)
    else:
        after |= {key: load.outcome[key] for key in ("loaded_at", "load_number")}
    finished(work, after, beside).rename(lake / load.sha256)
    shutil.rmtree(work)
    return Reloaded(name, load.sha256, before, _facts(after), is_brought_back=not load.is_whole)


def _as_it_is(settings: Settings, load: Expected, lake: Path) -> None:
    """Takes a load along as it is; what is left of a damaged one is set aside for people."""
    old = settings.lake / load.sha256
    if load.is_whole:
        shutil.copytree(old, lake / load.sha256)
    elif old.is_dir():
        shutil.copytree(old, settings.damaged / load.sha256, dirs_exist_ok=True)


def _beside(settings: Settings, load: Expected, work: Path) -> str:
    """Lays what a file was read with into a folder, and answers its digest."""
    given = work / "given"
    given.mkdir()
    if load.beside is not None:
        files = beside_files(settings, load.sha256, load.beside)
    else:
        files = older_beside(settings, load.sha256)
    for name, path in files.items():
        shutil.copyfile(path, given / name)
    return keep_set(settings, load.sha256, files, work)


def _take_along(old: Path, lake: Path) -> None:
    """Copies what else lies in the lake, such as the folder of columns without rows."""
    for each in old.iterdir() if old.is_dir() else ():
        if not is_load(each) and each.is_dir():
            shutil.copytree(each, lake / each.name)
        elif each.is_file():
            shutil.copyfile(each, lake / each.name)


def _rank(load: Expected) -> int:
    """Answers when a file's turn is: registries in the order in which they lean on each other."""
    kinds, kind = list(REGISTRIES), load.outcome["kind"]
    return kinds.index(kind) if kind in REGISTRIES else len(kinds)


def _facts(row: dict[str, Any]) -> dict[str, object]:
    return {
        "status": row["status"],
        "kind": row["kind"],
        "layout": row["layout"],
        "refusal": row["refusal"],
        "reasons": json.loads(row["reasons"] or "{}"),
        **{name: row[name] for name in COUNTS},
    }
