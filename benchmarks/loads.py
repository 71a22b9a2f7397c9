"""What loading costs, beside reading the same file and judging nothing."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.clock import SCRIPTS, Timings, environment, run, run_watched
from benchmarks.report import Table

ROUNDS: Final = 3
CSV_ROWS: Final = 5_000_000
WORKBOOK_ROWS: Final = 100_000
PYTHON: Final = sys.executable
WAREHOUSE: Final = str(SCRIPTS / "warehouse")
ROWS_REFUSED: Final = 3

# The floor: each in a process of its own, given the file and where to write Parquet.
WITH_POLARS: Final = "import sys, polars as pl; pl.read_csv(sys.argv[1]).write_parquet(sys.argv[2])"
STREAMED: Final = "import sys, polars as pl; pl.scan_csv(sys.argv[1]).sink_parquet(sys.argv[2])"
WITH_FASTEXCEL: Final = (
    "import sys, fastexcel; fastexcel.read_excel(sys.argv[1])"
    ".load_sheet(0, header_row=None, dtypes='string').to_polars()"
)

POLARS: Final = "Polars reads it and writes Parquet"
STREAMING: Final = "Polars streams it into Parquet"
LOAD: Final = "warehouse load"
FAULTY: Final = "warehouse load, one row in 1,000 wrong"
FASTEXCEL: Final = "fastexcel reads it"
WITHIN: Final = ", both in one process, without its start"
Note = Callable[[str], None]


class UnlikeLoadError(RuntimeError):
    """What was measured did not do the work it stands for."""


@dataclass(frozen=True)
class _Load:
    """A load to be timed: what is to come of it."""

    file: Path
    rows: int
    refused: int = 0


def measure(folder: Path, note: Note) -> list[Table]:
    """Makes large files, loads them, and reads them with Polars or fastexcel alone.

    Args:
        folder: An empty folder to work in; the files are removed again.
        note: Told what is being done.
    """
    tables = []
    for take in (_of_csv, _of_workbook):
        folder.mkdir()
        tables.append(take(folder, note))
        shutil.rmtree(folder)
    return tables


def _of_csv(folder: Path, note: Note) -> Table:
    file, faulty, parquet = folder / "good.csv", folder / "faulty.csv", folder / "good.parquet"
    note(f"{CSV_ROWS:,} accidents as CSV")
    _make("csv", file, CSV_ROWS)
    _make("csv-with-faults", faulty, CSV_ROWS)
    taken = _Taken()
    for number in range(1, ROUNDS + 1):
        note(f"load, round {number} of {ROUNDS}")
        taken.run(POLARS, [PYTHON, "-c", WITH_POLARS, str(file), str(parquet)])
        taken.load(LOAD, _Load(file, CSV_ROWS), folder / "home")
        taken.run(STREAMING, [PYTHON, "-c", STREAMED, str(file), str(parquet)])
        taken.load(FAULTY, _Load(faulty, CSV_ROWS, wrong(CSV_ROWS)), folder / "home")
    size = file.stat().st_size / 1e6
    return Table(
        title=f"Load: {CSV_ROWS:,} accidents, CSV of {size:,.0f} MB",
        against=taken.of(POLARS),
        rows=tuple(taken.of(name) for name in (POLARS, STREAMING, LOAD, FAULTY)),
    )


def _of_workbook(folder: Path, note: Note) -> Table:
    file = folder / "register.xlsx"
    note(f"{WORKBOOK_ROWS:,} accidents as XLSX")
    _make("xlsx", file, WORKBOOK_ROWS)
    taken = _Taken()
    for _ in range(ROUNDS):
        taken.run(FASTEXCEL, [PYTHON, "-c", WITH_FASTEXCEL, str(file)])
        taken.load(LOAD, _Load(file, WORKBOOK_ROWS), folder / "home")
        home = folder / "home"
        both = [PYTHON, "-m", "benchmarks.within", str(file), str(home)]
        said = run_watched(both, environment()).said
        shutil.rmtree(home)
        seconds = json.loads(said)
        taken.add(FASTEXCEL + WITHIN, seconds["fastexcel"])
        taken.add(LOAD + WITHIN, seconds["load"])
    within = taken.of(LOAD + WITHIN).median / taken.of(FASTEXCEL + WITHIN).median
    names = (FASTEXCEL, LOAD, FASTEXCEL + WITHIN, LOAD + WITHIN)
    return Table(
        title=f"Load: {WORKBOOK_ROWS:,} accidents, XLSX of {file.stat().st_size / 1e6:.1f} MB",
        against=taken.of(FASTEXCEL),
        rows=tuple(taken.of(name) for name in names),
        remarks=(f"In one process, load is {within:.2f} times fastexcel alone.",),
    )


def wrong(rows: int) -> int:
    """Answers how many rows of a file with faults must be refused (benchmarks.made_files)."""
    not_numbers = len(range(0, rows, 1_000))
    # Each contradicts the row behind it.
    contradicting = 2 * len(range(1, rows, 10_000))
    return not_numbers + contradicting


def _make(kind: str, file: Path, rows: int) -> None:
    run([PYTHON, "-m", "benchmarks.made_files", kind, str(file), str(rows)], environment())


class _Taken:
    """The seconds and bytes taken so far, by what took them."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}
        self._peaks: dict[str, list[int]] = {}

    def add(self, what: str, seconds: float) -> None:
        self._seconds.setdefault(what, []).append(seconds)

    def run(
        self, what: str, command: Sequence[str], home: Path | None = None, status: int = 0
    ) -> str:
        given = {} if home is None else {"WAREHOUSE_HOME": str(home)}
        watched = run_watched(command, environment(**given), status=status)
        self.add(what, watched.seconds)
        self._peaks.setdefault(what, []).append(watched.peak_bytes)
        return watched.said

    def load(self, what: str, load: _Load, home: Path) -> None:
        """Loads a file into a new home, and looks whether all rows came to what they should."""
        status = ROWS_REFUSED if load.refused else 0
        command = [WAREHOUSE, "load", str(load.file), "--json"]
        said = self.run(what, command, home, status)
        shutil.rmtree(home)
        outcome = json.loads(said)["files"][0]
        found = (outcome["rows_read"], outcome["rows_refused"])
        if found != (load.rows, load.refused):
            reason = f"{what}: {found[0]} rows read, {found[1]} refused: {outcome['reasons']}"
            raise UnlikeLoadError(reason)

    def of(self, what: str) -> Timings:
        return Timings(what, tuple(self._seconds[what]), tuple(self._peaks.get(what, ())))
