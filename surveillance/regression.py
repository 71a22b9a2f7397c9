"""Log-linear regression of counts with over-dispersion, for many series at once.

What statsmodels' GLM answers for one series (family Poisson, scale "X2"), in one call for
thousands that share a design: the weighted normal equations of all of them are one product of
matrices. McCullagh and Nelder, Generalized Linear Models (1989), chapters 2 and 6.
"""

from dataclasses import dataclass

import numpy as np

from surveillance.arrays import Floats

STEPS = 50
CLOSE_ENOUGH = 1e-9
# A log of an expected count is kept within these, where a count of zero would lead it to minus
# infinity.
LOWEST, HIGHEST = -25.0, 25.0
# Keeps the equations solvable where a column says nothing about a series.
RIDGE = 1e-12


@dataclass(frozen=True)
class Fits:
    """Regressions of one design on many series.

    Attributes:
        coefficients: A row per series, in the order of the design's columns.
        covariance: Of the coefficients, before it is multiplied by the dispersion.
        fitted: The expected counts, a row per series.
        leverage: Of each point on its own fitted value, 0 to 1.
        dispersion: Pearson's chi-squared per degree of freedom, as estimated (it may be below 1).
        freedom: The degrees of freedom left.
    """

    coefficients: Floats
    covariance: Floats
    fitted: Floats
    leverage: Floats
    dispersion: Floats
    freedom: Floats


def fit_counts(
    counts: Floats, design: Floats, weights: Floats, start: Floats | None = None
) -> Fits:
    """Fits log expected count = design × coefficients by iterated reweighting.

    Args:
        counts: A row per series, a column per point of time; anything where the weight is 0.
        design: A row per point of time, the same for every series.
        weights: Of each count; 0 leaves a point out.
        start: Expected counts to begin with, from a fit that was nearly the same.
    """
    points, terms = design.shape
    used = weights > 0
    counts = np.where(used, counts, 0.0)
    products = (design[:, :, None] * design[:, None, :]).reshape(points, terms * terms)
    fitted = counts + 0.1 if start is None else start.copy()
    linear = np.log(fitted)
    before = np.full(len(counts), np.inf)
    coefficients = np.zeros((len(counts), terms))
    active = np.arange(len(counts))
    for _ in range(STEPS):
        y, mean, eta, prior = counts[active], fitted[active], linear[active], weights[active]
        weight = prior * mean
        normal = _normal(weight, products, terms)
        aim = (weight * (eta + (y - mean) / mean)) @ design
        found = np.linalg.solve(normal, aim[:, :, None])[:, :, 0]
        coefficients[active] = found
        linear[active] = np.clip(found @ design.T, LOWEST, HIGHEST)
        fitted[active] = np.exp(linear[active])
        deviance = _deviance(y, fitted[active], prior)
        still = np.abs(deviance - before[active]) > CLOSE_ENOUGH * (np.abs(deviance) + 0.1)
        before[active] = deviance
        active = active[still]
        if not active.size:
            break
    weight = weights * fitted
    covariance = np.linalg.inv(_normal(weight, products, terms))
    leverage: Floats = weight * (covariance.reshape(-1, terms * terms) @ products.T)
    freedom = np.maximum(used.sum(axis=1) - terms, 1).astype(float)
    pearson = (weights * (counts - fitted) ** 2 / fitted).sum(axis=1)
    return Fits(
        coefficients,
        np.asarray(covariance, dtype=np.float64),
        fitted,
        leverage,
        pearson / freedom,
        freedom,
    )


def _normal(weight: Floats, products: Floats, terms: int) -> Floats:
    found: Floats = (weight @ products).reshape(-1, terms, terms)
    size = np.trace(found, axis1=1, axis2=2)
    steadied: Floats = found + RIDGE * np.eye(terms) * (1 + size)[:, None, None]
    return steadied


def _deviance(counts: Floats, fitted: Floats, weights: Floats) -> Floats:
    positive = np.where(counts > 0, counts, 1.0)
    each = counts * np.log(positive / fitted) - (counts - fitted)
    answer: Floats = 2 * (weights * each).sum(axis=1)
    return answer
