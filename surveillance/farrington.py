"""What is expected of a week or a month by the same season of earlier years.

Farrington, Andrews, Beale, Catchpole (1996) and Noufaily et al. (2013, "Farrington flexible"): a
log-linear regression on a window around the same week of each earlier year, with the rest of the
year as further parts of a season, in which past outbreaks weigh less.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from surveillance.arrays import Flags, Floats, Positions
from surveillance.regression import Fits, fit_counts

# A trend is told from three years at least (Farrington et al. 1996, 3.2).
YEARS_FOR_A_TREND = 3


@dataclass(frozen=True)
class Reference:
    """Which earlier points a point is compared with, and how.

    Attributes:
        frequency: Points in a year: 12 or 52.
        years: How many years back.
        half_window: Points on each side of the same point of an earlier year.
        parts: Parts of a year's season; 1 looks at the windows alone. One part and windows of
            half a year on each side are a year without a season.
        excluded: How many points before the one in question are left out, for an outbreak may
            have begun in them.
        heavy: Standardised residuals beyond which a past point weighs less.
        trend_level: A trend is kept if its two-sided p-value is below; 1 keeps every trend, 0 none.
    """

    frequency: int
    years: int
    half_window: int
    parts: int
    excluded: int
    heavy: float = 2.58
    trend_level: float = 1.0

    @property
    def reach(self) -> int:
        """How many points before the one in question are looked at."""
        return self.years * self.frequency + self.half_window


@dataclass(frozen=True)
class Expectations:
    """What is expected, one value per point in question.

    Attributes:
        expected: Counts; at least a trace above zero.
        error: Standard error of the expected count, of the regression alone.
        dispersion: Variance of a count divided by its mean, at least 1.
        has_trend: Whether a trend was kept.
        trend: Its factor per point of time; 1 without one.
    """

    expected: Floats
    error: Floats
    dispersion: Floats
    has_trend: Flags
    trend: Floats


def windows(counts: Floats, at: Positions, reference: Reference) -> Floats:
    """Answers the earlier counts that points of one series are compared with.

    Args:
        counts: The series; nan where a count is missing.
        at: Positions of the points in question.
        reference: Which earlier points.

    Returns:
        A row per point in question, the farthest count first; nan where there is none.
    """
    steps = np.arange(-reference.reach, -reference.excluded)
    positions = at[:, None] + steps
    return np.where(positions < 0, np.nan, counts[np.maximum(positions, 0)])


def season_parts(reference: Reference) -> Positions:
    """Answers the part of the season of each earlier point; -1 for one that is left out.

    The window around the same point of each year is the last part; what lies between two windows
    is divided evenly, the first parts being longer by one where it does not come out even.
    """
    steps = np.arange(-reference.reach, -reference.excluded)
    found = np.full(steps.shape, -1)
    frequency, half, parts = reference.frequency, reference.half_window, reference.parts
    # Distance after the same point of the year, counted from the end of its window.
    after = (steps + half) % frequency - 2 * half - 1
    found[after < 0] = parts - 1
    if parts > 1:
        between = frequency - 2 * half - 1
        even, longer = divmod(between, parts - 1)
        ends = np.cumsum([even + (number < longer) for number in range(parts - 1)])
        inside = after >= 0
        found[inside] = np.searchsorted(ends, after[inside], side="right")
    return found


def expectations(past: Floats, reference: Reference) -> Expectations:
    """Answers what is expected of points, given the counts that windows() answers.

    Args:
        past: A row per point in question; nan where a count is missing.
        reference: Which earlier points these are, and how they are looked at.
    """
    part = season_parts(reference)
    kept = part >= 0
    part, past = part[kept], past[:, kept]
    time = np.arange(-reference.reach, -reference.excluded, dtype=float)[kept]
    seasons = [(part == number).astype(float) for number in range(reference.parts - 1)]
    level = np.column_stack([np.ones_like(time), *seasons])
    scale = float(reference.frequency)
    with_trend = np.column_stack([level, time / scale])
    known = ~np.isnan(past)
    counts = np.where(known, past, 0.0)
    expected, error, dispersion = _at_now(_reweighted(counts, known, level, reference.heavy))
    has_trend = np.zeros(len(counts), dtype=bool)
    trend = np.ones(len(counts))
    if reference.trend_level > 0 and reference.years >= YEARS_FOR_A_TREND:
        fits = _reweighted(counts, known, with_trend, reference.heavy)
        mean, spread, ratio = _at_now(fits)
        largest = counts.max(axis=1)
        significant = _p_values(fits, -1) < reference.trend_level
        # A fit that goes beyond all that was seen is not followed.
        has_trend = (significant | (reference.trend_level >= 1)) & (mean <= largest)
        expected = np.where(has_trend, mean, expected)
        error = np.where(has_trend, spread, error)
        dispersion = np.where(has_trend, ratio, dispersion)
        trend = np.where(has_trend, np.exp(fits.coefficients[:, -1] / scale), 1.0)
    return Expectations(expected, error, dispersion, has_trend, trend)


def _reweighted(counts: Floats, known: Flags, design: Floats, heavy: float) -> Fits:
    """Fits twice: the second time points far above what is expected weigh less."""
    weights = known.astype(float)
    first = fit_counts(counts, design, weights)
    dispersion = np.maximum(first.dispersion, 1.0)[:, None]
    anscombe = 1.5 * (counts ** (2 / 3) * first.fitted ** (-1 / 6) - np.sqrt(first.fitted))
    residuals = anscombe / np.sqrt(dispersion * np.maximum(1 - first.leverage, 1e-12))
    lighter = np.where(residuals > heavy, np.maximum(residuals, heavy) ** -2.0, 1.0) * known
    weights = lighter * (known.sum(axis=1) / lighter.sum(axis=1))[:, None]
    return fit_counts(counts, design, weights, first.fitted)


def _at_now(fits: Fits) -> tuple[Floats, Floats, Floats]:
    """Answers expected count, its error and the dispersion at the point in question.

    Time is counted from it, and its part of the season is the one without a column of its own: so
    it is the first coefficient alone that says what is expected there.
    """
    dispersion = np.maximum(fits.dispersion, 1.0)
    expected = np.exp(np.clip(fits.coefficients[:, 0], -25.0, 25.0))
    error = expected * np.sqrt(dispersion * fits.covariance[:, 0, 0])
    return expected, error, dispersion


def _p_values(fits: Fits, term: int) -> Floats:
    """Answers two-sided p-values of a term, by Student's t with the estimated dispersion."""
    spread = np.sqrt(fits.dispersion * fits.covariance[:, term, term])
    ratio = np.abs(fits.coefficients[:, term]) / np.maximum(spread, 1e-300)
    answer: Floats = 2 * stdtr(fits.freedom, -ratio)
    return answer
