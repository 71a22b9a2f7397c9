"""What a target that is being set would mean, year by year, and how likely it is met by itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from warehouse.planning import chances
from warehouse.planning.trends import Trend, Year, fitted

LEVEL: Final = 0.05
# Fewer events than this in the base or the limit: what is said of chance says little.
FEW_EVENTS: Final = 10
# 78.2 deaths at most are 78; 78 worked out as 77.9999999 are 78 too.
ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Base:
    """What the target is compared with: one year, or the mean of several.

    Attributes:
        years: The years, in order.
        multiplier: Of the indicator: 100,000 for a rate per 100,000, 1 for a count.
        is_rate: Whether something is divided by; a count's exposure is 1 a year.
    """

    years: tuple[Year, ...]
    multiplier: float
    is_rate: bool

    @property
    def last(self) -> int:
        """Answers the base's last year, from which the path begins."""
        return self.years[-1].year

    @property
    def events(self) -> float:
        """Answers all its events."""
        return sum(each.events for each in self.years)

    @property
    def exposure(self) -> float:
        """Answers all its exposure."""
        return sum(each.exposure for each in self.years)

    @property
    def value(self) -> float:
        """Answers its value in the indicator's unit."""
        return self.events / self.exposure * self.multiplier


@dataclass(frozen=True)
class Asked:
    """What is to be reached.

    Attributes:
        end_year: The year.
        reduction: Share by which the value is to fall, 0.15; None where a value is asked.
        value: The value to reach; None where a reduction is asked.
        growth: Assumed growth a year of what a rate is divided by, as a share; 0 for a count.
    """

    end_year: int
    reduction: float | None = None
    value: float | None = None
    growth: float = 0.0


@dataclass(frozen=True)
class Step:
    """One year of the way.

    Attributes:
        year: The year.
        value: On the geometric path from base to target.
        events: At most so many.
        exposure: What a rate is divided by, 1 for a count.
        trend: Events that the trend expects, lower and upper end of where a year's expectation
            lies with 95 %; None without a trend.
    """

    year: int
    value: float
    events: int
    exposure: float
    trend: tuple[float, float, float] | None


@dataclass(frozen=True)
class Prospect:
    """What a target means.

    Attributes:
        limit: The value to reach.
        reduction: Share by which that is below the base's value.
        allowed: Events at most in the end year.
        before: Events a year in the base.
        yearly_change: Needed change of the value a year, as a share.
        yearly_change_of_events: The same of the events; None from a base without any.
        by_growth: Share by which a rate falls if the events stay as many; None for a count.
        by_chance: Chance that it is met if the risk does not change at all.
        by_growth_and_chance: Chance if the events expected stay as many; None for a count.
        by_trend: Chance if the trend of the years before goes on; None where it says nothing.
        beyond_chance: Most events that would be a fall beyond chance, and the share by which the
            value then falls; None where even none at all would not be.
        steps: The years from the first after the base to the last.
        trend: The trend.
        dispersion: Variance over mean of a year's count that was reckoned with.
    """

    limit: float
    reduction: float
    allowed: int
    before: float
    yearly_change: float
    yearly_change_of_events: float | None
    by_growth: float | None
    by_chance: float
    by_growth_and_chance: float | None
    by_trend: float | None
    beyond_chance: tuple[int, float] | None
    steps: tuple[Step, ...]
    trend: Trend | None
    dispersion: float

    @property
    def is_few(self) -> bool:
        """Answers whether so few events are meant that chance hides nearly everything."""
        return min(self.before, float(self.allowed)) < FEW_EVENTS


def prospect(base: Base, history: Sequence[Year], asked: Asked) -> Prospect:
    """Answers what a target means.

    Args:
        base: What it is compared with, of one unbroken series with a value above zero.
        history: The years comparable with the base, the base's among them.
        asked: What is to be reached, in a year after the base.

    Raises:
        ValueError: The base has no events, or the end is not after it.
    """
    if not base.events or asked.end_year <= base.last:
        raise ValueError("no_events_or_no_time")
    ahead = asked.end_year - base.last
    exposure = _grown(base, asked, ahead)
    limit = asked.value if asked.value is not None else base.value * (1 - (asked.reduction or 0.0))
    share = exposure / base.exposure
    allowed = _events(limit, exposure, base)
    before = base.events / len(base.years)
    trend = fitted(history)
    dispersion = trend.dispersion if trend else 1.0
    constant = 1 / len(base.years)
    beyond = chances.most_beyond_chance(base.events, share, dispersion, LEVEL)
    return Prospect(
        limit=limit,
        reduction=1 - limit / base.value,
        allowed=allowed,
        before=before,
        yearly_change=(limit / base.value) ** (1 / ahead) - 1 if limit > 0 else -1.0,
        yearly_change_of_events=(
            (limit * exposure / base.multiplier / before) ** (1 / ahead) - 1 if limit > 0 else -1.0
        ),
        by_growth=1 - constant / share if base.is_rate else None,
        by_chance=chances.unchanged(allowed, base.events, share, dispersion),
        by_growth_and_chance=(
            chances.unchanged(allowed, base.events, constant, dispersion) if base.is_rate else None
        ),
        by_trend=trend.chance(allowed, asked.end_year, exposure) if trend else None,
        beyond_chance=(
            None
            if beyond is None
            else (beyond, 1 - beyond / exposure * base.multiplier / base.value)
        ),
        steps=tuple(
            _step(base, asked, trend, limit, each)
            for each in range(base.last + 1, asked.end_year + 1)
        ),
        trend=trend,
        dispersion=dispersion,
    )


def past_growth(history: Sequence[Year]) -> float | None:
    """Answers the mean growth a year of what is below the line; None where it is not known.

    Args:
        history: Comparable years of a rate, in order.
    """
    if len(history) < 2:  # noqa: PLR2004 - a growth is of two years
        return None
    first, last = history[0], history[-1]
    return float((last.exposure / first.exposure) ** (1 / (last.year - first.year)) - 1)


def _grown(base: Base, asked: Asked, ahead: int) -> float:
    last = base.years[-1].exposure
    return float(last * (1 + asked.growth) ** ahead) if base.is_rate else 1.0


def _events(value: float, exposure: float, base: Base) -> int:
    return math.floor(value * exposure / base.multiplier + ROUNDING)


def _step(base: Base, asked: Asked, trend: Trend | None, limit: float, year: int) -> Step:
    ahead = year - base.last
    whole = asked.end_year - base.last
    value = base.value * (limit / base.value) ** (ahead / whole)
    exposure = _grown(base, asked, ahead)
    expected = None
    if trend:
        likely = trend.expected(year, exposure)
        at = len(likely)
        expected = (
            float((likely[at // 2 - 1] + likely[at // 2]) / 2),
            float(likely[round(at * LEVEL / 2)]),
            float(likely[round(at * (1 - LEVEL / 2)) - 1]),
        )
    return Step(year, value, _events(value, exposure, base), exposure, expected)
