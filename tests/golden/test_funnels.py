"""Funnel limits: Byar's interval turned round, and near the Poisson distribution itself."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.mock_models import MockModels

Z = {"95": 1.959963984540054, "998": 3.090232306167813}


def limits(models: MockModels, expected: list[float]) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "region_code": [f"{place:06d}" for place in range(len(expected))],
            "period": "2015",
            "period_basis": "year",
            "indicator_code": "rate",
            "scope_code": "all_kinds",
            "expected_count": expected,
        }
    )
    answer = models.run("int_funnel_limits_computed", int_region_peers_grouped=rows)
    return answer.sort("region_code")


def byars(events: float, z: float) -> tuple[float, float]:
    up = events + 1
    return (
        events * (1 - 1 / (9 * events) - z / (3 * events**0.5)) ** 3,
        up * (1 - 1 / (9 * up) + z / (3 * up**0.5)) ** 3,
    )


@settings(max_examples=40, deadline=None)
@given(expected=st.lists(st.floats(1e-3, 1e7), min_size=1, max_size=20))
def test_at_its_limit_a_count_has_an_interval_that_ends_at_the_expected_number(
    models: MockModels, expected: list[float]
) -> None:
    for number, row in zip(expected, limits(models, expected).iter_rows(named=True), strict=True):
        for level, z in Z.items():
            assert byars(row[f"upper_count_{level}"], z)[0] == pytest.approx(number, rel=1e-6)
            lower = row[f"lower_count_{level}"]
            if lower > 0:
                assert byars(lower, z)[1] == pytest.approx(number, rel=1e-6)


@pytest.mark.parametrize("expected", [5, 20, 100, 1000, 50_000])
def test_beyond_the_limits_lie_as_many_counts_as_should(models: MockModels, expected: int) -> None:
    # Whole counts cannot hit 2.5 % or 0.1 % exactly: never more by more than a tenth.
    row = limits(models, [float(expected)]).row(0, named=True)
    for level, tail in {"95": 0.025, "998": 0.001}.items():
        above = stats.poisson.sf(int(row[f"upper_count_{level}"]), expected)
        assert above <= tail * 1.1
        lower = row[f"lower_count_{level}"]
        below = stats.poisson.cdf(-(-lower // 1) - 1, expected)
        assert below <= tail * 1.1
