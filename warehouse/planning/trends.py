"""The trend of the years gone by: a log-linear Poisson regression, and what it expects later."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from warehouse.planning.chances import MIDDLES, Expected, at_most

# Of fewer years nothing can be said.
FEWEST_YEARS: Final = 5
ROUNDS: Final = 200
NEAR: Final = 1e-10


@dataclass(frozen=True)
class Year:
    """What one year counted.

    Attributes:
        year: The year.
        events: What was counted.
        exposure: What it is divided by; 1 where it is a count.
    """

    year: int
    events: float
    exposure: float


@dataclass(frozen=True)
class Trend:
    """A fitted line: the logarithm of events per exposure is level + slope x (year - middle).

    Attributes:
        years: The years it rests on.
        middle: Their mean.
        level: The line's height there.
        slope: Its change a year.
        variances: Of level and slope, and their covariance, dispersion included.
        dispersion: Pearson's chi-squared over its degrees of freedom; 1 where that is smaller.
    """

    years: tuple[int, ...]
    middle: float
    level: float
    slope: float
    variances: tuple[float, float, float]
    dispersion: float

    @property
    def yearly_change(self) -> float:
        """Answers the change a year as a share: -0.03 for a fall of 3 %."""
        return float(np.expm1(self.slope))

    @property
    def yearly_interval(self) -> tuple[float, float]:
        """Answers the 95 % interval of the change a year."""
        reach = self._quantile(np.array([0.975])) * np.sqrt(self.variances[1])
        return (
            float(np.expm1(self.slope - reach[0])),
            float(np.expm1(self.slope + reach[0])),
        )

    def expected(self, year: int, exposure: float) -> Expected:
        """Answers equally likely expectations of a year's events, its parameters uncertain."""
        ahead = year - self.middle
        of_level, of_slope, together = self.variances
        spread = np.sqrt(of_level + ahead**2 * of_slope + 2 * ahead * together)
        line = self.level + ahead * self.slope
        # beyond what a computer's number holds nothing more unlikely is told
        raised = np.minimum(line + spread * self._quantile(MIDDLES), 700.0)
        answered: Expected = np.exp(raised) * exposure
        return answered

    def chance(self, limit: int, year: int, exposure: float) -> float:
        """Answers the chance of at most so many events in a year if the trend goes on."""
        return at_most(limit, self.expected(year, exposure), self.dispersion)

    def _quantile(self, share: Expected) -> Expected:
        # A dispersion that was estimated makes of the normal distribution Student's.
        answered: Expected = (
            special.ndtri(share)
            if self.dispersion <= 1
            else special.stdtrit(len(self.years) - 2, share)
        )
        return answered


def fitted(history: Sequence[Year]) -> Trend | None:
    """Answers the trend of comparable years; None where they are too few or counted nothing.

    Iteratively reweighted least squares of a Poisson regression with log link, the logarithm of
    the exposure as offset (McCullagh and Nelder, Generalized Linear Models, chapters 2 and 6).

    Args:
        history: The years, each once.
    """
    counted = [each.year for each in history if each.events]
    if len(history) < FEWEST_YEARS or not counted:
        return None
    ends = (min(each.year for each in history), max(each.year for each in history))
    if len(counted) == 1 and counted[0] in ends:
        return None  # the steeper the line the likelier, without end
    years = np.array([each.year for each in history], dtype=float)
    events = np.array([each.events for each in history], dtype=float)
    exposures = np.array([each.exposure for each in history], dtype=float)
    middle = float(years.mean())
    design = np.column_stack([np.ones(len(years)), years - middle])
    parameters = np.array([np.log(events.sum() / exposures.sum()), 0.0])
    for _ in range(ROUNDS):
        means = exposures * np.exp(design @ parameters)
        information = design.T @ (means[:, None] * design)
        step = np.linalg.solve(information, design.T @ (events - means))
        # a long step from a flat line would go past what numbers hold
        parameters += step / max(1.0, np.abs(step).max())
        if np.abs(step).max() < NEAR:
            break
    else:
        return None
    means = exposures * np.exp(design @ parameters)
    pearson = float(((events - means) ** 2 / means).sum())
    dispersion = max(1.0, pearson / (len(years) - 2))
    covariance = np.linalg.inv(design.T @ (means[:, None] * design)) * dispersion
    return Trend(
        years=tuple(each.year for each in history),
        middle=middle,
        level=float(parameters[0]),
        slope=float(parameters[1]),
        variances=(
            float(covariance[0, 0]),
            float(covariance[1, 1]),
            float(covariance[0, 1]),
        ),
        dispersion=dispersion,
    )
