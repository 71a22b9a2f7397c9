"""Whether a quota's chance happens as often as it is stated, by simulation.

Of many invented regions the counts of up to ten years and of some months of the next are drawn, the
chance of exceeding the quota is stated as the warehouse does it (int_year_priors_weighed and
int_rests_expected; tests/golden/test_quotas.py holds the models to the same formula), and the
year is played to its end.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import stats

from benchmarks.report import line

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]

REGIONS: Final = 200_000
SEED: Final = 20_261_128
YEARS: Final = 10
DISCOUNT: Final = 0.6
EVENTS_ASSUMED: Final = 0.25
BETWEEN_YEARS, WITHIN_YEAR = 0.35, 0.2
# Counts a year, from one in ten years to eighty.
LOG_RATES: Final = (math.log(0.1), math.log(80))
# A quota is so many times the mean of the last three years.
TIGHTNESS: Final = (0.8, 0.9, 1.0, 1.1, 1.25)
BANDS: Final = 10


@dataclass(frozen=True)
class World:
    """How regions behave.

    Attributes:
        name: What it is called.
        drift: By how much the logarithm of a rate changes a year, in the mean.
        wander: And the standard deviation of that change.
        deaths: How many deaths an accident has in the mean: above 1 they come in clusters.
    """

    name: str
    drift: float
    wander: float
    deaths: float


WORLDS: Final = (
    World("steady rates", 0.0, 0.0, 1.0),
    World("rates that wander by 15 % a year", 0.0, 0.15, 1.0),
    World("falling by 5 % a year, deaths in clusters", -0.05, 0.15, 1.15),
)


@dataclass(frozen=True)
class Calibration:
    """What was stated and what happened, in one world.

    Attributes:
        world: The world.
        cases: How many quotas were open, by band of the stated chance.
        stated: The mean chance stated, by band.
        happened: The part that was exceeded, by band.
        scores: The Brier score by rule.
    """

    world: World
    cases: Numbers
    stated: Numbers
    happened: Numbers
    scores: dict[str, float]


@dataclass(frozen=True)
class Calibrations:
    """The calibration in several worlds."""

    measured: tuple[Calibration, ...]

    def as_markdown(self) -> str:
        """Answers a table of stated against happened, and the scores."""
        heads = [f"{each.world.name}: stated → happened (cases)" for each in self.measured]
        rows = [
            (
                f"{100 * band // BANDS} to {100 * (band + 1) // BANDS} %",
                *(
                    f"{each.stated[band]:.0%} → {each.happened[band]:.0%} ({each.cases[band]:,.0f})"
                    for each in self.measured
                ),
            )
            for band in range(BANDS)
        ]
        scores = [
            (rule, *(f"{each.scores[rule]:.4f}" for each in self.measured))
            for rule in self.measured[0].scores
        ]
        table = [("stated chance", *heads), ("---", *["---:"] * len(heads)), *rows]
        below = [("Brier score", *(each.world.name for each in self.measured)), table[1], *scores]
        return "\n\n".join(
            (
                "### Calibration of quotas",
                "\n".join(line(cells) for cells in table),
                "\n".join(line(cells) for cells in below),
            )
        )


def measure(worlds: tuple[World, ...] = WORLDS, regions: int = REGIONS) -> Calibrations:
    """Plays every world.

    Args:
        worlds: The worlds.
        regions: How many regions each has.
    """
    return Calibrations(
        tuple(_played(world, regions, np.random.default_rng(SEED)) for world in worlds)
    )


def chance(
    quota: Numbers, used: Numbers, share: Numbers, years: Numbers, events: Numbers
) -> Numbers:
    """Answers the chance that a quota is exceeded.

    Args:
        quota: The quotas.
        used: What has been counted of the year.
        share: The share of the year gone by, below 1.
        years: How many earlier years count, discounted.
        events: What they counted, discounted alike.
    """
    tail = stats.nbinom.sf(quota - used, *rests(used, share, years, events))
    return np.asarray(np.where(used > quota, 1.0, tail))


def rests(
    used: Numbers, share: Numbers, years: Numbers, events: Numbers
) -> tuple[Numbers, Numbers]:
    """Answers size and success probability of the negative binomial rest of a year.

    Args:
        used: What has been counted of the year.
        share: The share of the year gone by, below 1.
        years: How many earlier years count, discounted.
        events: What they counted, discounted alike.
    """
    earlier, now = 1 + BETWEEN_YEARS**2 * events, 1 + WITHIN_YEAR**2 * used
    size = events / earlier + used / now + EVENTS_ASSUMED
    known = years / earlier + share / now
    return size, known / (known + 1 - share)


def _played(world: World, regions: int, luck: np.random.Generator) -> Calibration:
    steps = luck.normal(world.drift, world.wander, (regions, YEARS + 1))
    rates = np.exp(luck.uniform(*LOG_RATES, (regions, 1)) + steps.cumsum(axis=1))
    past = _counts(rates[:, :YEARS], world, luck)
    known = luck.integers(0, YEARS + 1, regions)
    share = luck.integers(1, 12, regions) / 12
    used = _counts(rates[:, YEARS] * share, world, luck)
    rest = _counts(rates[:, YEARS] * (1 - share), world, luck)
    quota = np.round(past[:, -3:].mean(axis=1) * luck.choice(TIGHTNESS, regions))
    ages = np.arange(YEARS, 0, -1)
    weights = np.where(ages <= known[:, None], DISCOUNT**ages, 0.0)
    is_open = used <= quota
    exceeded = used + rest > quota
    rules = {
        "with earlier years": chance(
            quota, used, share, weights.sum(axis=1), (weights * past).sum(axis=1)
        ),
        "this year alone": chance(quota, used, share, np.zeros(regions), np.zeros(regions)),
        "straight on to December, yes or no": (used / share > quota).astype(float),
        "always what happens in the mean": np.full(regions, exceeded[is_open].mean()),
    }
    return _told(world, {rule: each[is_open] for rule, each in rules.items()}, exceeded[is_open])


def _counts(means: Numbers, world: World, luck: np.random.Generator) -> Numbers:
    """Answers counts: of accidents, or of deaths that come one or more an accident."""
    accidents = luck.poisson(means / world.deaths)
    if world.deaths == 1:
        return accidents.astype(float)
    more = luck.negative_binomial(np.maximum(accidents, 1), 1 / world.deaths)
    return np.asarray(accidents + np.where(accidents > 0, more, 0), dtype=float)


def _told(world: World, rules: dict[str, Numbers], exceeded: Flags) -> Calibration:
    stated = next(iter(rules.values()))
    bands = np.minimum((stated * BANDS).astype(int), BANDS - 1)
    cases = np.bincount(bands, minlength=BANDS).astype(float)
    return Calibration(
        world,
        cases,
        np.bincount(bands, stated, BANDS) / np.maximum(cases, 1),
        np.bincount(bands, exceeded, BANDS) / np.maximum(cases, 1),
        {rule: float(np.mean((each - exceeded) ** 2)) for rule, each in rules.items()},
    )
