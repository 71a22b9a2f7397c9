"""Interval limits against scipy, at the edges where the method changes."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.mock_models import MockModels
from warehouse.ground.project_files import REFERENCE_DIR

MODEL = "int_indicator_intervals_computed"
LIMITS = pl.read_csv(REFERENCE_DIR / "poisson_limits.csv").with_columns(
    pl.col("events").cast(pl.Int32)
)
LEVELS = {"95": 0.05, "998": 0.002}
EVENTS = [0, 1, 2, 5, 8, 9, 10, 11, 30, 100, 318, 1000, 127000]


def intervals(models: MockModels, counts: list[float], divisor: float = 1) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "region_code": [f"{place:06d}" for place in range(len(counts))],
            "period": "2015",
            "period_basis": "year",
            "indicator_code": "deaths",
            "scope_code": "all_kinds",
            "numerator": [float(count) for count in counts],
            "divisor": float(divisor),
            "multiplier": 1.0,
            "is_poisson_count": True,
        }
    )
    answer = models.run(MODEL, int_indicator_values_computed=rows, poisson_limits=LIMITS)
    return answer.sort("region_code")


def exact(events: float, alpha: float) -> tuple[float, float]:
    """The exact limits by the chi-squared distribution (Garwood 1936)."""
    lower = stats.chi2.ppf(alpha / 2, 2 * events) / 2 if events else 0.0
    return float(lower), float(stats.chi2.ppf(1 - alpha / 2, 2 * events + 2) / 2)


def byars(events: float, alpha: float) -> tuple[float, float]:
    """Byar's approximation, its deviate from scipy (Breslow & Day 1987, vol. II, p. 69)."""
    z = stats.norm.ppf(1 - alpha / 2)
    up = events + 1
    return (
        float(events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3),
        float(up * (1 - 1 / (9 * up) + z / (3 * up**0.5)) ** 3),
    )


@pytest.mark.parametrize("events", [count for count in EVENTS if count < 10])
@pytest.mark.parametrize("level", LEVELS)
def test_limits_below_ten_events_are_exact(models: MockModels, events: int, level: str) -> None:
    row = intervals(models, [events]).row(0, named=True)
    assert row["interval_method"] == "exact"
    assert (row[f"lower_{level}"], row[f"upper_{level}"]) == pytest.approx(
        exact(events, LEVELS[level]), abs=1e-11
    )


@pytest.mark.parametrize("events", [count for count in EVENTS if count >= 10])
@pytest.mark.parametrize("level", LEVELS)
def test_limits_from_ten_events_are_byars(models: MockModels, events: int, level: str) -> None:
    row = intervals(models, [events]).row(0, named=True)
    assert row["interval_method"] == "byars"
    found = (row[f"lower_{level}"], row[f"upper_{level}"])
    assert found == pytest.approx(byars(events, LEVELS[level]), rel=1e-12)
    # An approximation: at ten events within 1 % of the exact limits at 95 %, 4 % at 99.8 %.
    assert found == pytest.approx(
        exact(events, LEVELS[level]), rel={"95": 0.01, "998": 0.04}[level]
    )


def test_jiaxing_2015_rate_has_the_limits_worked_by_hand(models: MockModels) -> None:
    # 318 deaths: 318 x (1 - 1/2862 - 1.959964/53.4976)^3 = 284.005, 319 x (...)^3 = 354.944;
    # over 3517.81 x 100 million yuan.
    row = intervals(models, [318], divisor=3517.81).row(0, named=True)
    assert row["lower_95"] * 3517.81 == pytest.approx(284.0, abs=0.1)
    assert row["upper_95"] * 3517.81 == pytest.approx(354.9, abs=0.1)


@settings(max_examples=30, deadline=None)
@given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=30, unique=True))
def test_limits_grow_with_the_count_and_contain_it(models: MockModels, counts: list[int]) -> None:
    ordered = sorted(counts)
    found = intervals(models, [float(count) for count in ordered])
    for column in ("lower_95", "upper_95", "lower_998", "upper_998"):
        limits = found[column].to_list()
        # Byar's upper limit at ten lies above the exact one at nine: no step back at the joint.
        assert limits == sorted(limits)
    for count, row in zip(ordered, found.iter_rows(named=True), strict=True):
        assert row["lower_998"] <= row["lower_95"] <= count <= row["upper_95"] <= row["upper_998"]


@settings(max_examples=20, deadline=None)
@given(count=st.integers(0, 10**6), divisor=st.floats(1e-3, 1e12))
def test_limits_scale_with_the_denominator(models: MockModels, count: int, divisor: float) -> None:
    one = intervals(models, [count]).row(0, named=True)
    many = intervals(models, [count], divisor=divisor).row(0, named=True)
    assert many["upper_998"] * divisor == pytest.approx(one["upper_998"], rel=1e-12)
