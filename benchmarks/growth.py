"""How a build grows with its data: 1, 10 and 30 times the figures and targets that ship."""

import json
import re
import shutil
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from benchmarks.builds import WAREHOUSE, UnlikeBuildError
from benchmarks.clock import Watched, environment, run, run_watched
from benchmarks.loads import UnlikeLoadError
from benchmarks.report import MIB, line, number, ratio
from warehouse.builds.plan_runs import LOG_NAME
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

# How often each size is built; one build of a hundred times the data is long enough.
ROUNDS: Final = {1: 3, 10: 3, 30: 1}
COUNTED: Final = """
select
    (select count(*) from fct_observations where basis_code = 'published'),
    (select count(*) from dim_targets),
    (select count(*) from fct_observations),
    (select count(*) from fct_indicator_values)
"""
HEADINGS: Final = (
    "data",
    "published figures",
    "targets",
    "observations",
    "indicator values",
    "build, s",
    "processor, s",
    "most memory, MiB",
    "database, MiB",
)
LONGEST_STEPS: Final = 5
Note = Callable[[str], None]
# As the log of a plan says it: what a node ended in, and in how many seconds.
STEP_ENDED: Final = re.compile(r"[A-Z]+ \w+ (\S+) in ([\d.]+) s$", re.MULTILINE)


@dataclass(frozen=True)
class Size:
    """A build of some times the shipped data.

    Attributes:
        times: How many.
        counts: Its published figures, targets, observations and indicator values.
        costs: Its seconds, processor seconds, bytes of memory and bytes on disk.
        steps: The seconds of each step of the plan.
    """

    times: int
    counts: tuple[int, int, int, int]
    costs: tuple[float, float, float, float]
    steps: dict[str, float]

    @property
    def figures(self) -> int:
        """The published figures."""
        return self.counts[0]


@dataclass(frozen=True)
class Growth:
    """Builds of ever more data.

    Attributes:
        sizes: Two or more, the smallest first.
    """

    sizes: tuple[Size, ...]

    def as_markdown(self) -> str:
        """Answers a table of the builds, how many times the one before each is, and a verdict."""
        rows = [_row(size) for size in self.sizes]
        growths = [_growth_row(before, after) for before, after in pairwise(self.sizes)]
        lines = [HEADINGS, ("---", *["---:"] * (len(HEADINGS) - 1)), *rows, *growths]
        remarks = [self._verdict(), self._cost_of_more(), self._longest_steps()]
        parts = ["### Growth", "\n".join(line(cells) for cells in lines)]
        return "\n\n".join([*parts, "\n".join(f"- {remark}" for remark in remarks)])

    def _verdict(self) -> str:
        faster = [
            f"{heading} from {before.times}× to {after.times}×"
            for before, after in pairwise(self.sizes)
            for heading, one, other in zip(HEADINGS[5:], before.costs, after.costs, strict=True)
            if other / one > after.figures / before.figures
        ]
        if faster:
            return f"**Growth is more than linear:** {'; '.join(faster)}."
        return "Growth is at most linear: nothing grows by more times than the figures do."

    def _cost_of_more(self) -> str:
        """Tells what the figures that were added cost, without what every build costs."""
        told = [
            f"{1000 * 1000 * (after.costs[1] - before.costs[1]) / more:,.0f} ms"
            f" from {before.times}× to {after.times}×"
            for before, after in pairwise(self.sizes)
            if (more := after.figures - before.figures)
        ]
        return f"Processor time for each 1,000 figures more: {', '.join(told)}."

    def _longest_steps(self) -> str:
        before, after = self.sizes[-2:]
        longest = sorted(after.steps, key=lambda step: -after.steps[step])[:LONGEST_STEPS]
        told = [
            f"{step} {number(after.steps[step])} s ({ratio(after.steps[step], before.steps[step])})"
            for step in longest
        ]
        ratios = f"Longest steps at {after.times}×, and how many times those at {before.times}×"
        return f"{ratios}: {', '.join(told)}."


