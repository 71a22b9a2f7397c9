"""How likely a target is met by chance or by trend: against scipy, and against simulated years."""

import numpy as np
import pytest
from scipy import stats

from warehouse.planning import chances, trends
from warehouse.planning.trends import Year

SEED = 20261128
# Of so many drawn years the error of a share is below 0.002.
DRAWS = 200_000


@pytest.mark.parametrize(
    ("limit", "events", "share"), [(78, 92, 1.0), (15, 92, 0.2), (0, 3, 1.0), (110, 92, 1.3)]
)
def test_chance_alone_is_negative_binomial(limit: int, events: int, share: float) -> None:
    # Gamma(events + 1/2) mixed over Poisson
    expected = stats.nbinom.cdf(limit, events + 0.5, 1 / (1 + share))
    assert chances.unchanged(limit, events, share) == pytest.approx(expected, rel=1e-9)


def test_chance_alone_is_what_simulated_years_show() -> None:
    draw = np.random.default_rng(SEED)
    risk = draw.gamma(92.5, 1.0, DRAWS)
    simulated = np.mean(draw.poisson(risk) <= 78)
    assert chances.unchanged(78, 92, 1.0) == pytest.approx(simulated, abs=0.004)


def test_over_dispersed_years_meet_a_target_by_chance_more_often() -> None:
    draw = np.random.default_rng(SEED)
    # base and later year with three times a Poisson count's variance
    risk = draw.gamma(92 / 3 + 0.5, 3.0, DRAWS)
    simulated = np.mean(draw.negative_binomial(risk / 2, 1 / 3) <= 78)
    found = chances.unchanged(78, 92, 1.0, dispersion=3.0)
    assert found == pytest.approx(simulated, abs=0.004)
    assert found > chances.unchanged(78, 92, 1.0)


def test_a_dispersion_a_little_above_one_is_nearly_poisson() -> None:
    assert chances.unchanged(78, 92, 1.0, dispersion=1.0001) == pytest.approx(
        chances.unchanged(78, 92, 1.0), abs=1e-4
    )


@pytest.mark.parametrize(("events", "share"), [(92, 1.0), (318, 1.0), (20, 1.2), (450, 0.2)])
def test_the_most_that_is_beyond_chance_is_the_last_the_exact_test_finds(
    events: int, share: float
) -> None:
    most = chances.most_beyond_chance(events, share, 1.0, 0.05)
    assert most is not None

    def p_value(later: int) -> float:
        lower = stats.binom.cdf(later, events + later, share / (1 + share))
        return float(2 * lower)

    assert p_value(most) < 0.05 <= p_value(most + 1)


def test_three_events_fall_to_none_by_chance() -> None:
    # 2 x 0.5^3 = 0.25
    assert chances.most_beyond_chance(3, 1.0, 1.0, 0.05) is None


def test_no_event_in_the_base_leaves_every_count_possible() -> None:
    assert chances.unchanged(0, 0, 1.0, prior=0.0) == 1
    assert chances.unchanged(-1, 92, 1.0) == 0


HISTORY = [
    Year(year, events, 1)
    for year, events in zip(
        range(2016, 2026), (100, 96, 99, 88, 85, 90, 80, 74, 77, 70), strict=True
    )
]


def test_a_trend_has_the_highest_likelihood() -> None:
    found = trends.fitted(HISTORY)
    assert found is not None

    def likelihood(level: float, slope: float) -> float:
        means = np.exp([level + slope * (each.year - found.middle) for each in HISTORY])
        return float(np.sum(stats.poisson.logpmf([each.events for each in HISTORY], means)))

    best = likelihood(found.level, found.slope)
    for step in (-1e-3, 1e-3):
        assert likelihood(found.level + step, found.slope) < best
        assert likelihood(found.level, found.slope + step) < best


def test_a_trend_exactly_on_a_line_is_that_line() -> None:
    # 5 % less each year, per exposure that grows
    years = [Year(2020 + at, 1000 * 0.95**at * (1 + at), 1.0 + at) for at in range(6)]
    found = trends.fitted(years)
    assert found is not None
    assert found.yearly_change == pytest.approx(-0.05, abs=1e-9)
    assert found.dispersion == 1


def test_the_chance_of_a_trend_is_what_simulated_futures_show() -> None:
    found = trends.fitted(HISTORY)
    assert found is not None
    of_level, of_slope, together = found.variances
    draw = np.random.default_rng(SEED)
    lines = draw.multivariate_normal(
        [found.level, found.slope], [[of_level, together], [together, of_slope]], DRAWS
    )
    expected = np.exp(lines[:, 0] + lines[:, 1] * (2030 - found.middle))
    simulated = np.mean(draw.poisson(expected) <= 60)
    assert found.dispersion == 1
    assert found.chance(60, 2030, 1.0) == pytest.approx(simulated, abs=0.005)


def test_of_four_years_or_of_none_with_events_there_is_no_trend() -> None:
    assert trends.fitted(HISTORY[:4]) is None
    assert trends.fitted([Year(2016 + at, 0, 1) for at in range(6)]) is None


def test_years_that_all_but_the_first_counted_nothing_have_no_line() -> None:
    years = [Year(2016, 5, 1), *(Year(2017 + at, 0, 1) for at in range(5))]
    assert trends.fitted(years) is None


@pytest.mark.parametrize("events", [(0, 0, 0, 0, 1, 60), (900, 30, 1, 0, 0, 0), (0, 0, 4, 0, 0, 0)])
def test_a_steep_line_is_found_too(events: tuple[int, ...]) -> None:
    found = trends.fitted([Year(2016 + at, number, 1) for at, number in enumerate(events)])
    assert found is not None
    means = [np.exp(found.level + found.slope * (2016 + at - found.middle)) for at in range(6)]
    # at the highest likelihood totals agree
    assert sum(means) == pytest.approx(sum(events))


def test_what_varies_more_than_a_poisson_count_is_told() -> None:
    years = [Year(2016 + at, events, 1) for at, events in enumerate((40, 90, 50, 110, 60, 100))]
    found = trends.fitted(years)
    assert found is not None
    means = np.exp([found.level + found.slope * (each.year - found.middle) for each in years])
    pearson = sum((each.events - mean) ** 2 / mean for each, mean in zip(years, means, strict=True))
    assert found.dispersion == pytest.approx(pearson / 4)
    assert found.dispersion > 5
