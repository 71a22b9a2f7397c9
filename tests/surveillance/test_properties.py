"""What holds for every series, however hostile."""

import duckdb
import numpy as np
import pytest
from scipy import stats

from surveillance.columns import WARNINGS, empty_table
from surveillance.cusum import designed_limit, run_length, sums
from surveillance.ears import ears_limits
from surveillance.farrington import Reference, season_parts
from surveillance.monthly import FEARED_RATIO, RUN_LENGTH, SeriesWarnings, warn
from surveillance.rare_events import days_limits, whole_days_limits
from surveillance.tables import warning_table
from surveillance.thresholds import cumulative, power_limits, quantile_limits

RANDOM = np.random.default_rng(16)
TEN_YEARS = 120
SEASON = 1 + 0.4 * np.sin(2 * np.pi * np.arange(TEN_YEARS) / 12)


def series_of(mean: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return RANDOM.poisson(mean * SEASON).astype(float)


def last(found: SeriesWarnings) -> tuple[float, float, float, str]:
    return found.expected[-1], found.upper_95[-1], found.upper_998[-1], found.reason[-1]


def test_quantiles_are_those_of_scipy() -> None:
    means = np.array([0.01, 0.3, 2, 17, 400, 90000.0])
    for share in (0.05, 0.5, 0.975, 0.999):
        assert (quantile_limits(means, 1.0, share) == stats.poisson.ppf(share, means)).all()
        theirs = stats.nbinom.ppf(share, means / 1.5, 1 / 2.5)
        assert (quantile_limits(means, 2.5, share) == theirs).all()
    assert cumulative(-1, 3, 1) == 0


def test_limits_are_never_negative_and_rise_with_the_share() -> None:
    means = np.array([1e-9, 0.2, 3, 50, 1e6])
    for dispersion in (1.0, 1.7, 40.0):
        limits = [quantile_limits(means, dispersion, share) for share in (0.5, 0.9, 0.99, 0.999)]
        assert (np.diff(limits, axis=0) >= 0).all()
        assert (limits[0] >= 0).all()
    lower, upper = power_limits(means, means, 2.0, 0.01)
    assert (lower >= 0).all()
    assert (upper > means).all()


def test_a_series_of_zeros_expects_half_a_case_in_all_its_months() -> None:
    expected, upper_95, upper_998, reason = last(warn([np.zeros(TEN_YEARS)])[0])
    # 5 years and a month of the window, without the last 6: 55 months.
    assert expected == pytest.approx(0.5 / 55)
    assert reason == ""
    assert upper_95 == 0
    assert upper_998 <= 1


def test_one_spike_in_the_past_hardly_raises_what_is_expected() -> None:
    plain = np.tile([4.0, 6.0, 5.0, 5.0], 30)
    spiked = plain.copy()
    spiked[-25] = 500
    calm, shaken = last(warn([plain])[0]), last(warn([spiked])[0])
    assert shaken[0] < 2 * calm[0]


def test_a_spike_now_is_beyond_both_limits_and_changes_neither() -> None:
    calm = series_of(6)
    spiked = calm.copy()
    spiked[-1] = 60
    before, after = last(warn([calm])[0]), last(warn([spiked])[0])
    assert before == after
    assert spiked[-1] > after[2] >= after[1] > 0


def test_short_and_broken_series_say_why_nothing_can_be_said() -> None:
    short, gaps = series_of(5)[:35], series_of(5)
    gaps[:-1][RANDOM.random(TEN_YEARS - 1) < 0.5] = np.nan
    gaps[0] = 5
    none = np.full(40, np.nan)
    said = warn([short, gaps, none, np.array([]), series_of(5)[:37]])
    assert last(said[0])[3] == "not_enough_history"
    assert last(said[1])[3] == "gaps_in_history"
    assert last(said[2])[3] == "not_enough_history"
    assert said[3].reason == []
    assert last(said[4])[3] == ""
    assert np.isnan(said[0].upper_95).all()


def test_huge_counts_and_their_limits_scale() -> None:
    small = series_of(50)
    expected, *_ = last(warn([small])[0])
    huge_expected, _, huge_upper, _ = last(warn([small * 100_000])[0])
    assert huge_expected == pytest.approx(100_000 * expected, rel=0.05)
    assert np.isfinite(huge_upper)
    assert huge_upper > huge_expected


def test_false_alarms_are_as_rare_as_the_limits_say() -> None:
    """1,200 series without any outbreak: 2.5 % lie beyond one limit, 0.1 % beyond the other."""
    series = [series_of(mean) for mean in (1, 5, 40) for _ in range(400)]
    said = warn(series, latest=1)
    now = np.array([each[-1] for each in series])
    beyond_95 = np.mean(now > [each.upper_95[0] for each in said])
    beyond_998 = np.mean(now > [each.upper_998[0] for each in said])
    # A whole number is seldom exactly a quantile: the shares are at most those.
    assert 0.008 < beyond_95 < 0.03
    assert beyond_998 < 0.004


def test_the_parts_of_a_season_cover_the_year_evenly() -> None:
    reference = Reference(52, years=2, half_window=3, parts=10, excluded=26)
    parts = season_parts(reference)
    assert parts.size == 2 * 52 + 3 - 26
    assert list(parts[:7]) == [9] * 7
    # 45 weeks between two windows in nine parts of five.
    assert list(parts[7:52]) == [number for number in range(9) for _ in range(5)]


@pytest.mark.parametrize("mean", [0.3, 2.0, 30.0])
def test_a_designed_sum_signals_falsely_as_seldom_as_stated(mean: float) -> None:
    reference, limit = designed_limit(mean, FEARED_RATIO, RUN_LENGTH)
    step = reference / max(1, round(reference / 0.1))
    assert run_length(mean, reference, np.ceil(limit / step) * step, step) >= 0.9 * RUN_LENGTH
    feared = run_length(mean * 3, reference, np.ceil(limit / step) * step, step)
    assert feared < RUN_LENGTH / 2


def test_a_sum_waits_where_a_count_is_missing_and_begins_again_after_a_signal() -> None:
    counts = np.array([2.0, np.nan, 4, 9, 0])
    off = 2 * 0.5 / np.log(1.5)  # 2.466
    found, signals = sums(counts, np.full(5, 2.0), 1.5, np.full(5, 5.0))
    expected = [0, np.nan, 4 - off, 13 - 2 * off, 0]
    assert found == pytest.approx(expected, nan_ok=True)
    assert list(signals) == [False, False, False, True, False]


def test_ears_says_nothing_of_short_series_and_stands_constant_ones() -> None:
    assert np.isnan(ears_limits(np.ones(5))[0]).all()
    first, second, third = ears_limits(np.append(np.ones(12), 3.0))
    assert first[-1] == second[-1] == 1
    assert np.isfinite(third[-1])


def test_days_between_events_have_the_limits_of_their_distribution() -> None:
    """Against n earlier times the next one has an F distribution with 2 and 2n degrees."""
    lower, upper = days_limits(30.0, 8, 0.025)
    assert lower == pytest.approx(30 * stats.f.ppf(0.025, 2, 16))
    assert upper == pytest.approx(30 * stats.f.ppf(0.975, 2, 16))
    lower, upper = whole_days_limits(9.0, 0.05)
    assert upper == stats.geom.ppf(0.95, 0.1, loc=-1)
    assert stats.geom.cdf(lower, 0.1, loc=-1) <= 0.05 < stats.geom.cdf(lower + 1, 0.1, loc=-1)


def test_a_table_of_months_becomes_one_of_what_is_said_of_them() -> None:
    """Months that are not known are no rows; the order of the rows does not matter."""
    counts = series_of(20)
    rows = [
        ("330400", "production", "deaths", "records", 1, 24_000 + at, count)
        for at, count in enumerate(counts)
        if at != TEN_YEARS - 3
    ]
    table = warning_table(rows[::-1])
    assert table.column_names == list(WARNINGS)
    months = [24_000 + at for at in range(TEN_YEARS - 36, TEN_YEARS) if at != TEN_YEARS - 3]
    assert table["month_number"].to_pylist() == months
    counts[TEN_YEARS - 3] = np.nan
    assert table["expected"][-1].as_py() == last(warn([counts])[0])[0]
    with duckdb.connect() as connection:
        empty = connection.query(empty_table(WARNINGS))
        assert (empty.columns, empty.fetchall()) == (table.column_names, [])
