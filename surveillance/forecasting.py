"""Which method tells a series' years best, and what it tells of the years to come.

A rolling back-test: each year from the fifth on is an origin, from which every method tells the
next years as if nothing after it were known. The method with the lowest logarithmic score is
taken; a series with few such tests follows what is best over all series.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from surveillance.arrays import Floats
from surveillance.methods import LAST_YEAR, METHODS, Known, Told, Training
from surveillance.predictions import Predictions, is_between, log_scores, ranked_scores

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
        predicted: The count, of one row.
    """

    year: int
    exposure: float
    predicted: Predictions


def back_tests(series: Sequence[Series]) -> list[list[Tested]]:
    """Answers, for each series, how each method did and which is taken.

    Args:
        series: Each of at least FEWEST_YEARS years.
    """
    owners, training, ahead, counts, exposures = _trials(series)
    scores: dict[str, tuple[Floats, ...]] = {}
    if len(owners):
        known = Known(training)
        for method, tell in METHODS.items():
            predicted = tell(known, ahead).counts(exposures)
            scores[method] = (
                ranked_scores(predicted, counts),
                log_scores(predicted, counts),
                is_between(predicted, counts, 0.8).astype(float),
                is_between(predicted, counts, 0.95).astype(float),
            )
    best = _best({method: float(each[1].mean()) for method, each in scores.items()})
    return [_tested(scores, owners == number, best) for number in range(len(series))]


def futures(series: Series, method: str, last_year: int) -> list[Future]:
    """Answers the years to come.

    Args:
        series: The years gone by.
        method: Code of the method to tell them by.
        last_year: The last year to be told.
    """
    number = last_year - series.years[-1]
    if number < 1:
        return []
    mean = float(series.exposures.mean())
    training = _stacked([_row(series, len(series.years), mean)] * number)
    ahead = np.arange(1.0, number + 1)
    exposures = series.exposures[-1] * _growth(series) ** ahead
    told: Told = METHODS[method](Known(training), ahead)
    predicted = told.counts(exposures / mean)
    return [
        Future(
            series.years[-1] + step + 1,
            float(exposures[step]),
            Predictions(predicted.mean[step : step + 1], predicted.ratio[step : step + 1]),
        )
        for step in range(number)
    ]


def _growth(series: Series) -> float:
    back = min(GROWTH_YEARS, len(series.years) - 1)
    span = series.years[-1] - series.years[-1 - back]
    return float((series.exposures[-1] / series.exposures[-1 - back]) ** (1 / span))


def _row(series: Series, upto: int, mean: float) -> tuple[Floats, Floats]:
    """Answers the years before an origin, right-aligned, exposures as parts of their mean."""
    counts, exposures = np.full(MOST_YEARS, np.nan), np.ones(MOST_YEARS)
    origin = series.years[upto - 1]
    for year, count, exposure in zip(
        series.years[:upto], series.counts[:upto], series.exposures[:upto], strict=True
    ):
        if (column := MOST_YEARS - 1 - (origin - year)) >= 0:
            counts[column], exposures[column] = count, exposure / mean
    return counts, exposures


def _stacked(rows: Sequence[tuple[Floats, Floats]]) -> Training:
    return Training(np.array([counts for counts, _ in rows]), np.array([e for _, e in rows]))


def _trials(series: Sequence[Series]) -> tuple[Floats, Training, Floats, Floats, Floats]:
    """Answers whose each trial is, its years before, how far ahead, what came, and its exposure."""
    owners, rows, ahead, counts, exposures = [], [], [], [], []
    for number, each in enumerate(series):
        at = {year: place for place, year in enumerate(each.years)}
        for upto in range(FEWEST_YEARS, len(each.years)):
            mean = float(each.exposures[:upto].mean())
            row = _row(each, upto, mean)
            for step in range(1, AHEAD + 1):
                place = at.get(each.years[upto - 1] + step)
                if place is not None:
                    owners.append(number)
                    rows.append(row)
                    ahead.append(step)
                    counts.append(each.counts[place])
                    exposures.append(each.exposures[place] / mean)
    return (
        np.array(owners, dtype=float),
        _stacked(rows),
        np.array(ahead, dtype=float),
        np.array(counts, dtype=float),
        np.array(exposures, dtype=float),
    )


def _best(scores: dict[str, float]) -> str:
    """Answers the method with the lowest score; of equals the first, the plainer."""
    return min(scores, key=lambda method: scores[method]) if scores else LAST_YEAR


def _tested(scores: dict[str, tuple[Floats, ...]], own: Floats, best: str) -> list[Tested]:
    tests = int(own.sum())
    means = {
        method: tuple(float(part[own].mean()) if tests else np.nan for part in each)
        for method, each in scores.items()
    }
    if tests >= FEWEST_TESTS:
        chosen, chosen_by = _best({method: each[1] for method, each in means.items()}), OWN
    else:
        chosen, chosen_by = best, ALL_SERIES if scores else UNTESTED
    nothing = (np.nan,) * 4
    return [
        Tested(method, tests, *means.get(method, nothing), method == chosen, chosen_by)
        for method in METHODS
    ]
