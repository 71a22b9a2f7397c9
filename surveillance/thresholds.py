"""Upper limits of a count that is yet to come, given what is expected of it."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammaincc, ndtri

from surveillance.arrays import Floats

# 2/3 makes the distribution of a Poisson count symmetric (Farrington et al. 1996, 3.3).
POWERS = {"none": (1.0, 1.0), "1/2": (0.5, 0.25), "2/3": (2 / 3, 4 / 9)}


def power_limits(
    expected: ArrayLike, error: ArrayLike, dispersion: ArrayLike, alpha: float, power: str = "2/3"
) -> tuple[Floats, Floats]:
    """Answers the limits of Farrington et al. (1996), normal after a power of the count.

    Args:
        expected: Expected counts.
        error: Their standard errors, as counts.
        dispersion: Variance of a count divided by its mean, at least 1.
        alpha: The share beyond each limit.
        power: none, 1/2 or 2/3.

    Returns:
        The lower limits, at least 0, and the upper ones.
    """
    mean = np.asarray(expected, dtype=float)
    exponent, factor = POWERS[power]
    tau = np.asarray(dispersion) + np.asarray(error) ** 2 / mean
    spread = np.sqrt(factor * mean ** (2 * exponent - 1) * tau)
    shift = ndtri(1 - alpha) * spread
    lower = np.maximum(mean**exponent - shift, 0.0) ** (1 / exponent)
    return lower, (mean**exponent + shift) ** (1 / exponent)


def quantile_limits(expected: ArrayLike, dispersion: ArrayLike, share: float) -> Floats:
    """Answers the smallest count that is not exceeded with a probability of a share.

    Negative binomial with the variance expected × dispersion, Poisson where the dispersion is 1
    (Noufaily et al. 2013, "plug-in").

    Args:
        expected: Expected counts.
        dispersion: Variance divided by mean, at least 1.
        share: 0 to 1.
    """
    mean, ratio = np.broadcast_arrays(
        np.asarray(expected, dtype=float), np.asarray(dispersion, dtype=float)
    )
    low: Floats = np.full(mean.shape, -1.0)
    spread = np.sqrt(mean * ratio)
    high: Floats = np.ceil(mean + 10 * spread + 20 * ratio)
    while np.any(short := cumulative(high, mean, ratio) < share):
        high = np.where(short, 2 * high, high)
    while np.any(high - low > 1):
        middle = np.floor((low + high) / 2)
        reached = cumulative(middle, mean, ratio) >= share
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return high


def cumulative(counts: ArrayLike, expected: ArrayLike, dispersion: ArrayLike) -> Floats:
    """Answers the probability that a count is not exceeded, Poisson or negative binomial."""
    mean = np.maximum(np.asarray(expected, dtype=float), 1e-300)
    ratio = np.asarray(dispersion, dtype=float)
    upto = np.floor(np.asarray(counts, dtype=float))
    within = np.maximum(upto, 0.0)
    is_poisson = ratio < 1 + 1e-9
    wide = np.where(is_poisson, 2.0, ratio)
    negative_binomial = betainc(mean / (wide - 1), within + 1, 1 / wide)
    found = np.where(is_poisson, gammaincc(within + 1, mean), negative_binomial)
    answer: Floats = np.where(upto < 0, 0.0, found)
    return answer
