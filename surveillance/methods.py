"""How years to come may be told from the years before: naive methods, and a trend.

Each answers a rate and how uncertain that is; the count's own chance is added to it. Years stand
side by side, a row per training set, the last column being the last year known.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from surveillance.arrays import Floats, Positions
from surveillance.predictions import Predictions
from surveillance.regression import Fits, fit_counts

LAST_YEAR, MEAN_OF_FIVE, DRIFT = "last_year", "mean_of_five_years", "drift"
TREND, DAMPED = "trend", "damped_trend"
FIVE: Final = 5
# What is added to a count of which nothing was known before (Jeffreys).
HALF: Final = 0.5
# What years elsewhere say of how much a rate wanders from one year to the next, as the standard
# deviation of its logarithm, and for how many years' experience that counts; never less than a
# fortieth. Each step counts for so much of the one after. Of what was tried on shipped series that
# with the lowest logarithmic score (docs/method.md, years to come).
WANDER, WANDER_YEARS, LEAST_WANDER, RECENT = 0.1, 2.0, 0.025, 0.8
# Each year ahead a damped slope is worth so much of the year before's.
DAMPING: Final = 0.8
# A variance of a logarithm beyond this says nothing more.
MOST_UNCERTAIN: Final = 2.0


@dataclass(frozen=True)
class Training:
    """Years from which is told what comes.

    Attributes:
        counts: A row per set, a column per year; nan where none is known, never in the last.
        exposures: What each is divided by, about 1 in the mean of a row; 1 for counts.
    """

    counts: Floats
    exposures: Floats


@dataclass(frozen=True)
class Told:
    """A rate to come.

    Attributes:
        rate: Per unit of exposure.
        variance: Of its logarithm.
        dispersion: Variance of a count over its mean, if the rate were known.
    """

    rate: Floats
    variance: Floats
    dispersion: Floats

    def counts(self, exposure: Floats) -> Predictions:
        """Answers the counts to come where so much is exposed."""
        mean = np.maximum(self.rate * exposure, 1e-9)
        spread = np.expm1(np.minimum(self.variance, MOST_UNCERTAIN))
        return Predictions(mean, self.dispersion + mean * spread)


class Known:
    """Training sets with what several methods ask of them."""

    def __init__(self, training: Training) -> None:
        """Fits the trend of each set.

        Args:
            training: The years.
        """
        self.counts, self.exposures = training.counts, training.exposures
        self.is_known = ~np.isnan(self.counts)
        self.last = self.counts[:, -1]
        self.last_exposure = self.exposures[:, -1]
        columns = self.counts.shape[1]
        self.ages = np.arange(columns) - (columns - 1.0)
        self.first = np.argmax(self.is_known, axis=1)
        self.years = columns - 1.0 - self.first
        weights = np.where(self.is_known, self.exposures, 0.0)
        rates = np.where(self.is_known, self.counts, 0.0) / np.where(
            self.is_known, self.exposures, 1.0
        )
        design = np.column_stack([np.ones(columns), self.ages])
        self.fits: Fits = fit_counts(rates, design, weights)

    def rows(self, chosen: Positions) -> "Known":
        """Answers sets by their numbers, one as often as it is named."""
        found = copy(self)
        for name in ("counts", "exposures", "is_known", "last", "last_exposure", "first", "years"):
            setattr(found, name, getattr(self, name)[chosen])
        found.fits = Fits(*(getattr(self.fits, each.name)[chosen] for each in fields(Fits)))
        return found

    def steps(self) -> tuple[Floats, Floats]:
        """Answers, from each year to the next, the change of the logarithm and its own chance."""
        logs = np.log((self.counts + HALF) / self.exposures)
        chance = 1 / (self.counts[:, 1:] + HALF) + 1 / (self.counts[:, :-1] + HALF)
        return np.diff(logs, axis=1), chance

    def student(self) -> Floats:
        """Answers by how much an estimated dispersion makes a normal variance Student's."""
        freedom = self.fits.freedom
        # of one or two degrees there is no variance: as of three
        answer: Floats = np.maximum(freedom, 3) / (np.maximum(freedom, 3) - 2)
        return answer

    def slope(self) -> tuple[Floats, Floats, Floats]:
        """Answers the yearly change of the logarithm, its variance, and the dispersion."""
        dispersion = np.maximum(self.fits.dispersion, 1.0)
        variance = self.fits.covariance[:, 1, 1] * dispersion * self.student()
        return self.fits.coefficients[:, 1], variance, dispersion

    def wander(self, drift: Floats) -> Floats:
        """Answers how much the rate wanders a year beyond chance and a drift, as a variance."""
        change, chance = self.steps()
        beyond = (change - drift[:, None]) ** 2 - chance
        weights = np.where(np.isnan(beyond), 0.0, RECENT ** -self.ages[1:])
        total = (weights * np.nan_to_num(beyond)).sum(axis=1) + WANDER_YEARS * WANDER**2
        number = weights.sum(axis=1) + WANDER_YEARS
        answer: Floats = np.maximum(total / number, LEAST_WANDER**2)
        return answer


