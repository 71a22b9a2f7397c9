"""The scheduled job: load what is new in the inbox, then build, test and publish.

Every step can be cut short and done again. A load is in the lake whole or not at all, a build is
published whole or not at all, and what is left to do is found anew from the inbox, the lake and
the published build each time.
"""

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from warehouse.ask.load_outcomes import refused_files
from warehouse.builds.build_records import BuildRecord
from warehouse.builds.inputs import EMPTY_LAKE
from warehouse.command.fingerprints import Fingerprints
from warehouse.command.remembered import Remembered
from warehouse.command.verifying import Verification, verify
from warehouse.ground.errors import BuildUnderWayError, RefreshUnderWayError, WarehouseError
from warehouse.ground.inbox import (
    SETTLE_SECONDS,
    InboxFile,
    WaitingFile,
    look_through,
    new_files,
    outcome_file,
)
from warehouse.ground.locks import exclusive_lock
from warehouse.ground.project_files import LOADERS_DIR
from warehouse.ground.settings import Settings

if TYPE_CHECKING:
    from loaders.lake.outcomes import Outcome
    from warehouse.builds.rollbacks import Rollback

ENDINGS = {0, 1, 2, 3}
RULES = {".py", ".toml"}
# Kinds of files that say what others may mean by their words; those of loaders.lake.schemas.
REGISTRY_KINDS = ("regions", "scopes", "measures", "indicators", "plans", "breaks")
BuildStatus: TypeAlias = Literal["published", "unchanged", "failed"]
Load: TypeAlias = Callable[[Settings, Path], "Outcome"]


@dataclass(frozen=True)
class LoadedFile:
    """A file of the inbox that was loaded in this run, and what came of it."""

    name: str
    outcome: "Outcome"

    def as_json(self) -> dict[str, object]:
        """Answers the outcome, its file named as in the inbox."""
        return self.outcome.as_json() | {"file": self.name}


@dataclass(frozen=True)
class RefusedFile:
    """A file that still lies in the inbox though an earlier run refused it."""

    name: str
    sha256: str
    refusal: str | None


@dataclass(frozen=True)
class Refresh:
    """What one run came to.

    Attributes:
        started_at: UTC, ISO 8601.
        files: What was loaded in this run.
        waiting: Files left for next time.
        still_refused: Files an earlier run refused.
        build_status: How building ended; unchanged when there was nothing to build.
        build: The record of the build made, or of the one that still stands.
        rollback: The rollback in force when the run began, if one was.
        verified: What was not as it was written, of what is new or changed since the last run.
        problem: Why the run stopped, or no build could be started.
    """

    started_at: str
    files: list[LoadedFile] = field(default_factory=list)
    waiting: list[WaitingFile] = field(default_factory=list)
    still_refused: list[RefusedFile] = field(default_factory=list)
    build_status: BuildStatus = "unchanged"
    build: BuildRecord | None = None
    rollback: "Rollback | None" = None
    verified: Verification = field(default_factory=Verification)
    problem: WarehouseError | None = None

    @property
    def exit_status(self) -> int:
        """Answers 1 if not published or damaged for good, 3 if something was refused, else 0."""
        if self.problem is not None:
            return self.problem.exit_status
        if self.build_status == "failed" or not self.verified.is_whole:
            return 1
        refused = any(each.outcome.rows_refused for each in self.files)
        refused |= any(each.outcome.status == "refused" for each in self.files)
        unreadable = any(each.reason in {"cannot_be_read", "leads_out"} for each in self.waiting)
        return 3 if refused or unreadable else 0

    def as_json(self) -> dict[str, object]:
        """Answers what is printed with --json."""
        return {
            "files": [each.as_json() for each in self.files],
            "waiting": [{"file": each.name, "reason": each.reason} for each in self.waiting],
            "still_refused": [
                {"file": each.name, "sha256": each.sha256, "refusal": each.refusal}
                for each in self.still_refused
            ],
            "verified": self.verified.as_json(),
            "build": {
                "status": self.build_status,
                "build_id": self.build.build_id if self.build else None,
                "failures": [asdict(each) for each in self.build.failures] if self.build else [],
            },
        }


@dataclass(frozen=True)
class Listener:
    """What to call as a run goes on, so that a person can follow it."""

    loading: Callable[[str], None]
    loaded: Callable[[LoadedFile], None]
    building: Callable[[], None]
    verified: Callable[[Verification], None] = lambda _found: None


def refresh(
    settings: Settings, load: Load, listener: Listener, settle_seconds: float = SETTLE_SECONDS
) -> Refresh:
    """Loads what is new in the inbox, and builds and publishes if anything changed.

    Args:
        settings: The home.
        load: Loads one file: loaders.loading.load_file.
        listener: Told what is being done.
        settle_seconds: How long a file must have been left alone to be taken for whole.

    Raises:
        RefreshUnderWayError: Another process is refreshing the same home.
        DamagedLakeError: The lake cannot be read.
        OSError: The home cannot be read or written.
    """
    with exclusive_lock(settings.home / ".refresh.lock", RefreshUnderWayError):
        begun = Refresh(started_at=_now(), rollback=_rollback(settings))
        _write_record(settings, {"started_at": begun.started_at, "finished_at": None})
        try:
            run = _run(settings, load, listener, settle_seconds, begun)
        except WarehouseError as error:
            _write_record(settings, _record(replace(begun, problem=error)))
            raise
        _write_record(settings, _record(run))
        return run


def last_refresh(settings: Settings) -> dict[str, Any] | None:
    """Answers the record of the last run; finished_at is null while it runs or if it was killed."""
    with suppress(OSError, ValueError):
        found = json.loads(_record_file(settings).read_text(encoding="utf-8"))
        if _is_record(found):
            return dict(found)
    return None


