"""What a count to come may be, and how well that was said once it is known.

A prediction is a mean and a ratio, variance over mean: negative binomial, Poisson where the ratio
is 1. Its scores are proper: nobody does better on average than by saying what they believe
(Gneiting and Raftery, Journal of the American Statistical Association 102 (2007), 359-378).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaincc, gammaln, xlogy

from surveillance.arrays import Flags, Floats
from surveillance.thresholds import cumulative, quantile_limits

# Up to this standard deviation a score is added up count by count, above it that of the gamma
# distribution with the same mean and variance is near enough.
WIDEST = 12.0
# So far beyond its mean, in standard deviations, a count by count sum ends.
REACH = 12.0


@dataclass(frozen=True)
class Predictions:
    """Counts to come.

    Attributes:
        mean: What is expected.
        ratio: Variance divided by mean, at least 1.
    """

    mean: Floats
    ratio: Floats

    def at_most(self, counts: ArrayLike) -> Floats:
        """Answers how likely there are at most so many."""
        return cumulative(counts, self.mean, self.ratio)

    def quantiles(self, share: float) -> Floats:
        """Answers the smallest counts that are not exceeded with a probability of a share."""
        return quantile_limits(self.mean, self.ratio, share)


def log_scores(predicted: Predictions, counts: ArrayLike) -> Floats:
    """Answers minus the logarithm of what was said of the count that came; less is better."""
    y = np.asarray(counts, dtype=float)
    mean = np.maximum(predicted.mean, 1e-300)
    poisson = mean - xlogy(y, mean) + gammaln(y + 1)
    wide = np.maximum(predicted.ratio, 1 + 1e-9)
    size = mean / (wide - 1)
    # y log(1 - p) + size log p, with p = 1 / ratio
    negative_binomial = (
        -gammaln(y + size)
        + gammaln(size)
        + gammaln(y + 1)
        + size * np.log(wide)
        - y * np.log1p(-1 / wide)
    )
    answer: Floats = np.where(predicted.ratio < 1 + 1e-6, poisson, negative_binomial)
    return answer


def ranked_scores(predicted: Predictions, counts: ArrayLike) -> Floats:
    """Answers the continuous ranked probability score: a distance in counts; less is better.

    Of a prediction without spread it is the plain error. The sum over all counts of the square of
    the distance between what was said of "at most so many" and what came of it; for wide
    distributions the integral for a gamma distribution (Scheuerer and Möller, Annals of Applied
    Statistics 9 (2015), 1328-1349, equation 4).
    """
    y = np.asarray(counts, dtype=float)
    found: Floats = np.empty(y.shape)
    is_wide = np.sqrt(predicted.mean * predicted.ratio) > WIDEST
    for rows, score in ((is_wide, _gamma_scores), (~is_wide, _summed_scores)):
        if rows.any():
            found[rows] = score(predicted.mean[rows], predicted.ratio[rows], y[rows])
    return found


def is_between(predicted: Predictions, counts: ArrayLike, share: float) -> Flags:
    """Answers whether a count lies within the central interval of a share, both ends included."""
    y, outside = np.asarray(counts, dtype=float), (1 - share) / 2
    answer: Flags = (predicted.at_most(y) >= outside) & (predicted.at_most(y - 1) < 1 - outside)
    return answer


def _gamma_scores(mean: Floats, ratio: Floats, y: Floats) -> Floats:
    shape, scale = mean / ratio, ratio
    below = 1 - gammaincc(shape, y / scale)
    below_next = 1 - gammaincc(shape + 1, y / scale)
    beta = np.exp(betaln(0.5, shape))
    answer: Floats = y * (2 * below - 1) - shape * scale * (2 * below_next - 1) - scale / beta
    return answer


def _summed_scores(mean: Floats, ratio: Floats, y: Floats) -> Floats:
    """Adds up count by count; each probability is the one before times a simple factor."""
    last = int(np.ceil(np.max(np.maximum(mean + REACH * np.sqrt(mean * ratio) + 20, y + 1))))
    beyond = ratio - 1
    # log1p(x) / x is 1 where x is 0: Poisson
    factor = np.log1p(beyond) / np.where(beyond > 0, beyond, 1.0)
    probability = np.exp(-mean * np.where(beyond > 0, factor, 1.0))
    said, score = probability.copy(), np.zeros(len(mean))
    for count in range(last + 1):
        score += (said - (y <= count)) ** 2
        probability *= (mean + count * beyond) / ratio / (count + 1)
        said += probability
    return score
