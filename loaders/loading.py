"""Loading one file: from what a bureau sends to rows in the lake, with an outcome."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from loaders.judge.judging import Progress
from loaders.lake.home_registries import changed_since
from loaders.lake.loaded_files import Waiting, known_outcome, put_into_place
from loaders.lake.originals import keep_beside, keep_original
from loaders.lake.outcomes import Outcome
from loaders.lake.schemas import REGISTRIES, TARGET_WORDS
from loaders.lake.scratch_folders import clear_dead, loading_folder
from loaders.preparing import Arrival, Known, companions, prepare, stored
from warehouse.ground.inbox import readable_name
from warehouse.ground.journal import Event, write_down
from warehouse.ground.links import why_closed
from warehouse.ground.load_records import archived, is_read_with_the_same, sha256_of, sidecar
from warehouse.ground.settings import Settings

PREVIEW_ROWS = 20
REFUSED_SHOWN = 1_000
IN_THE_JOURNAL = (
    *("file_sha256", "file_name", "load_number", "layout_given", "kind", "layout", "status"),
    *("rows_read", "rows_accepted", "rows_refused", "refusal"),
)


@dataclass(frozen=True)
class Sender:
    """On whose behalf a file is loaded.

    Attributes:
        name: Who sent it, for the journal; None for the machine's user.
        event: What the journal calls it.
        waiting: Called once if a build or another load has the lake just now.
    """

    name: str | None = None
    event: Event = "load"
    waiting: Waiting | None = None


NOBODY = Sender()


@dataclass(frozen=True)
class Checked:
    """What would come of a file, and its first rows as understood.

    Attributes:
        outcome: As of a load.
        accepted: The first accepted rows in canonical columns.
        refused: Refused rows: row_number, original_text, reason_codes, detail.
        warned: Accepted rows that give to think.
    """

    outcome: Outcome
    accepted: pl.DataFrame
    refused: pl.DataFrame
    warned: pl.DataFrame


def load_file(
    settings: Settings,
    path: Path,
    *,
    layout: str | None = None,
    progress: Progress | None = None,
    sender: Sender = NOBODY,
) -> Outcome:
    """Loads a file into the lake.

    The same bytes with the same sidecar are loaded once; a file of which nothing was accepted
    may be tried again, and one of which rows were refused after a registry was loaded. With
    another sidecar a file is read again; if nothing of it is accepted then, what was loaded
    before stays. What the file's content causes is told in the outcome, never raised.

    Args:
        settings: The home.
        path: The file.
        layout: The layout's name or its file; recognised when left out.
        progress: Called with the number of rows read so far.
        sender: On whose behalf.

    Raises:
        LayoutFaultyError: A layout of the user's own is faulty.
        OSError: The home cannot be written.
    """
    closed = _closed(settings, path)
    if closed is not None:
        return closed
    clear_dead(settings)
    sha256 = sha256_of(path)
    earlier = _earlier(settings, path, sha256)
    if earlier is not None:
        return earlier
    arrival = Arrival(path, sha256, readable_name(path.name), sidecar(path), path.parent, layout)
    with loading_folder(settings) as folder:
        outcome = prepare(settings, arrival, folder, progress)
        if outcome.status != "refused" or not _has_rows(settings, sha256):
            if not keep_original(settings, path, sha256, folder):
                return _refused(path, path, "file_changed")
            beside = keep_beside(settings, path, sha256, companions(settings, outcome), folder)
            row = stored(outcome, arrival)
            kept = put_into_place(settings, folder, row, beside, sender.waiting)
            _write_down(settings, kept, beside, sender)
    return replace(outcome, file=readable_name(str(path)))


def _write_down(settings: Settings, kept: dict[str, Any], beside: str, sender: Sender) -> None:
    said = {name: kept[name] for name in IN_THE_JOURNAL}
    loaded_at = kept["loaded_at"].isoformat()
    write_down(settings, sender.event, sender.name, **said, loaded_at=loaded_at, beside=beside)


def check_file(
    settings: Settings,
    path: Path,
    *,
    layout: str | None = None,
    progress: Progress | None = None,
    registries: Path | None = None,
) -> Checked:
    """Answers what would come of a file. Nothing is stored.

    Args:
        settings: The home.
        path: The file.
        layout: The layout's name or its file; recognised when left out.
        progress: Called with the number of rows read so far.
        registries: A folder with what files checked before it bring of the registries; what it
            brings itself is left there too.
    """
    empty = pl.DataFrame()
    closed = _closed(settings, path)
    if closed is not None:
        return Checked(closed, empty, empty, empty)
    sha256 = sha256_of(path)
    arrival = Arrival(path, sha256, readable_name(path.name), sidecar(path), path.parent, layout)
    with loading_folder(settings) as folder:
        checked = tuple(sorted(registries.iterdir())) if registries else ()
        known = Known(settings.lake, checked)
        outcome = prepare(settings, arrival, folder, progress, known=known)
        if registries and outcome.kind in REGISTRIES and outcome.rows_accepted:
            left = registries / f"{len(checked):06}"
            left.mkdir()
            shutil.copyfile(folder / f"{outcome.kind}.parquet", left / f"{outcome.kind}.parquet")
        accepted = _head(folder / f"{outcome.kind}.parquet", PREVIEW_ROWS)
        accepted = accepted.drop(TARGET_WORDS, strict=False)
        refused = _head(folder / "refused.parquet", REFUSED_SHOWN)
        warned = _head(folder / "warned.parquet", REFUSED_SHOWN)
    outcome = replace(outcome, file=readable_name(str(path)), loaded_at=None)
    return Checked(_earlier(settings, path, sha256) or outcome, accepted, refused, warned)


def _closed(settings: Settings, path: Path) -> Outcome | None:
    """Answers the outcome of what cannot be opened as a file; None for what can."""
    for each in (path, sidecar(path)):
        reason = why_closed(settings, each)
        if reason is not None and (each == path or reason == "file_leads_out"):
            return _refused(path, each, reason)
    return None


def _refused(path: Path, about: Path, reason: str) -> Outcome:
    """Answers the outcome of a file that is not kept, for a reason that is about a path."""
    given, name = readable_name(str(path)), readable_name(str(about))
    return Outcome(file=given, sha256="", refusal=reason, refusal_detail=name)


def _earlier(settings: Settings, path: Path, sha256: str) -> Outcome | None:
    """Answers the outcome of a file that has been loaded before, as a duplicate."""
    earlier = known_outcome(settings, sha256)
    if (
        not earlier
        or not _has_original(settings, sha256)
        or earlier["status"] == "refused"
        or not is_read_with_the_same(settings, path, sha256)
        or (earlier["rows_refused"] and changed_since(settings.lake, earlier))
    ):
        return None
    return Outcome(
        file=readable_name(str(path)),
        sha256=sha256,
        kind=earlier["kind"],
        layout=earlier["layout"],
        status="duplicate",
        rows_read=earlier["rows_read"],
        rows_duplicate=earlier["rows_read"],
    )


def _has_original(settings: Settings, sha256: str) -> bool:
    """Answers whether the archive has the file as it came; loading it again brings it back."""
    original = archived(settings, sha256)
    return original is not None and sha256_of(original) == sha256


def _has_rows(settings: Settings, sha256: str) -> bool:
    """Answers whether rows of these bytes are in the lake."""
    earlier = known_outcome(settings, sha256)
    return earlier is not None and earlier["status"] != "refused"


def _head(path: Path, rows: int) -> pl.DataFrame:
    return pl.read_parquet(path, n_rows=rows, glob=False) if path.is_file() else pl.DataFrame()
