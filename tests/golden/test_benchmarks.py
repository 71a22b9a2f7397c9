"""Rates against a benchmark: ratios and their intervals, held against scipy."""

import math
from typing import Literal, TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.golden.asked import Ask
from tests.mock_models import MockModels
from warehouse.ask.ratios import ratio_of_rates

# Events and denominator, and those of the other.
Pair: TypeAlias = tuple[float, float, float, float]

KEY = {"period": "2015", "period_basis": "year", "indicator_code": "rate", "scope_code": "s"}
COUNTS = st.integers(0, 3000)
SIZES = st.floats(1, 1e5)
PAIRS = st.tuples(COUNTS, SIZES, COUNTS, SIZES).filter(lambda pair: pair[0] + pair[2] > 0)


def compared(models: MockModels, pairs: list[Pair], benchmark: str = "peers") -> pl.DataFrame:
    """Answers what the mart makes of count, denominator and those of the benchmark."""
    rows = [
        {
            "region_code": f"{place:06d}",
            **KEY,
            "region_level": "county",
            "peer_denominator_measure": "gdp",
            "benchmark_code": benchmark,
            "numerator": float(count),
            "denominator": size,
            "multiplier": 1.0,
            "computed_rate": count / size,
            "published_rate": None,
            "benchmark_numerator": float(other),
            "benchmark_denominator": other_size,
            "benchmark_rate": other / other_size,
            "comparability_reason_code": None,
            **{
                f"{side}_{level}": limit / size
                for level, share in {"95": 0.95, "998": 0.998}.items()
                for side, limit in zip(("lower", "upper"), exact(count, share), strict=True)
            },
        }
        for place, (count, size, other, other_size) in enumerate(pairs)
    ]
    texts = {
        "comparability_reason_code": pl.String,
        "benchmark_region_code": pl.String,
        "benchmark_basis_code": pl.String,
        "published_rate": pl.Float64,
    }
    frame = pl.DataFrame(rows, schema_overrides=texts).with_columns(
        benchmark_region_code=pl.lit(None, dtype=pl.String), benchmark_basis_code=pl.lit("pooled")
    )
    return models.run("fct_benchmark_comparisons", int_benchmarks_listed=frame).sort("region_code")


def exact(count: float, level: float) -> tuple[float, float]:
    """Answers Garwood's interval of a Poisson count."""
    tail = (1 - level) / 2
    lower = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0
    return lower, float(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2)


def interval(
    pair: Pair, level: float, method: Literal["wilson", "exact"] = "wilson"
) -> tuple[float, float]:
    """Answers the interval of the ratio by scipy's interval of the first count's share."""
    count, size, other, other_size = pair
    share = stats.binomtest(int(count), int(count + other)).proportion_ci(level, method=method)
    low, high = (end / (1 - end) * other_size / size if end < 1 else math.inf for end in share)
    return low, high


@settings(max_examples=12, deadline=None)
@given(pairs=st.lists(PAIRS, min_size=1, max_size=8))
def test_a_ratio_of_two_rates_has_the_interval_of_a_binomial_share(
    models: MockModels, pairs: list[Pair]
) -> None:
    found = compared(models, pairs)
    for pair, row in zip(pairs, found.iter_rows(named=True), strict=True):
        own = ratio_of_rates(*pair)
        for level, share in {"95": 0.95, "998": 0.998}.items():
            lower, upper = interval(pair, share)
            assert row[f"ratio_lower_{level}"] == pytest.approx(lower, rel=1e-6, abs=1e-9)
            if pair[2]:
                assert row[f"ratio_upper_{level}"] == pytest.approx(upper, rel=1e-6)
        assert row["ratio_lower_95"] == pytest.approx(own.lower, rel=1e-9, abs=1e-12)
        if pair[2]:
            assert row["ratio_upper_95"] == pytest.approx(own.upper, rel=1e-9)
            assert row["rate_ratio"] == pytest.approx(own.ratio)
        is_beyond = row["position_code"] != "within"
        assert is_beyond == own.is_beyond_chance


def test_jiaxing_against_hangzhou_in_2015() -> None:
    # 318 deaths over 3517.81, 688 over 10050.21: 0.09040 / 0.06846 = 1.3205. By Wilson's interval
    # of 318 of 1006, 0.2881 to 0.3455, times 10050.21 / 3517.81.
    found = ratio_of_rates(318, 3517.81, 688, 10050.21)
    assert found.ratio == pytest.approx(1.3205, abs=1e-4)
    assert (found.lower, found.upper) == pytest.approx(
        interval((318, 3517.81, 688, 10050.21), 0.95), rel=1e-9
    )
    assert found.is_beyond_chance
    # the exact interval is a little wider
    low, high = interval((318, 3517.81, 688, 10050.21), 0.95, "exact")
    assert (found.lower, found.upper) == pytest.approx((low, high), rel=0.01)


def test_where_nothing_happened_there_is_no_ratio() -> None:
    assert ratio_of_rates(0, 10, 0, 10).ratio is None
    none_there = ratio_of_rates(7, 10, 0, 10)
    assert (none_there.ratio, none_there.upper) == (None, None)
    assert none_there.is_beyond_chance
    assert not ratio_of_rates(2, 10, 0, 10).is_beyond_chance


def test_against_a_whole_the_interval_of_the_region_decides(models: MockModels) -> None:
    # 20 expected: 29 is within Garwood's limits (19.4 to 41.7 holds 20), 31 is not (21.1 to 44.0)
    pairs = [(29.0, 200.0, 1000.0, 1e4), (31.0, 200.0, 1000.0, 1e4), (60.0, 200.0, 1000.0, 1e4)]
    found = compared(models, pairs, "nation")
    assert found["position_code"].to_list() == ["within", "above", "far_above"]
    assert found["rate_ratio"].to_list() == pytest.approx([1.45, 1.55, 3.0])
    assert found["ratio_lower_95"][1] == pytest.approx(exact(31, 0.95)[0] / 20)
    assert found["comparisons_made"].to_list() == [3, 3, 3]
    smallest, middle, largest = found["p_value"].sort()
    assert found["p_value_corrected"].sort().to_list() == pytest.approx(
        [3 * smallest, 2 * middle, largest]
    )


def test_zhejiangs_fires_of_2009_against_the_nation(ask: Ask) -> None:
    # 87 dead, 52.755 million residents; the nation 1236 of 1334.74 million: 0.1649 / 0.0926.
    # 48.85 are expected, Byar's lower limit of 87 is 69.68: 69.68 / 48.85 = 1.426.
    found = ask(
        "select rate_ratio, ratio_lower_95, position_code from fct_benchmark_comparisons "
        "where region_code = '330000' and period = '2009' and benchmark_code = 'nation' "
        "and indicator_code = 'fire_deaths_per_100k_population' and period_basis = 'year'"
    )
    ratio, lower, position = found[0]
    assert (ratio, lower) == pytest.approx((1.781, 1.426), abs=2e-3)
    assert position == "far_above"


def test_the_polices_vehicles_are_no_benchmark_of_civil_vehicles(ask: Ask) -> None:
    # 76.19 million of the nation in 2009, the provinces add up to 62.81 million
    found = ask(
        "select distinct comparability_reason_code from fct_benchmark_comparisons "
        "where period = '2009' and benchmark_code = 'nation' "
        "and indicator_code = 'road_deaths_per_10k_civil_vehicles' and period_basis = 'year'"
    )
    assert found == [("parts_do_not_add_up",)]