def measure(folder: Path, note: Note, rounds: dict[int, int] = ROUNDS) -> Growth:
    """Builds the shipped data, then more and more made in their likeness.

    Args:
        folder: A folder to make and to work in.
        note: Told what is being done.
        rounds: How many times the shipped data to build, and how often; it begins with 1.
    """
    folder.mkdir()
    sizes: list[Size] = []
    for times, how_often in rounds.items():
        shipped = sizes[0].counts[:2] if sizes else (0, 0)
        taken = []
        for number_of_round in range(1, how_often + 1):
            note(f"{times} times the data, round {number_of_round} of {how_often}")
            home = Settings(home=folder / f"home-{times}")
            shutil.rmtree(home.home, ignore_errors=True)
            if times > 1:
                load_more(home, folder, figures=shipped[0], targets=shipped[1], times=times)
            taken.append(_build(home))
        size = _size(times, home, taken)
        if times > 1 and size.counts[:2] != (times * shipped[0], times * shipped[1]):
            reason = f"{times} times the data: {size.counts[:2]} figures and targets"
            raise UnlikeBuildError(reason)
        sizes.append(size)
    return Growth(tuple(sizes))


def load_more(home: Settings, folder: Path, *, figures: int, targets: int, times: int) -> None:
    """Loads figures and targets into a home, so that with those shipped there are more.

    Args:
        home: Where to load them.
        folder: Where to make the files.
        figures: How many figures ship.
        targets: How many targets ship.
        times: How many times as many there shall be.

    Raises:
        UnlikeLoadError: Not all rows are accepted.
    """
    wanted = {
        folder / "figures.csv": figures * (times - 1),
        folder / "targets.csv": targets * (times - 1),
    }
    made = [str(each) for file_and_rows in wanted.items() for each in file_and_rows]
    run([sys.executable, "-m", "benchmarks.made_figures", *made], environment())
    variables = environment(WAREHOUSE_HOME=str(home.home))
    _, said = run([WAREHOUSE, "load", "--json", *map(str, wanted)], variables)
    accepted = [outcome["rows_accepted"] for outcome in json.loads(said)["files"]]
    if accepted != list(wanted.values()):
        reason = f"{accepted} rows accepted, not {list(wanted.values())}"
        raise UnlikeLoadError(reason)


def _build(home: Settings) -> Watched:
    return run_watched([WAREHOUSE, "build"], environment(WAREHOUSE_HOME=str(home.home)))


def _size(times: int, home: Settings, taken: list[Watched]) -> Size:
    database = published_build(home).database
    with connect(database) as connection:
        figures, targets, observations, values = connection.execute(COUNTED).fetchall()[0]
    log = (home.dbt_folder / "logs" / LOG_NAME).read_text(encoding="utf-8")
    return Size(
        times=times,
        counts=(figures, targets, observations, values),
        costs=(
            statistics.median(each.seconds for each in taken),
            statistics.median(each.cpu_seconds for each in taken),
            statistics.median(each.peak_bytes for each in taken),
            database.stat().st_size,
        ),
        steps={name: float(spent) for name, spent in STEP_ENDED.findall(log)},
    )


def _row(size: Size) -> tuple[str, ...]:
    seconds, cpu_seconds, *sizes = size.costs
    return (
        f"{size.times}×",
        *(f"{count:,}" for count in size.counts),
        number(seconds),
        number(cpu_seconds),
        *(f"{each / MIB:,.0f}" for each in sizes),
    )


def _growth_row(before: Size, after: Size) -> tuple[str, ...]:
    pairs = zip((*before.counts, *before.costs), (*after.counts, *after.costs), strict=True)
    return (
        f"{after.times}× ÷ {before.times}×",
        *(ratio(other, one) for one, other in pairs),
    )
