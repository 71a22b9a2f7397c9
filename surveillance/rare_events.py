"""Days between rare events: the t-chart and the g-chart, with the uncertainty of a short history.

Exponential times have, against the mean of n earlier ones, an F distribution with 2 and 2n degrees
of freedom, whose limits are powers (so no table is needed); for many earlier times they are the
probability limits of Nelson (1994). Days that are counted are geometric: Benneyan (2001).
"""

import numpy as np
from numpy.typing import ArrayLike

from surveillance.arrays import Floats


def days_limits(mean: ArrayLike, known: ArrayLike, alpha: float) -> tuple[Floats, Floats]:
    """Answers the days below, and beyond, which the next time lies with a probability each.

    Args:
        mean: Of the earlier times, in days.
        known: How many earlier times there are.
        alpha: The probability on each side.
    """
    average, number = np.asarray(mean, dtype=float), np.asarray(known, dtype=float)
    lower = average * number * ((1 - alpha) ** (-1 / number) - 1)
    upper = average * number * (alpha ** (-1 / number) - 1)
    return lower, upper


def whole_days_limits(mean: ArrayLike, alpha: float) -> tuple[Floats, Floats]:
    """Answers the same for whole days with a known mean: the g-chart.

    Args:
        mean: Days between two events, 0 for two on one day.
        alpha: The probability on each side.

    Returns:
        The largest number of days not exceeded with at most alpha, -1 where even 0 is likelier;
        and the smallest not exceeded with 1 - alpha.
    """
    decline = np.log1p(-1 / (1 + np.asarray(mean, dtype=float)))
    lower = np.floor(np.log1p(-alpha) / decline - 1 + 1e-12)
    upper = np.ceil(np.log(alpha) / decline - 1 - 1e-12)
    return lower, upper
