"""Which method tells a series' years best, and what it tells of the years to come.

A rolling back-test: each year from the fifth on is an origin, from which every method tells the
next years as if nothing after it were known. The method with the lowest logarithmic score is
taken; a series with few such tests follows what is best over all series.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Final

import numpy as np

from surveillance.arrays import Floats
from surveillance.methods import LAST_YEAR, METHODS, Known, Training
from surveillance.predictions import is_between, log_scores, ranked_scores

# Of fewer years nothing is told.
FEWEST_YEARS: Final = 5
# So many years ahead are tried.
AHEAD: Final = 3
# With fewer trials of its own a series follows all series together.
FEWEST_TESTS: Final = 5
# So many years back are looked at.
MOST_YEARS: Final = 30
# What a rate is divided by is carried on by its mean growth over so many years.
GROWTH_YEARS: Final = 5
# Series that are tried together: enough to be worth a call, few enough to share out.
TOGETHER: Final = 200
BOUNDS: Final = (0.1, 0.9, 0.025, 0.975)
RANKED, LOG, IN_80, IN_95 = range(4)
OWN, ALL_SERIES, UNTESTED = "own", "all_series", "untested"


@dataclass(frozen=True)
class Series:
    """Years of one count or rate, none of them across a break.

    Attributes:
        years: In order.
        counts: What was counted.
        exposures: What it is divided by; 1 for a count.
    """

    years: Sequence[int]
    counts: Floats
    exposures: Floats


@dataclass(frozen=True)
class Tested:
    """How a method did on one series.

    Attributes:
        method: Its code.
        tests: How many years were told.
        ranked: The mean continuous ranked probability score, in counts.
        logarithmic: The mean logarithmic score.
        within_80: The share that lay within the 80 % interval.
        within_95: The same for 95 %.
        is_chosen: Whether the series' future is told by it.
        chosen_by: own, all_series or untested: what it was chosen by.
    """

    method: str
    tests: int
    ranked: float
    logarithmic: float
    within_80: float
    within_95: float
    is_chosen: bool
    chosen_by: str


@dataclass(frozen=True)
class Future:
    """What is told of a year to come.

    Attributes:
        year: The year.
        exposure: What its rate is divided by, assumed.
        mean: The count expected.
        ratio: Its variance divided by its mean.
        lower_80: Smallest count not below the 80 % interval.
        upper_80: Largest count within it.
        lower_95: The same for 95 %.
        upper_95: The same for 95 %.
    """

    year: int
    exposure: float
    mean: float
    ratio: float
    lower_80: float
    upper_80: float
    lower_95: float
    upper_95: float


def back_tests(series: Sequence[Series]) -> list[list[Tested]]:
    """Answers, for each series, how each method did and which is taken.

    Args:
        series: Each of at least FEWEST_YEARS years.
    """
    parts = [series[start : start + TOGETHER] for start in range(0, len(series), TOGETHER)]
    with ThreadPoolExecutor(max_workers=cpu_count()) as pool:
        scored = [each for part in pool.map(_scored, parts) for each in part]
    every = np.concatenate([np.empty((len(METHODS), 0)), *(each[:, :, LOG] for each in scored)], 1)
    best = list(METHODS)[int(every.mean(axis=1).argmin())] if every.size else None
    return [_tested(each, best) for each in scored]


def futures(
    series: Sequence[Series], methods: Sequence[str], last_years: Sequence[int]
) -> list[list[Future]]:
    """Answers the years to come of each series.

    Args:
        series: The years gone by.
        methods: For each, the code of the method to tell them by.
        last_years: For each, the last year to be told.
    """
    found: list[list[Future]] = [[] for _ in series]
    for method, tell in METHODS.items():
        asked = [
            (number, step)
            for number, each in enumerate(series)
            if methods[number] == method
            for step in range(1, last_years[number] - each.years[-1] + 1)
        ]
        if not asked:
            continue
        owners = sorted({number for number, _ in asked})
        known = Known(_stacked([_row(series[number]) for number in owners]))
        place = {number: at for at, number in enumerate(owners)}
        rows = np.array([place[number] for number, _ in asked])
        ahead = np.array([step for _, step in asked], dtype=float)
        means = np.array([series[number].exposures.mean() for number, _ in asked])
        exposures = np.array(
            [series[n].exposures[-1] * _growth(series[n]) ** step for n, step in asked]
        )
        predicted = tell(known.rows(rows), ahead).counts(exposures / means)
        bounds = [predicted.quantiles(share) for share in BOUNDS]
        for at, (number, step) in enumerate(asked):
            found[number].append(
                Future(
                    series[number].years[-1] + step,
                    float(exposures[at]),
                    float(predicted.mean[at]),
                    float(predicted.ratio[at]),
                    *(float(bound[at]) for bound in bounds),
                )
            )
    return found


def _growth(series: Series) -> float:
    back = min(GROWTH_YEARS, len(series.years) - 1)
    span = series.years[-1] - series.years[-1 - back]
    return float((series.exposures[-1] / series.exposures[-1 - back]) ** (1 / span))


def _row(series: Series, upto: int | None = None) -> tuple[Floats, Floats]:
    """Answers the years up to an origin, right-aligned, exposures as parts of their mean."""
    years = np.array(series.years[:upto])
    columns = MOST_YEARS - 1 - (years[-1] - years)
    kept = columns >= 0
    counts, exposures = np.full(MOST_YEARS, np.nan), np.ones(MOST_YEARS)
    counts[columns[kept]] = series.counts[:upto][kept]
    exposed = series.exposures[:upto]
    exposures[columns[kept]] = exposed[kept] / exposed.mean()
    return counts, exposures


def _stacked(rows: Sequence[tuple[Floats, Floats]]) -> Training:
    counts = np.array([each for each, _ in rows])
    # as many columns as the longest has years
    start = int(np.argmax(~np.isnan(counts).all(axis=0)))
    return Training(counts[:, start:], np.array([each for _, each in rows])[:, start:])


def _scored(series: Sequence[Series]) -> list[Floats]:
    """Answers, for each series, scores by method, trial and kind."""
    owners, origins, ahead, counts, exposures, rows = [], [], [], [], [], []
    for number, each in enumerate(series):
        at = {year: place for place, year in enumerate(each.years)}
        for upto in range(FEWEST_YEARS, len(each.years)):
            rows.append(_row(each, upto))
            mean = each.exposures[:upto].mean()
            for step in range(1, AHEAD + 1):
                place = at.get(each.years[upto - 1] + step)
                if place is not None:
                    owners.append(number)
                    origins.append(len(rows) - 1)
                    ahead.append(float(step))
                    counts.append(each.counts[place])
                    exposures.append(each.exposures[place] / mean)
    if not owners:
        return [np.empty((len(METHODS), 0, 4)) for _ in series]
    known = Known(_stacked(rows)).rows(np.array(origins))
    y = np.array(counts, dtype=float)
    scores = np.empty((len(METHODS), len(owners), 4))
    for number, tell in enumerate(METHODS.values()):
        predicted = tell(known, np.array(ahead)).counts(np.array(exposures))
        scores[number, :, RANKED] = ranked_scores(predicted, y)
        scores[number, :, LOG] = log_scores(predicted, y)
        scores[number, :, IN_80] = is_between(predicted, y, 0.8)
        scores[number, :, IN_95] = is_between(predicted, y, 0.95)
    ends = np.searchsorted(owners, np.arange(1, len(series)))
    return np.split(scores, ends, axis=1)


def _tested(scores: Floats, best: str | None) -> list[Tested]:
    """Answers the means of a series' scores; of methods that do equally well the first is taken.

    Args:
        scores: By method, trial and kind.
        best: The method that did best over all series, if any was tried.
    """
    tests = scores.shape[1]
    means = scores.mean(axis=1) if tests else np.full((len(METHODS), 4), np.nan)
    if tests >= FEWEST_TESTS:
        chosen, chosen_by = list(METHODS)[int(means[:, LOG].argmin())], OWN
    else:
        chosen, chosen_by = best or LAST_YEAR, ALL_SERIES if best else UNTESTED
    return [
        Tested(
            method,
            tests,
            float(each[RANKED]),
            float(each[LOG]),
            float(each[IN_80]),
            float(each[IN_95]),
            method == chosen,
            chosen_by,
        )
        for method, each in zip(METHODS, means, strict=True)
    ]
