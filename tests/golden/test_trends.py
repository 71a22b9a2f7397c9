"""Recent trends against numpy and against cases that the rule's authors publish."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.mock_models import MockModels
from warehouse.ground.project_files import PROJECT_DIR

CRITICAL = float(stats.chi2.ppf(0.998, 1))
SERIES = {"region_code": "330400", "indicator_code": "rate", "scope_code": "all_kinds"}

Points = list[tuple[float, float, float, float, float]]

# Preventable sight loss from diabetic eye disease, England, 2020-2024 (Fingertips 41203, crude
# rate): events, exposed, rate, limits. Fingertips' own test expects "increasing" of it
# (dhsc-govuk/FingertipsNext, TrendMarkerCalculatorTests).
SIGHT_LOSS: Points = [
    (1416, 48246126, 2.935, 2.7841, 3.0919),
    (935, 48440507, 1.93028, 1.8085, 2.058),
    (1344, 48753376, 2.7567, 2.6113, 2.9082),
    (1415, 49300918, 2.8701, 2.7225, 3.0237),
    (1502, 49866388, 3.0121, 2.8616, 3.1683),
]
# The example in the help of PHEindicatormethods' assign_trend_markers.
EXAMPLE: Points = [
    (1367, 44701, 30.6, 28.98, 32.25),
    (1332, 44064, 30.2, 28.63, 31.9),
    (1199, 42811, 28, 26.44, 29.64),
    (1023, 41527, 24.6, 23.15, 26.19),
    (994, 40299, 24.67, 23.16, 26.25),
]


def trend_of(models: MockModels, points: Points) -> dict[str, float]:
    rows = pl.DataFrame(
        {
            **{name: [value] * len(points) for name, value in SERIES.items()},
            "point_number": list(range(1, len(points) + 1)),
            "run_length": len(points),
            "is_poisson_count": True,
            "numerator": [float(point[0]) for point in points],
            "divisor": [float(point[1]) for point in points],
            "computed_rate": [float(point[2]) for point in points],
            "lower_95": [float(point[3]) for point in points],
            "upper_95": [float(point[4]) for point in points],
        }
    )
    return models.run("int_trends_tested", int_annual_runs_grouped=rows).row(0, named=True)


def by_counts(points: Points) -> tuple[float, float]:
    """Direction and chi-squared: given their sum, the counts are multinomial."""
    years = np.arange(1, len(points) + 1)
    events = np.array([point[0] for point in points])
    exposed = np.array([point[1] for point in points])
    shares = exposed / exposed.sum()
    mean = (years * shares).sum()
    variance = events.sum() * ((years - mean) ** 2 * shares).sum()
    score = (years * (events - events.sum() * shares)).sum()
    return float(np.sign(score)), float(score**2 / variance)


def by_regression(points: Points) -> tuple[float, float]:
    """Direction and chi-squared of the line through the rates, by numpy."""
    rates = np.array([point[2] for point in points])
    errors = np.array([(point[4] - point[3]) / 3.92 for point in points])
    line, covariance = np.polyfit(
        np.arange(1, len(points) + 1), rates, 1, w=1 / errors, cov="unscaled"
    )
    return float(np.sign(line[0])), float(line[0] ** 2 / covariance[0, 0])


def test_the_critical_value_is_that_of_the_chi_squared_distribution() -> None:
    model = PROJECT_DIR / "models" / "marts" / "rates" / "fct_indicator_trends.sql"
    assert f"{CRITICAL:.9f}"[:-1] in model.read_text(encoding="utf-8")


@pytest.mark.parametrize("points", [SIGHT_LOSS, EXAMPLE])
def test_both_forms_are_those_of_numpy(models: MockModels, points: Points) -> None:
    found = trend_of(models, points)
    assert (found["direction"], found["chi_squared"]) == pytest.approx(by_counts(points))
    assert (found["regression_direction"], found["regression_chi_squared"]) == pytest.approx(
        by_regression(points)
    )


def test_a_case_worked_by_hand(models: MockModels) -> None:
    # 10, 20, 30, 40, 50 in equal years: score 550 - 150 x 3 = 100, variance 150 x 2 = 300.
    points: Points = [(events, 1, events, events - 1, events + 1) for events in range(10, 60, 10)]
    assert trend_of(models, points)["chi_squared"] == pytest.approx(100**2 / 300)


def test_fingertips_own_cases_come_out_as_theirs(models: MockModels) -> None:
    found = trend_of(models, SIGHT_LOSS)
    assert found["regression_chi_squared"] > CRITICAL
    assert (found["regression_direction"], found["every_year_agrees_in_regression"]) == (1, True)
    found = trend_of(models, EXAMPLE)
    assert found["regression_chi_squared"] > CRITICAL
    assert (found["regression_direction"], found["every_year_agrees_in_regression"]) == (-1, True)


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(1, 2000), min_size=5, max_size=5),
    exposed=st.lists(st.floats(1, 1000), min_size=5, max_size=5),
)
def test_leaving_out_each_year_is_done_by_hand_and_time_turned_round_turns_the_direction(
    models: MockModels, counts: list[int], exposed: list[float]
) -> None:
    points: Points = [
        (count, size, count / size, count / size - 1, count / size + 1)
        for count, size in zip(counts, exposed, strict=True)
    ]
    found = trend_of(models, points)
    assert found["chi_squared"] == pytest.approx(by_counts(points)[1], rel=1e-6, abs=1e-9)
    turned = trend_of(models, points[::-1])
    assert turned["chi_squared"] == pytest.approx(found["chi_squared"], rel=1e-6, abs=1e-9)
    if found["chi_squared"] > 1e-6:
        assert turned["direction"] == -found["direction"]
    if found["every_year_agrees"]:
        # Years keep their place when another is left out.
        for omitted in range(5):
            kept = [place for place in range(5) if place != omitted]
            events = np.array([counts[place] for place in kept])
            shares = np.array([exposed[place] for place in kept])
            shares = shares / shares.sum()
            score = (np.array(kept) * (events - events.sum() * shares)).sum()
            assert np.sign(score) == found["direction"]