def last_year(years: Known, ahead: Floats) -> Told:
    """Answers that what was goes on, and wanders."""
    wander = years.wander(np.zeros(len(years.last)))
    variance = 1 / (years.last + HALF) + ahead * wander
    return Told((years.last + HALF) / years.last_exposure, variance, np.ones(len(years.last)))


def mean_of_five(years: Known, ahead: Floats) -> Told:
    """Answers that the mean of the last five years goes on, scattered as those are."""
    counts, exposures = years.counts[:, -FIVE:], years.exposures[:, -FIVE:]
    number = np.count_nonzero(~np.isnan(counts), axis=1)
    exposed = np.where(np.isnan(counts), 0.0, exposures)
    total = np.nansum(counts, axis=1)
    rate = (total + HALF) / exposed.sum(axis=1)
    expected = exposed * rate[:, None]
    squares = np.nansum((counts - expected) ** 2 / np.maximum(expected, 1e-9), axis=1)
    dispersion = np.maximum(squares / np.maximum(number - 1, 1), 1.0)
    # a mean of five years is, in a rate that wanders, a year or so older than the last
    wander = years.wander(np.zeros(len(years.last)))
    return Told(rate, dispersion / (total + HALF) + wander * (ahead + 1), dispersion)


def drift(years: Known, ahead: Floats) -> Told:
    """Answers that the mean change from the first to the last year goes on."""
    rows = np.arange(len(years.last))
    first = (years.counts[rows, years.first] + HALF) / years.exposures[rows, years.first]
    last = (years.last + HALF) / years.last_exposure
    span = np.maximum(years.years, 1.0)
    yearly = np.log(last / first) / span
    wander = years.wander(yearly)
    variance = 1 / (years.last + HALF) + wander * (ahead + ahead**2 / span)
    return Told(last * np.exp(yearly * ahead), variance, np.ones(len(rows)))


def damped_trend(years: Known, ahead: Floats) -> Told:
    """Answers that from the last year the slope of all years goes on, ever more slowly."""
    slope, of_slope, _ = years.slope()
    damped = DAMPING * (1 - DAMPING**ahead) / (1 - DAMPING)
    wander = years.wander(slope)
    variance = 1 / (years.last + HALF) + wander * ahead + damped**2 * of_slope
    rate = (years.last + HALF) / years.last_exposure * np.exp(slope * damped)
    return Told(rate, variance, np.ones(len(slope)))


def trend(years: Known, ahead: Floats) -> Told:
    """Answers that the log-linear trend of all years goes on."""
    fits = years.fits
    slope, of_slope, dispersion = years.slope()
    of_level, together = fits.covariance[:, 0, 0], fits.covariance[:, 0, 1]
    scale = dispersion * years.student()
    spread = (of_level + 2 * ahead * together) * scale + ahead**2 * of_slope
    line = np.clip(fits.coefficients[:, 0] + slope * ahead, -25, 25)
    return Told(np.exp(line), spread + years.wander(slope) * ahead, dispersion)


Method = Callable[[Known, Floats], Told]
NAIVE: Final[dict[str, Method]] = {
    LAST_YEAR: last_year,
    MEAN_OF_FIVE: mean_of_five,
    DRIFT: drift,
}
MODELS: Final[dict[str, Method]] = {TREND: trend, DAMPED: damped_trend}
METHODS: Final[dict[str, Method]] = NAIVE | MODELS
