"""Predictions, their scores and the methods, against scipy, statsmodels and sums by hand."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from surveillance.columns import FORECASTS, SCORES
from surveillance.forecast_tables import forecasts_table, scores_table
from surveillance.forecasting import ALL_SERIES, OWN, UNTESTED, Series, back_tests, futures
from surveillance.methods import (
    DAMPED,
    DRIFT,
    LAST_YEAR,
    MEAN_OF_FIVE,
    METHODS,
    NAIVE,
    TREND,
    Known,
    Training,
)
from surveillance.predictions import Predictions, is_between, log_scores, ranked_scores

COUNTS = [92.0, 88, 95, 80, 77, 81, 70, 66]
EXPOSURES = [10.0, 10.5, 11, 11.8, 12.1, 12.9, 13.5, 14.2]


def one(mean: float, ratio: float) -> Predictions:
    return Predictions(np.array([mean]), np.array([ratio]))


def negative_binomial(mean: float, ratio: float) -> tuple[float, float]:
    """Answers scipy's parameters: size and success probability."""
    return mean / (ratio - 1), 1 / ratio


@settings(max_examples=60, deadline=None)
@given(st.floats(0.05, 400), st.floats(1.001, 30), st.integers(0, 600))
def test_a_logarithmic_score_is_scipys(mean: float, ratio: float, count: int) -> None:
    said = stats.nbinom.logpmf(count, *negative_binomial(mean, ratio))
    assert log_scores(one(mean, ratio), [count])[0] == pytest.approx(-said, rel=1e-6)


def test_a_ranked_score_is_the_sum_by_hand() -> None:
    # Poisson of mean 1, and one came. At most none: 0.36788, at most one: 0.73576, two: 0.91970,
    # three: 0.98101, four: 0.99634. 0.36788^2 + 0.26424^2 + 0.08030^2 + 0.01899^2 + 0.00366^2.
    squares = [math.exp(-1), 0.264241, 0.080301, 0.018988, 0.003660, 0.000594]
    assert ranked_scores(one(1, 1), [1])[0] == pytest.approx(
        sum(each**2 for each in squares), abs=1e-6
    )


@settings(max_examples=40, deadline=None)
@given(st.floats(0.05, 100), st.floats(1.01, 1.4), st.integers(0, 200))
def test_a_ranked_score_is_the_distance_between_what_was_said_and_came(
    mean: float, ratio: float, count: int
) -> None:
    at = np.arange(1500)
    said = stats.nbinom.cdf(at, *negative_binomial(mean, ratio))
    found = ranked_scores(one(mean, ratio), [count])[0]
    assert found == pytest.approx(((said - (count <= at)) ** 2).sum(), abs=1e-8)


@pytest.mark.parametrize(
    ("mean", "ratio", "count"), [(5e2, 4, 520), (6e4, 900, 52_000), (90, 8, 0)]
)
def test_the_ranked_score_of_a_wide_prediction_is_that_of_a_gamma_distribution(
    mean: float, ratio: float, count: float
) -> None:
    gamma = stats.gamma(mean / ratio, scale=ratio)
    below, _ = integrate.quad(lambda x: gamma.cdf(x) ** 2, 0, count)
    beyond, _ = integrate.quad(lambda x: gamma.sf(x) ** 2, count, gamma.ppf(1 - 1e-12) + count)
    found = ranked_scores(one(mean, ratio), [count])[0]
    assert found == pytest.approx(below + beyond, rel=1e-5)
    at = np.arange(int(mean + 30 * math.sqrt(mean * ratio) + count))
    said = stats.nbinom.cdf(at, *negative_binomial(mean, ratio))
    assert found == pytest.approx(((said - (count <= at)) ** 2).sum(), rel=0.02)


def test_an_interval_holds_what_lies_between_scipys_quantiles() -> None:
    low, high = (stats.nbinom.ppf(share, *negative_binomial(20, 2)) for share in (0.1, 0.9))
    counts = np.arange(60)
    many = Predictions(np.full(60, 20.0), np.full(60, 2.0))
    assert list(is_between(many, counts, 0.8)) == list((low <= counts) & (counts <= high))


def known(counts: list[float], exposures: list[float]) -> Known:
    return Known(Training(np.array([counts]), np.array([exposures])))


def test_a_trend_of_rates_is_that_of_statsmodels() -> None:
    """GLM(counts, design, Poisson(), exposure=exposures).fit(scale="X2") of statsmodels 0.15.0."""
    fits = known(COUNTS, EXPOSURES).fits
    assert fits.coefficients[0] == pytest.approx([1.57307541, -0.09682812], abs=1e-7)
    assert fits.covariance[0] == pytest.approx(
        np.array([[0.00568727, 0.00110742], [0.00110742, 0.00029577]]), abs=1e-7
    )
    assert fits.dispersion[0] == pytest.approx(0.3011328724709423, abs=1e-7)


def test_what_each_method_tells_by_hand() -> None:
    years = known(COUNTS, EXPOSURES)
    told = {code: tell(years, np.array([2.0])).rate[0] for code, tell in METHODS.items()}
    assert told[LAST_YEAR] == pytest.approx(66.5 / 14.2)
    # 80 + 77 + 81 + 70 + 66 = 374 and a half, over 11.8 + 12.1 + 12.9 + 13.5 + 14.2 = 64.5
    assert told[MEAN_OF_FIVE] == pytest.approx(374.5 / 64.5)
    # from 9.25 to 4.6831 in seven years, two more
    assert told[DRIFT] == pytest.approx(66.5 / 14.2 * (66.5 / 14.2 / 9.25) ** (2 / 7))
    assert told[TREND] == pytest.approx(math.exp(1.57307541 - 2 * 0.09682812))
    # 0.8 + 0.64 of the slope
    assert told[DAMPED] == pytest.approx(66.5 / 14.2 * math.exp(-1.44 * 0.09682812))


