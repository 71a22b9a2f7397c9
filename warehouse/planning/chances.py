"""How likely a year has at most so many events, when what it is expected to have is uncertain.

The models and their sources stand in docs/setting-targets.md. Imported only by who asks, because
scipy takes a while to load.
"""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special

from surveillance.thresholds import cumulative

# So many equally likely expectations stand for the whole of an uncertain one.
STEPS: Final = 2_000
MIDDLES: Final = (np.arange(STEPS) + 0.5) / STEPS
# What Jeffreys' prior adds to a count of which nothing was known before.
JEFFREYS: Final = 0.5

Expected: TypeAlias = NDArray[np.floating[Any]]


def at_most(limit: int, expected: Expected, dispersion: float) -> float:
    """Answers the chance of at most so many events, over equally likely expectations.

    Args:
        limit: Number of events.
        expected: Expectations, each as likely as the other.
        dispersion: Variance over mean of a year's count; 1 is Poisson, above it is negative
            binomial with that variance.
    """
    return float(np.mean(cumulative(limit, expected, dispersion)))


def unchanged(
    limit: int, events: float, share: float, dispersion: float = 1.0, prior: float = JEFFREYS
) -> float:
    """Answers the chance of at most so many events if the risk stays what the base showed.

    The base's count is random too: given it, its expectation is gamma distributed (Jeffreys'
    prior), so that a Poisson count to come is negative binomial.

    Args:
        limit: Number of events in the later year.
        events: Events counted in the base.
        share: What the later year has of the base's exposure: 0.2 for one year against five, 1.1
            where what is below the line grew by 10 %.
        dispersion: Variance over mean of a year's count, 1 or more.
        prior: What is added to the base's count; 0 makes of it the exact test of two counts.

    >>> round(unchanged(78, 92, 1), 3)
    0.151
    """
    if limit < 0:
        return 0.0
    shape = events / dispersion + prior
    if shape <= 0:
        return 1.0
    if dispersion <= 1:
        return float(special.betainc(shape, limit + 1, 1 / (1 + share)))
    expected: Expected = special.gammaincinv(shape, MIDDLES) * dispersion * share
    return at_most(limit, expected, dispersion)


def most_beyond_chance(events: float, share: float, dispersion: float, level: float) -> int | None:
    """Answers the largest count that is lower than the base beyond chance; None if none is.

    The two-sided test of two counts by which the warehouse judges a change, given their sum
    (domain rules, section 4); with over-dispersion the same by its counts' larger variance.

    Args:
        events: Events counted in the base.
        share: What the later year has of the base's exposure.
        dispersion: Variance over mean of a year's count, 1 or more.
        level: Level of the test, 0.05.
    """
    low, high = -1, int(events * share) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if 2 * unchanged(middle, events, share, dispersion, prior=0.0) < level:
            low = middle
        else:
            high = middle
    return low if low >= 0 else None
