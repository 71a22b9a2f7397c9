"""`python -m benchmarks.damage`: loads thousands of damaged files and tallies what came of them.

The files are those of tests/loaders/damage.py and hostile.py, the same from the same seed. The
tally goes into the README; the exit status is 1 where anything came that must not.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markdown import Markdown

from benchmarks.machine import cores
from benchmarks.report import with_figures
from tests.loaders.damage import damaged_files
from tests.loaders.hostile import hostile_files
from tests.loaders.trials import MOST_SECONDS, Trial, try_all
from warehouse.ground.settings import project_version

README: Final = Path(__file__).with_name("README.md")
PLACE: Final = "damage"
SEED: Final = 20260101
EACH: Final = 60
TELL_EVERY: Final = 200
MIB: Final = 1 << 20
KEPT: Final = ("refused", "partial", "accepted")
FAILED: Final = ("traceback", "hang", "death")
HEADINGS: Final = (
    *("damage", "files", "refused", "partly accepted", "accepted"),
    *("rows accepted", "rows refused", "rows duplicate", "rows ignored"),
    *("tracebacks", "hangs", "deaths", "other faults", "longest, s", "most memory, MiB"),
)


def main() -> int:
    """Tries all files, and answers the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage", description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED, help="other seeds make other files")
    parser.add_argument("--each", type=int, default=EACH, help="files of each kind of damage")
    parser.add_argument("--show-only", action="store_true", help="leave the README as it is")
    wanted = parser.parse_args()
    progress = Console(stderr=True)
    started = time.perf_counter()
    files = chain(hostile_files(), damaged_files(wanted.seed, wanted.each))
    trials = list(_told(try_all(files, cores()), progress))
    seconds = time.perf_counter() - started
    figures = f"{_described(wanted.seed, len(trials), seconds)}\n\n{as_markdown(trials)}"
    Console(width=200).print(Markdown(figures))
    if not wanted.show_only:
        text = with_figures(README.read_text(encoding="utf-8"), figures, PLACE)
        README.write_text(text, encoding="utf-8")
    return 1 if any(trial.faults for trial in trials) else 0


def as_markdown(trials: Sequence[Trial]) -> str:
    """Answers the tally by kind of damage, and of all, as a table."""
    kinds = dict.fromkeys(trial.damage for trial in trials)
    lines = [_line(HEADINGS), _line(("---", *["---:"] * (len(HEADINGS) - 1)))]
    lines += [_tallied(kind, [each for each in trials if each.damage == kind]) for kind in kinds]
    return "\n".join([*lines, _tallied("**all**", trials)])


def _tallied(name: str, trials: Sequence[Trial]) -> str:
    statuses = Counter(trial.status for trial in trials)
    failed = sum(statuses[status] for status in FAILED)
    faulty = sum(1 for trial in trials if trial.faults) - failed
    cells = (
        len(trials),
        *(statuses[status] for status in KEPT),
        *(sum(trial.rows[at] for trial in trials) for at in range(1, 5)),
        *(statuses[status] for status in FAILED),
        faulty,
    )
    longest = max(trial.seconds for trial in trials)
    peak = max(trial.peak_bytes for trial in trials) / MIB
    return _line((name, *(f"{cell:,}" for cell in cells), f"{longest:.1f}", f"{peak:,.0f}"))


def _told(trials: Iterator[Trial], progress: Console) -> Iterator[Trial]:
    """Yields the trials, telling of each that went wrong and now and then of how many there are."""
    for count, trial in enumerate(trials, start=1):
        if count % TELL_EVERY == 0:
            progress.print(f"{count:,} files")
        for fault in trial.faults:
            progress.print(f"{trial.damage}: {trial.name}: {trial.status}: {fault}", markup=False)
        yield trial


def _described(seed: int, files: int, seconds: float) -> str:
    load, _, _ = os.getloadavg()
    return (
        f"{files:,} files, taken on {datetime.now(UTC):%Y-%m-%d} with version {project_version()},"
        f" seed {seed}, at most {MOST_SECONDS} s for each; {seconds / 60:.1f} minutes on {cores()}"
        f" cores, load {load:.1f}."
    )


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
