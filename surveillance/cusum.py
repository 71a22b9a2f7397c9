"""Cumulative sums: what rises a little for long is found, where no single count stands out.

Lucas (1985), "Counted data CUSUMs": what exceeds a reference value between the expected and the
feared mean is added up from zero; run lengths by a Markov chain (Brook and Evans 1972).
"""

from functools import cache

import numpy as np
from scipy.special import pdtr

from surveillance.arrays import Flags, Floats

STATES = 150
# Means for which limits are designed are this far apart, as a ratio.
BETWEEN_MEANS = 1.05
FINEST = 0.1
LIKELY = 12.0


def reference_value(expected: float, feared: float) -> float:
    """Answers the value that is taken off each count: best for telling the two means apart.

    Args:
        expected: Mean of a count while all is as usual.
        feared: Mean to be found soon.
    """
    return float((feared - expected) / np.log(feared / expected))


def run_length(
    mean: float, reference: float, limit: float, step: float = FINEST, head_start: float = 0.0
) -> float:
    """Answers after how many Poisson counts, on average, their cumulative sum reaches a limit.

    Exact where reference, limit and head start are multiples of the step.

    Args:
        mean: Of the counts.
        reference: What is taken off each count.
        limit: The sum that signals.
        step: Between the sums that are told apart.
        head_start: The sum at the beginning.
    """
    states = max(1, round(limit / step))
    ways: Floats = np.arange(-states, states, dtype=np.float64) * step
    upto = _upto(reference + ways + step / 2, mean)
    below = _upto(reference + ways - step / 2, mean)
    change = np.arange(states)[None, :] - np.arange(states)[:, None] + states
    moves = (upto - below)[change]
    moves[:, 0] = upto[change[:, 0]]
    lengths = np.linalg.solve(np.eye(states) - moves, np.ones(states))
    return float(lengths[min(round(head_start / step), states - 1)])


def designed_limit(mean: float, ratio: float, wanted: float) -> tuple[float, float]:
    """Answers reference value and limit of a sum that signals falsely once in so many counts.

    Args:
        mean: Expected count.
        ratio: Of the feared mean to the expected one.
        wanted: Mean number of counts between two signals while all is as usual, at least.
    """
    rounded = BETWEEN_MEANS ** round(np.log(mean) / np.log(BETWEEN_MEANS))
    reference, limit = _designed(float(rounded), ratio, wanted)
    return reference * mean / rounded, limit * mean / rounded


def sums(counts: Floats, expected: Floats, ratio: float, limits: Floats) -> tuple[Floats, Flags]:
    """Answers the sum after each count, and whether it has reached its limit.

    A sum begins again after a signal; where a count or what is expected is missing it waits.

    Args:
        counts: In order.
        expected: Of each count.
        ratio: Of the feared mean to the expected one.
        limits: The sum that signals, for each count.
    """
    taken_off = expected * (ratio - 1) / np.log(ratio)
    found = np.full(counts.shape, np.nan)
    signals = np.zeros(counts.shape, dtype=bool)
    total = 0.0
    for at in np.flatnonzero(~np.isnan(counts) & ~np.isnan(expected)):
        total = max(0.0, total + counts[at] - taken_off[at])
        found[at] = total
        if total >= limits[at]:
            signals[at], total = True, 0.0
    return found, signals


def standardised_needs(
    counts: Floats, mean: float, reference: float, limit: float
) -> tuple[Floats, Flags]:
    """Answers the smallest count that would signal, and whether each does.

    The sum is of (count - mean) / √mean, as a CUSUM of normal values has it; it goes on after a
    signal.

    Args:
        counts: In order.
        mean: Expected count, the same for all.
        reference: What is taken off each standardised count.
        limit: The sum that signals.
    """
    needed = np.empty(counts.shape)
    signals = np.zeros(counts.shape, dtype=bool)
    total = 0.0
    for at, count in enumerate(counts):
        needed[at] = max(0.0, np.ceil(mean + np.sqrt(mean) * (limit + reference - total) - 1e-9))
        total = max(0.0, total + (count - mean) / np.sqrt(mean) - reference)
        signals[at] = total >= limit
    return needed, signals


@cache
def _designed(mean: float, ratio: float, wanted: float) -> tuple[float, float]:
    exact = reference_value(mean, ratio * mean)
    # Coarser for large counts, so that the chain stays short.
    coarse = max(FINEST, LIKELY * np.sqrt(mean) / STATES)
    step = exact / max(1, round(exact / coarse))
    states = 1
    while run_length(mean, exact, states * step, step) < wanted:
        states *= 2
    low = states // 2
    while states - low > 1:
        middle = (low + states) // 2
        if run_length(mean, exact, middle * step, step) < wanted:
            low = middle
        else:
            states = middle
    return exact, float(states * step)


def _upto(counts: Floats, mean: float) -> Floats:
    floors = np.floor(counts + 1e-9)
    return np.where(floors < 0, 0.0, pdtr(np.maximum(floors, 0), mean))
