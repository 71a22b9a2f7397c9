"""EARS C1, C2 and C3: limits from the seven points just before, for comparison.

Hutwagner, Thompson, Seeman, Treadwell (2003); C3 as R's surveillance tells it (tests/golden).
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.special import ndtri

from surveillance.arrays import Floats

POINTS = 7
GAP = 2
ALPHA = 0.001
ALPHA_OF_THREE = 0.025


def ears_limits(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Answers the upper limits C1, C2 and C3 of each count; nan where points before are missing.

    C1 looks at the seven points before, C2 at the seven before the last two. C3 asks how far the
    last two counts lay above what C2 expected of them; its limit moves with the count itself, so
    that it signals one and two points after them.

    Args:
        counts: In order; nan where one is missing.
    """
    mean, spread = _before(counts, 0)
    first = mean + ndtri(1 - ALPHA) * spread
    mean, spread = _before(counts, GAP)
    second = mean + ndtri(1 - ALPHA) * spread
    with np.errstate(divide="ignore", invalid="ignore"):
        above = np.maximum((counts - mean) / spread - 1, 0.0)
    above = np.where(spread == 0, np.where(counts > mean, np.inf, 0.0), above)
    earlier = np.full(counts.shape, np.nan)
    earlier[GAP:] = above[1:-1] + above[:-GAP]
    with np.errstate(invalid="ignore"):
        third = np.maximum(counts + spread * (ndtri(1 - ALPHA_OF_THREE) - earlier), 0.0)
    third = np.where(np.isinf(earlier), 0.0, third)
    return first, second, third


def _before(counts: Floats, gap: int) -> tuple[Floats, Floats]:
    mean = np.full(counts.shape, np.nan)
    spread = np.full(counts.shape, np.nan)
    if counts.size > POINTS + gap:
        seen = sliding_window_view(counts, POINTS)[: counts.size - POINTS - gap]
        mean[POINTS + gap :] = seen.mean(axis=1)
        spread[POINTS + gap :] = seen.std(axis=1, ddof=1)
    return mean, spread