def _is_record(found: object) -> bool:
    """Answers whether what was read is a run's record, with moments that are such."""
    if not isinstance(found, dict) or found.get("exit_status", 0) not in ENDINGS:
        return False
    moments = [found.get("started_at"), found.get("finished_at") or found.get("started_at")]
    return all(
        isinstance(each, str) and datetime.fromisoformat(each).tzinfo is not None
        for each in moments
    )


def _run(
    settings: Settings, load: Load, listener: Listener, settle_seconds: float, begun: Refresh
) -> Refresh:
    verified = verify(settings, reads_all=False)
    if verified.damages:
        listener.verified(verified)
    inbox = look_through(settings, settle_seconds)
    memory = Remembered.read(settings)
    to_load, still_refused = _sorted_out(settings, inbox.files, memory)
    files = _all_loaded(settings, load, listener, to_load)
    run = replace(
        begun,
        files=files,
        waiting=inbox.waiting,
        still_refused=still_refused,
        verified=verified,
    )
    try:
        ended = _built(settings, listener, run, memory)
    finally:
        memory.write(settings)
    if verified.is_whole and (files or ended.build_status == "published"):
        # What this run has written itself is new, and need not be read by the next.
        Fingerprints.of_last_time(settings).remember(settings)
    return ended


def _rollback(settings: Settings) -> "Rollback | None":
    """Answers the rollback in force; where none was ever written down, DuckDB is not imported."""
    if not any(settings.builds.glob("*.json")):
        return None
    from warehouse.builds.rollbacks import rollback_in_force  # noqa: PLC0415 - slow, seldom needed

    return rollback_in_force(settings)


def _sorted_out(
    settings: Settings, files: list[InboxFile], memory: Remembered
) -> tuple[list[InboxFile], list[RefusedFile]]:
    """Answers the files to load, and those an earlier run refused.

    What was refused is tried again when a layout, a registry of the home's own, or the program has
    been changed since.
    """
    new = new_files(settings, files)
    refused = memory.refused(settings, (each.sha256 for each in files), refused_files)
    changed_at = _rules_changed_at(settings)
    retried, still_refused = dict[str, InboxFile](), list[RefusedFile]()
    for each in files:
        if each.sha256 not in refused or each in new:
            continue
        if outcome_file(settings, each.sha256).stat().st_mtime < changed_at:
            retried.setdefault(each.sha256, each)
        else:
            still_refused.append(RefusedFile(each.name, each.sha256, refused[each.sha256]))
    return [*new, *retried.values()], still_refused


def _rules_changed_at(settings: Settings) -> float:
    """Answers when a layout, a loaded registry, or the code that reads files was last changed."""
    rooms = (LOADERS_DIR, settings.home / "layouts")
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in RULES]
    for kind in REGISTRY_KINDS:
        files += (path for path in settings.lake.glob(f"*/{kind}.parquet") if _is_a_load(path))
    return max((path.stat().st_mtime for path in files), default=0.0)


def _is_a_load(path: Path) -> bool:
    return path.parent.name != EMPTY_LAKE


def _all_loaded(
    settings: Settings, load: Load, listener: Listener, files: list[InboxFile]
) -> list[LoadedFile]:
    """Loads files, and again those that a registry among them may have mended."""
    if not files:
        return []
    # Imported here because a refresh with nothing to load needs no Polars.
    from loaders.together import in_rounds

    return in_rounds(
        files, lambda file: _loaded(settings, load, listener, file), lambda loaded: loaded.outcome
    )


def _loaded(settings: Settings, load: Load, listener: Listener, file: InboxFile) -> LoadedFile:
    listener.loading(file.name)
    loaded = LoadedFile(file.name, load(settings, file.path))
    listener.loaded(loaded)
    return loaded


def _built(settings: Settings, listener: Listener, run: Refresh, memory: Remembered) -> Refresh:
    standing = memory.standing(settings)
    if standing is not None:
        return replace(run, build=standing)
    # Imported here because a refresh with nothing to do needs no DuckDB.
    from warehouse.builds.publishing import (  # noqa: PLC0415 - slow, seldom needed
        build,
        unchanged_build,
    )

    standing = unchanged_build(settings)
    if standing is not None:
        memory.remember_opened(settings)
        return replace(run, build=standing)
    listener.building()
    try:
        record = build(settings, lambda _done, _total: None)
    except BuildUnderWayError as error:
        return replace(run, build_status="failed", problem=error)
    return replace(run, build_status=record.status, build=record)


def _record(run: Refresh) -> dict[str, object]:
    outcomes = [each.outcome for each in run.files]
    return {
        "started_at": run.started_at,
        "finished_at": _now(),
        "exit_status": run.exit_status,
        "problem": run.problem.sentence("en") if run.problem else None,
        "files": dict(Counter(each.status for each in outcomes).most_common()),
        "rows_read": sum(each.rows_read for each in outcomes),
        "rows_accepted": sum(each.rows_accepted for each in outcomes),
        "rows_refused": sum(each.rows_refused for each in outcomes),
        "waiting": len(run.waiting),
        "still_refused": len(run.still_refused),
        "build": {
            "status": run.build_status,
            "build_id": run.build.build_id if run.build else None,
        },
    }


def _write_record(settings: Settings, record: dict[str, object]) -> None:
    path = _record_file(settings)
    written = path.with_name(f".{path.name}")
    written.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    written.replace(path)


def _record_file(settings: Settings) -> Path:
    return settings.home / "last-refresh.json"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
