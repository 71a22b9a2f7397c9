"""Whether what is said of the rest of a year comes true: on the counts that ship.

Of every count from January that is known, what the warehouse would have said then
(int_year_priors_weighed, int_rests_expected) is held against a later count of the same year, and
the year before its first month against its end. Seasons are left out: no shipped city has twelve
months in a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final, TypeAlias

import duckdb
import numpy as np
from scipy import stats

from benchmarks.calibration import DISCOUNT, YEARS, rests
from benchmarks.report import line

# Days gone by at the end of each month.
DAYS: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
# A made-up limit is so many times what straight-on counting expects.
TIGHTNESS: Final = (0.8, 0.9, 1.0, 1.1, 1.25)
BANDS: Final = 5
# Nothing is said of a year before so much of it has passed, unless another year is known.
LEAST_SHARE: Final = 0.25
# Cases are told apart by how large the later count is.
SIZES: Final = (0, 10, 50, 200, 1_000_000)
COUNTS: Final = """
select region_code, measure_code, scope_code, period_year, period_month, cumulated_value
from intermediate.int_counts_cumulated
where measure_code != 'direct_loss'
order by all
"""
BREAKS: Final = """
select distinct region_code, indicator_code, scope_code, cast(extract(year from breaks_at) as int)
from intermediate.int_series_breaks_resolved
where input_role = 'numerator'
"""
DECEMBER: Final = 12
Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Case:
    """One count that is known, and a later one of its year.

    Attributes:
        used: The count; 0 at the end of the year before.
        share: The share of the year gone by.
        later: The later count.
        later_share: The share gone by then.
        years: How many earlier years count, discounted.
        events: What they counted, discounted alike.
    """

    used: float
    share: float
    later: float
    later_share: float
    years: float
    events: float

    def rest(self) -> tuple[float, float]:
        """Answers size and success probability of what comes until the later count."""
        known = (np.array([each]) for each in (self.used, self.share, self.years, self.events))
        size, success = (float(each[0]) for each in rests(*known))
        # the years watched, and the part of a year until then
        watched = success / (1 - success) * (1 - self.share)
        return size, watched / (watched + self.later_share - self.share)


@dataclass(frozen=True)
class ToldYears:
    """What was said and what came.

    Attributes:
        within: Cases from months known to a later month.
        ahead: Cases from earlier years to a year's end.
    """

    within: tuple[Case, ...]
    ahead: tuple[Case, ...]

    def as_markdown(self) -> str:
        """Answers how many lay within the intervals, and stated chances against what happened."""
        heads = ("later count", "within the year: cases, in 80 %, in 95 %", "the year ahead")
        rows = [
            (f"{low:,} to {high - 1:,}", *(_held(cases, low, high) for cases in self._both()))
            for low, high in pairwise(SIZES)
        ]
        all_of_them = ("all", *(_held(cases, SIZES[0], SIZES[-1]) for cases in self._both()))
        table = [heads, ("---", "---:", "---:"), *rows, all_of_them]
        stated = [
            ("stated chance of passing a made-up limit", "stated → happened (cases)"),
            ("---", "---:"),
            *_stated(self.within),
        ]
        return "\n\n".join(
            (
                "### Outlooks on shipped counts",
                "\n".join(line(cells) for cells in table),
                "\n".join(line(cells) for cells in stated),
            )
        )

    def _both(self) -> tuple[tuple[Case, ...], tuple[Case, ...]]:
        return self.within, self.ahead


def measure(database: Path) -> ToldYears:
    """Walks the counts of a build.

    Args:
        database: The build's database.
    """
    with duckdb.connect(database, read_only=True) as connection:
        counts = connection.execute(COUNTS).fetchall()
        breaks: dict[Key, list[int]] = {}
        for region, measure_code, scope, year in connection.execute(BREAKS).fetchall():
            breaks.setdefault((region, measure_code, scope), []).append(year)
    within: list[Case] = []
    ahead: list[Case] = []
    for key, rows in groupby(counts, key=lambda row: row[:3]):
        months: dict[int, dict[int, float]] = {}
        for _, _, _, year, month, count in rows:
            months.setdefault(year, {})[month] = count
        for year, known in months.items():
            prior = _prior(months, year, breaks.get(key, []))
            within += _cases(known, prior)
            if DECEMBER in known and prior[0]:
                ahead.append(Case(0, 0, known[DECEMBER], 1, *prior))
    return ToldYears(tuple(within), tuple(ahead))


def _prior(
    months: dict[int, dict[int, float]], year: int, breaks: list[int]
) -> tuple[float, float]:
    years = events = 0.0
    for before, known in months.items():
        is_broken = any(before < each <= year for each in breaks)
        if 0 < year - before <= YEARS and DECEMBER in known and not is_broken:
            years += DISCOUNT ** (year - before)
            events += DISCOUNT ** (year - before) * known[DECEMBER]
    return years, events


def _cases(known: dict[int, float], prior: tuple[float, float]) -> Iterator[Case]:
    for month, used in known.items():
        for later, count in known.items():
            is_foreseen = DAYS[month] / 365 >= LEAST_SHARE or prior[0] > 0
            if later > month and count >= used and is_foreseen:
                yield Case(used, DAYS[month] / 365, count, DAYS[later] / 365, *prior)


def _held(cases: tuple[Case, ...], low: int, high: int) -> str:
    chosen = [case for case in cases if low <= case.later < high]
    if not chosen:
        return "0"
    shares = []
    for share in (0.8, 0.95):
        outside = (1 - share) / 2
        shares.append(sum(_holds(case, outside) for case in chosen) / len(chosen))
    return f"{len(chosen)}, {shares[0]:.0%}, {shares[1]:.0%}"


def _holds(case: Case, outside: float) -> bool:
    rest = case.rest()
    lower, upper = (float(stats.nbinom.ppf(share, *rest)) for share in (outside, 1 - outside))
    return lower <= case.later - case.used <= upper


def _stated(cases: tuple[Case, ...]) -> Iterator[tuple[str, str]]:
    stated, happened = [], []
    for case in cases:
        straight_on = case.used * case.later_share / case.share
        for limit in {round(tightness * straight_on) for tightness in TIGHTNESS}:
            if case.used <= limit:
                stated.append(float(stats.nbinom.sf(limit - case.used, *case.rest())))
                happened.append(case.later > limit)
    said, came = np.array(stated), np.array(happened, dtype=float)
    bands = np.minimum((said * BANDS).astype(int), BANDS - 1)
    for band in range(BANDS):
        chosen = bands == band
        if number := int(chosen.sum()):
            yield (
                f"{100 * band // BANDS} to {100 * (band + 1) // BANDS} %",
                f"{said[chosen].mean():.0%} → {came[chosen].mean():.0%} ({number})",
            )
