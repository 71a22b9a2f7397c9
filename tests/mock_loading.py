"""A loader that stands in for the real one: a line is a row, and words in it are orders.

"bad" refuses a row, "broken" in the first line the whole file, "slow" waits to be killed.
Run as a module, it refreshes the home of the environment with this loader.
"""

import hashlib
import json
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from loaders.lake.outcomes import Outcome
from loaders.lake.schemas import OUTCOME
from warehouse.command.refreshing import Listener, LoadedFile, Refresh, refresh
from warehouse.ground.errors import WarehouseError
from warehouse.ground.settings import Settings

SECONDS_TO_KILL = 60
SETTLE_SECONDS = 0.1


def mock_load(settings: Settings, path: Path) -> Outcome:
    """Loads a file as loaders.loading.load_file does, by rules of its own."""
    content = path.read_bytes()
    lines = content.decode("utf-8", "replace").splitlines()
    outcome = _judged(path, hashlib.sha256(content).hexdigest(), lines)
    folder = settings.lake / f".loading-{outcome.sha256}"
    folder.mkdir(parents=True, exist_ok=True)
    if "slow" in lines:
        threading.Event().wait(SECONDS_TO_KILL)
    row = dict.fromkeys(OUTCOME) | {
        "file_sha256": outcome.sha256,
        "file_name": "any",
        "loaded_at": datetime.now(UTC).replace(tzinfo=None),
        "reasons": json.dumps(outcome.reasons),
        "warnings": "{}",
        "status": outcome.status,
        "refusal": outcome.refusal,
        "rows_read": outcome.rows_read,
        "rows_accepted": outcome.rows_accepted,
        "rows_refused": outcome.rows_refused,
        "rows_duplicate": 0,
        "rows_ignored": 0,
        "records": outcome.records,
    }
    pl.DataFrame([row], schema=OUTCOME).write_parquet(folder / "outcome.parquet")
    target = settings.lake / outcome.sha256
    target.mkdir(exist_ok=True)
    (folder / "outcome.parquet").replace(target / "outcome.parquet")
    folder.rmdir()
    return outcome


def _judged(path: Path, sha256: str, lines: list[str]) -> Outcome:
    if lines and lines[0] == "broken":
        return Outcome(str(path), sha256, refusal="file_damaged", refusal_detail="line 1")
    refused = sum(line == "bad" for line in lines)
    return Outcome(
        str(path),
        sha256,
        kind="statistics",
        layout="mock",
        status="partial" if refused else "accepted",
        rows_read=len(lines),
        rows_accepted=len(lines) - refused,
        rows_refused=refused,
        records=len(lines) - refused,
        reasons={"region_unknown": refused} if refused else {},
    )


def unheard(_said: object = None) -> None:
    """Takes note of nothing."""


def refreshed(
    settings: Settings,
    load: Callable[[Settings, Path], Outcome] = mock_load,
    settle_seconds: float = SETTLE_SECONDS,
) -> Refresh:
    """Answers what a refresh with a stand-in for the loader came to."""
    listener = Listener(loading=unheard, loaded=unheard, building=unheard)
    return refresh(settings, load, listener, settle_seconds)


def main() -> int:
    """Refreshes the home of the environment, telling each file on stderr as it is loaded."""

    def tell(loaded: LoadedFile) -> None:
        sys.stderr.write(f"{loaded.name} {loaded.outcome.status}\n")

    settings = Settings.from_environment()
    listener = Listener(loading=unheard, loaded=tell, building=unheard)
    try:
        run = refresh(settings, mock_load, listener, SETTLE_SECONDS)
    except WarehouseError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    return run.exit_status


if __name__ == "__main__":
    sys.exit(main())
