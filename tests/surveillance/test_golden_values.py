"""Limits, sums and run lengths against R's surveillance and against printed values."""

import numpy as np
import pytest

from surveillance.cusum import reference_value, run_length, standardised_needs
from surveillance.ears import ears_limits
from surveillance.farrington import Reference, expectations, windows
from surveillance.regression import fit_counts
from surveillance.thresholds import power_limits, quantile_limits
from tests.surveillance import agona

COUNTS = np.array(agona.COUNTS.split(), dtype=float)
WEEKS = np.arange(281, 296)


def numbers(text: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(text.split(), dtype=float)


def test_bounds_of_farrington_1996_are_those_of_surveillance() -> None:
    classical = Reference(
        52, years=4, half_window=3, parts=1, excluded=3, heavy=1, trend_level=0.05
    )
    found = expectations(windows(COUNTS, WEEKS, classical), classical)
    # Its alpha lies on both sides.
    _, upper = power_limits(found.expected, found.error, found.dispersion, alpha=0.1 / 2)
    # It stops refining at 1e-8 of the deviance.
    assert upper == pytest.approx(numbers(agona.FARRINGTON_1996), abs=1e-4)


def test_quantiles_of_farrington_flexible_are_those_of_surveillance() -> None:
    flexible = Reference(52, years=4, half_window=3, parts=10, excluded=26)
    found = expectations(windows(COUNTS, WEEKS, flexible), flexible)
    assert list(quantile_limits(found.expected, found.dispersion, 0.95)) == list(
        numbers(agona.FLEXIBLE_QUANTILES)
    )
    _, upper = power_limits(found.expected, found.error, found.dispersion, alpha=0.1)
    # There surveillance has a smaller error of what is expected than its farrington() has.
    assert upper == pytest.approx(numbers(agona.FLEXIBLE_POWERS), rel=0.021)


@pytest.mark.parametrize(
    ("power", "lower", "upper"),
    [
        ("none", 1.3073128, 8.6926872),
        ("1/2", 1.9891097, 9.3744842),
        ("2/3", 1.8084477, 9.1154825),
    ],
)
def test_power_limits_are_the_published_ones(power: str, lower: float, upper: float) -> None:
    assert power_limits(5, 0.2, 1, 0.05, power) == pytest.approx((lower, upper), abs=1e-7)


def test_quantiles_are_the_published_ones() -> None:
    """Noufaily's check values: log mean ln 5 with error ln 2, dispersion 1.5."""
    upper_mean = 5 * 2**1.6448536
    means = [5, upper_mean]
    assert list(quantile_limits(means, 1.5, 0.05)) == [1, 8]
    assert list(quantile_limits(means, 1.5, 0.95)) == [10, 24]


def test_run_lengths_are_those_of_surveillance_and_of_lucas() -> None:
    for mean, reference, limit, plain, with_head_start in agona.RUN_LENGTHS:
        assert run_length(mean, reference, limit) == pytest.approx(plain, rel=1e-8)
        started = run_length(mean, reference, limit, head_start=limit / 2)
        assert started == pytest.approx(with_head_start, rel=1e-8)
    assert reference_value(1, np.e) == pytest.approx(np.e - 1)


def test_needs_of_the_cumulative_sum_are_those_of_surveillance() -> None:
    needs, signals = standardised_needs(COUNTS[208:260], COUNTS[:208].mean(), 1.04, 2.26)
    assert list(needs) == list(numbers(agona.CUSUM_NEEDS))
    assert "".join(str(int(each)) for each in signals) == agona.CUSUM_SIGNALS


def test_limits_of_ears_are_those_of_surveillance() -> None:
    for found, name in zip(ears_limits(COUNTS), ("C1", "C2", "C3"), strict=True):
        assert found[19:49] == pytest.approx(numbers(agona.EARS[name]), abs=1e-6)


def test_a_regression_is_that_of_statsmodels() -> None:
    """GLM(counts, design, Poisson()).fit(scale="X2") of statsmodels 0.15.0."""
    counts = np.array([[3, 5, 2, 8, 4, 6, 9, 12, 7, 10, 15, 11]], dtype=float)
    design = np.column_stack([np.ones(12), np.arange(12), np.tile([0.0, 1.0], 6)])
    fits = fit_counts(counts, design, np.ones((1, 12)))
    assert fits.coefficients[0] == pytest.approx([1.23051428, 0.11748401, 0.14488026], abs=1e-7)
    assert fits.dispersion[0] == pytest.approx(0.8086654950511714, abs=1e-7)
    errors = np.sqrt(np.diag(fits.covariance[0]) * fits.dispersion[0])
    assert errors == pytest.approx([0.23134019, 0.0288468, 0.19131136], abs=1e-7)
