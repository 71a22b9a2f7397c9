"""Loading files that may be damaged in any way, and finding whatever is wrong with what came.

Files are loaded in processes of their own, so that a crash, a hang or a hunger for memory is an
answer like any other.
"""

import json
import multiprocessing
import resource
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Final

import polars as pl

from loaders.lake.outcomes import Outcome
from loaders.lake.schemas import LAKE
from loaders.loading import load_file
from tests.loaders.damage import Damaged
from warehouse.ground.messages import catalogue
from warehouse.ground.settings import Settings

MOST_SECONDS: Final = 20
MOST_MEMORY: Final = 8 << 30  # of addresses; libraries reserve far more than they use


@dataclass(frozen=True)
class Trial:
    """What came of loading one file.

    Attributes:
        damage: What had been done to it.
        name: The file's name.
        status: accepted, partial, refused or duplicate; traceback, hang or death.
        refusal: Why the whole file was refused, or "".
        seconds: How long it took.
        peak_bytes: The most memory the process held at once, and a process it started.
        faults: What should not be; none where all is well.
        rows: Rows read, accepted, refused, duplicate, ignored.
    """

    damage: str
    name: str
    status: str
    refusal: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0
    faults: tuple[str, ...] = ()
    rows: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)


def try_file(file: Damaged, folder: Path) -> Trial:
    """Loads one file into a home of its own, here and now.

    Args:
        file: The file.
        folder: An empty folder to work in.
    """
    path = folder / file.name
    path.write_bytes(file.content)
    home = Settings(home=folder / "home")
    started = time.perf_counter()
    with ThreadPoolExecutor(1) as apart:  # which keeps whatever is raised
        loading = apart.submit(load_file, home, path)
        error = loading.exception()
    seconds = time.perf_counter() - started
    if error is not None:
        said = "".join(traceback.format_exception(error))
        return Trial(file.damage, file.name, "traceback", "", seconds, faults=(said,))
    outcome = loading.result()
    return Trial(
        file.damage,
        file.name,
        outcome.status,
        outcome.refusal or "",
        seconds,
        faults=tuple(faults_of(outcome, home, file.rows)),
        rows=(
            outcome.rows_read,
            outcome.rows_accepted,
            outcome.rows_refused,
            outcome.rows_duplicate,
            outcome.rows_ignored,
        ),
    )


def faults_of(outcome: Outcome, home: Settings, rows: int | None = None) -> Iterator[str]:
    """Yields what is wrong with the outcome of a file and with what it left behind.

    Args:
        outcome: What loading said.
        home: The home, into which only this file has been loaded.
        rows: How many rows must be accounted for if the file is read at all.
    """
    if not outcome.is_balanced:
        yield f"not balanced: {outcome}"
    if rows is not None and not outcome.refusal and outcome.rows_read != rows:
        yield f"{rows} rows in the file, {outcome.rows_read} read"
    if (outcome.status == "refused") != bool(outcome.refusal or not outcome.rows_accepted):
        yield f"status {outcome.status} of {outcome.rows_accepted} accepted, {outcome.refusal}"
    told = {*outcome.reasons, *outcome.warnings} | ({outcome.refusal} - {None})
    yield from (f"no words for {code}" for code in told if f"reason_{code}" not in catalogue())
    json.dumps(outcome.as_json(), ensure_ascii=False).encode()
    yield from (f"left behind: {path.name}" for path in home.home.glob(".loading-*"))
    heights = dict.fromkeys(LAKE, 0)
    for path in home.lake.glob("*/*.parquet"):
        found = pl.read_parquet(path)
        heights[path.stem] += found.height
        if dict(found.schema) != {name: _made(dtype) for name, dtype in LAKE[path.stem].items()}:
            yield f"{path.name} has another schema: {found.schema}"
    if heights["outcome"] != 1:
        yield f"{heights['outcome']} outcomes in the lake"
    if not outcome.refusal and heights["refused"] != outcome.rows_refused:
        yield f"{outcome.rows_refused} rows refused, {heights['refused']} kept"
    if outcome.kind and heights[outcome.kind] != outcome.records:
        yield f"{outcome.records} records, {heights[outcome.kind]} kept"


def _made(dtype: object) -> object:
    return dtype() if isinstance(dtype, type) else dtype


def try_all(files: Iterable[Damaged], processes: int) -> Iterator[Trial]:
    """Loads files in processes that may die, and yields what came of each.

    Args:
        files: Any number of files; few are held at once.
        processes: How many to load at the same time.
    """
    workers: SimpleQueue[_Worker] = SimpleQueue()
    for _ in range(processes):
        workers.put(_Worker())

    def try_one(file: Damaged) -> Trial:
        worker = workers.get()
        try:
            return worker.try_file(file)
        finally:
            workers.put(worker)

    waiting = iter(files)
    try:
        with ThreadPoolExecutor(processes) as threads:
            while some := list(islice(waiting, 8 * processes)):
                yield from threads.map(try_one, some)
    finally:
        while not workers.empty():
            workers.get().end()


class _Worker:
    """A process that loads one file after the other; started anew when it hangs or dies."""

    def __init__(self) -> None:
        self._start()

    def try_file(self, file: Damaged) -> Trial:
        failed = Trial(file.damage, file.name, "hang", seconds=MOST_SECONDS)
        try:
            self._pipe.send(file)
            if self._pipe.poll(MOST_SECONDS):
                trial = self._pipe.recv()
                assert isinstance(trial, Trial)
                return trial
            reason = f"no answer within {MOST_SECONDS} s"
        except (EOFError, OSError):
            self._process.join()
            reason = f"the process ended with {self._process.exitcode}"
            failed = replace(failed, status="death")
        self.end()
        self._start()
        return replace(failed, faults=(reason,))

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._folder.cleanup()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="damaged-", ignore_cleanup_errors=True)
        self._process = context.Process(target=_work, args=(there, Path(self._folder.name)))
        self._process.start()
        there.close()
        assert self._pipe.poll(60), "a process that loads files does not start"
        self._pipe.recv()


def _work(pipe: Connection, room: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    pipe.send("ready")
    while True:
        try:
            file = pipe.recv()
        except EOFError:
            return
        with tempfile.TemporaryDirectory(dir=room, ignore_cleanup_errors=True) as folder:
            _forget_peak()
            trial = try_file(file, Path(folder))
            pipe.send(replace(trial, peak_bytes=_peak_bytes()))


def _forget_peak() -> None:
    """Lets the system count this process's peak from now on, where it can."""
    file = Path("/proc/self/clear_refs")
    if file.exists():
        file.write_text("5", encoding="ascii")


def _peak_bytes() -> int:
    """Answers the most memory held by this process, and by any process it has started."""
    started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    status = Path("/proc/self/status")
    if not status.exists():
        return max(started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    line = next(line for line in status.read_text(encoding="ascii").splitlines() if "VmHWM" in line)
    return max(started, int(line.split()[1]) * 1024)