def test_a_rate_that_never_wanders_wanders_by_what_others_do() -> None:
    # Seven steps of no change, whose chance is 2 / 1000.5 each: less than nothing beyond chance.
    # Weights 1, 0.8 … 0.8^6 sum to 3.9514. (0.02 - 3.9514 x 0.001999) / 5.9514 = 0.002033.
    years = known([1000.0] * 8, [1.0] * 8)
    assert years.wander(np.zeros(1))[0] == pytest.approx(0.002033, abs=1e-6)


def series(counts: Sequence[float], first: int = 2010) -> Series:
    return Series(
        range(first, first + len(counts)), np.array(counts, dtype=float), np.ones(len(counts))
    )


def test_a_steep_fall_is_told_by_its_trend_and_a_level_by_what_is_naive() -> None:
    fall = [round(800 * 0.8**year) for year in range(12)]
    level = [40, 43, 37, 41, 39, 44, 36, 42, 38, 40, 41, 39]
    tested = back_tests([series(fall), series(level)])
    chosen = [next(each for each in methods if each.is_chosen) for methods in tested]
    assert chosen[0].method in {DRIFT, TREND}
    assert chosen[1].method in NAIVE
    # origins after 5 to 11 of 12 years, one to three years ahead: 7 + 6 + 5
    assert {each.tests for methods in tested for each in methods} == {18}
    assert {each.chosen_by for methods in tested for each in methods} == {OWN}


def test_a_series_with_few_tests_follows_all_and_without_any_nothing_was_tested() -> None:
    short, lengthy = series([5, 6, 4, 7, 5, 6]), series([40, 43, 37, 41, 39, 44, 36, 42, 38, 40])
    tested = back_tests([short, lengthy])
    best = min(
        range(len(METHODS)),
        key=lambda at: (
            tested[0][at].logarithmic * tested[0][at].tests
            + tested[1][at].logarithmic * tested[1][at].tests
        ),
    )
    assert tested[0][best].is_chosen
    assert {each.chosen_by for each in tested[0]} == {ALL_SERIES}
    (alone,) = back_tests([series([5, 6, 4, 7, 5])])
    assert [each.method for each in alone if each.is_chosen] == [LAST_YEAR]
    assert {each.chosen_by for each in alone} == {UNTESTED}


def test_no_year_after_an_origin_tells_what_comes() -> None:
    # Five years tell the sixth by the same prediction, whatever the seventh was: a year ahead of
    # the first origin is the one trial of a series of six, and the first of three of seven.
    six = [40, 43, 37, 41, 39, 44]
    (alone,) = back_tests([series(six)])
    (longer,) = back_tests([series([*six, 44])])
    (told,) = futures([series(six[:5])], [LAST_YEAR], [2015])
    said = negative_binomial(told[0].mean, told[0].ratio)
    assert alone[0].logarithmic == pytest.approx(-stats.nbinom.logpmf(44, *said))
    assert [each.tests for each in (alone[0], longer[0])] == [1, 3]


def test_a_far_year_is_less_certain_and_a_rate_is_carried_on_with_what_divides_it() -> None:
    rate = Series(range(2013, 2021), np.array(COUNTS), np.array(EXPOSURES) * 1e8)
    (told,) = futures([rate], [LAST_YEAR], [2023])
    assert [each.year for each in told] == [2021, 2022, 2023]
    # from 11 in 2015 to 14.2 in 2020
    growth = (14.2 / 11) ** (1 / 5)
    assert [each.exposure for each in told] == pytest.approx(
        [14.2e8 * growth**step for step in (1, 2, 3)]
    )
    assert told[0].mean == pytest.approx(66.5 * growth)
    widths = [each.upper_80 - each.lower_80 for each in told]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3


def test_tables_carry_bounds_in_the_unit_and_the_chance_of_a_target() -> None:
    key = ("330400", "deaths_per_100m_yuan_gdp", "production")
    rows = [
        (*key, 2013 + place, count, exposure * 1e8)
        for place, (count, exposure) in enumerate(zip(COUNTS, EXPOSURES, strict=True))
    ]
    scores = scores_table(rows[::-1])
    assert scores.column_names == list(SCORES)
    assert sum(scores["is_chosen"].to_pylist()) == 1
    table = forecasts_table(
        rows, {key: (LAST_YEAR, 2021)}, {key[1]: 1e8}, {(*key, 2021): (4.5, False)}
    )
    assert table.column_names == list(FORECASTS)
    (row,) = table.to_pylist()
    exposed = row["denominator"] / 1e8
    assert row["forecast"] == pytest.approx(66.5 / 14.2)
    assert row["lower_95"] * exposed == pytest.approx(round(row["lower_95"] * exposed))
    (told,) = futures(
        [Series(range(2013, 2021), np.array(COUNTS), np.array(EXPOSURES) * 1e8)],
        [LAST_YEAR],
        [2021],
    )[0]
    within = stats.nbinom.cdf(math.floor(4.5 * exposed), *negative_binomial(told.mean, told.ratio))
    assert row["probability_target_met"] == pytest.approx(within)
