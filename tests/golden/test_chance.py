"""Whether a change is beyond chance, against scipy, on both sides of the exact test's bound."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.mock_models import MockModels

MODEL = "int_changes_tested"
MOST_EVENTS = 1000

Pair = tuple[int, int, float, float]


def probabilities(
    models: MockModels, log_factorials: pl.DataFrame, pairs: list[Pair]
) -> list[float]:
    rows = pl.DataFrame(
        {
            "region_code": [f"{place:06d}" for place in range(len(pairs))],
            "indicator_code": "deaths",
            "scope_code": "all_kinds",
            "period_basis": "year",
            "from_period": "2014",
            "to_period": "2015",
            "from_numerator": [float(pair[0]) for pair in pairs],
            "to_numerator": [float(pair[1]) for pair in pairs],
            "from_divisor": [float(pair[2]) for pair in pairs],
            "to_divisor": [float(pair[3]) for pair in pairs],
            "is_comparable": True,
            "is_poisson_count": True,
        }
    )
    answer = models.run(MODEL, int_indicator_values_paired=rows, int_log_factorials=log_factorials)
    found: list[float] = answer.sort("region_code")["change_p_value"].to_list()
    return found


def conditional(pair: Pair) -> float:
    """Twice the smaller binomial tail, by scipy."""
    before, after, earlier, later = pair
    if before + after == 0:
        return 1.0
    share = later / (earlier + later)
    less = stats.binomtest(after, before + after, share, alternative="less").pvalue
    greater = stats.binomtest(after, before + after, share, alternative="greater").pvalue
    return float(min(1.0, 2 * less, 2 * greater))


def test_logarithms_of_factorials_are_those_of_the_gamma_function(
    log_factorials: pl.DataFrame,
) -> None:
    rows = dict(log_factorials.iter_rows())
    assert sorted(rows) == list(range(MOST_EVENTS + 1))
    for number in (0, 1, 2, 10, 170, 1000):
        expected = stats.poisson.logpmf(number, 1.0) + 1  # -ln n! - 1 + 1
        assert rows[number] == pytest.approx(-expected, rel=1e-12, abs=1e-12)


def test_a_case_worked_by_hand(models: MockModels, log_factorials: pl.DataFrame) -> None:
    # No event, then five, in equal years: 2 x (1/2)^5 = 0.0625. Two against eight: the tail is
    # (1 + 10 + 45) / 1024, twice that 0.109375. Seven and seven: one.
    pairs: list[Pair] = [(0, 5, 1, 1), (2, 8, 1, 1), (7, 7, 1, 1), (0, 0, 1, 1)]
    found = probabilities(models, log_factorials, pairs)
    assert found == pytest.approx([0.0625, 0.109375, 1, 1], abs=1e-12)


def test_jiaxings_fall_from_2010_to_2015_is_beyond_chance(
    models: MockModels, log_factorials: pl.DataFrame
) -> None:
    deaths: Pair = (403, 318, 1, 1)
    rate: Pair = (403, 318, 2315.5, 3517.81)
    found = probabilities(models, log_factorials, [deaths, rate])
    assert found == pytest.approx([conditional(deaths), conditional(rate)], rel=1e-9)
    assert found[0] < 0.002
    assert found[1] < 1e-10


@settings(max_examples=40, deadline=None)
@given(
    pairs=st.lists(
        st.tuples(
            st.integers(0, 500), st.integers(0, 500), st.floats(0.1, 100), st.floats(0.1, 100)
        ),
        min_size=1,
        max_size=20,
    )
)
def test_up_to_a_thousand_events_the_test_is_scipys_and_does_not_mind_the_order(
    models: MockModels, log_factorials: pl.DataFrame, pairs: list[Pair]
) -> None:
    swapped = [(after, before, later, earlier) for before, after, earlier, later in pairs]
    found = probabilities(models, log_factorials, pairs + swapped)
    expected = [conditional(pair) for pair in pairs]
    assert found[: len(pairs)] == pytest.approx(expected, rel=1e-8, abs=1e-200)
    assert found[len(pairs) :] == pytest.approx(found[: len(pairs)], rel=1e-8, abs=1e-200)
    assert all(0 <= probability <= 1 for probability in found)


@settings(max_examples=40, deadline=None)
@given(
    before=st.integers(400, 100_000),
    factor=st.floats(0.8, 1.25),
    ratio=st.floats(0.5, 2),
)
def test_above_a_thousand_events_the_approximation_is_within_three_thousandths(
    models: MockModels, log_factorials: pl.DataFrame, before: int, factor: float, ratio: float
) -> None:
    after = max(MOST_EVENTS + 1 - before, round(before * factor * ratio))
    pair: Pair = (before, after, 1, ratio)
    swapped: Pair = (after, before, ratio, 1)
    found = probabilities(models, log_factorials, [pair, swapped])
    # Furthest off where nothing changed and one denominator is twice the other.
    assert found[0] == pytest.approx(conditional(pair), abs=3e-3)
    assert found[1] == pytest.approx(found[0], rel=1e-9)


def test_another_test_of_two_rates_agrees_about_what_is_beyond_chance() -> None:
    # The E-test (Krishnamoorthy & Thomson 2004) is less cautious, by little from a few dozen on.
    for pair in [(30, 60, 1.0, 1.0), (100, 130, 1.0, 1.0), (318, 403, 1.5, 1.0)]:
        other = stats.poisson_means_test(pair[1], pair[3], pair[0], pair[2]).pvalue
        assert conditional(pair) == pytest.approx(other, abs=0.02)
