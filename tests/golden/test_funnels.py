"""Funnel limits: Byar's interval turned round, and near the Poisson distribution itself."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.mstats import winsorize

from tests.mock_models import MockModels

Z = {"95": 1.959963984540054, "998": 3.090232306167813}


GROUP = {
    "period": "2015",
    "period_basis": "year",
    "indicator_code": "rate",
    "scope_code": "all_kinds",
    "region_level": "county",
    "denominator_measure": "gdp",
}


def key(regions: int) -> dict[str, object]:
    return {"region_code": [f"{place:06d}" for place in range(regions)], **GROUP}


def dispersions(*phi: float) -> pl.DataFrame:
    schema = {**dict.fromkeys(GROUP, pl.String), "dispersion": pl.Float64}
    return pl.DataFrame([{**GROUP, "dispersion": each} for each in phi], schema=schema)


def limits(models: MockModels, expected: list[float], *phi: float) -> pl.DataFrame:
    rows = pl.DataFrame({**key(len(expected)), "expected_count": expected})
    answer = models.run(
        "int_funnel_limits_computed",
        int_region_peers_grouped=rows,
        int_peer_dispersions_estimated=dispersions(*phi),
    )
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


@settings(max_examples=12, deadline=None)
@given(
    counts=st.lists(st.integers(0, 5000), min_size=9, max_size=40).filter(any),
    size=st.integers(50, 5000),
)
def test_the_spread_of_regions_is_the_mean_square_of_winsorised_scores(
    models: MockModels, counts: list[int], size: int
) -> None:
    sizes = np.array([size + 37 * place for place in range(len(counts))], dtype=float)
    expected = sum(counts) * sizes / sizes.sum()
    rows = pl.DataFrame(
        {
            **key(len(counts)),
            "numerator": np.array(counts, dtype=float),
            "expected_count": expected,
            "peer_count": len(counts),
            "is_comparable": True,
        }
    )
    found = models.run("int_peer_dispersions_estimated", int_region_peers_grouped=rows)
    if len(counts) < 10:
        assert found.height == 0
        return
    scores = winsorize((np.array(counts) - expected) / np.sqrt(expected), limits=(0.1, 0.1))
    phi = float((np.asarray(scores) ** 2).sum()) / (len(counts) - 1)
    assert found["dispersion"].to_list() == pytest.approx([phi], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("phi", [2.25, 9.0, 250.0])
def test_over_dispersed_regions_have_limits_as_of_counts_so_much_smaller(
    models: MockModels, phi: float
) -> None:
    for number in (3.0, 80.0, 4000.0):
        row = limits(models, [number], phi).row(0, named=True)
        for level, z in Z.items():
            assert byars(row[f"upper_count_{level}"] / phi, z)[0] == pytest.approx(number / phi)
            if row[f"lower_count_{level}"] > 0:
                lower = row[f"lower_count_{level}"] / phi
                assert byars(lower, z)[1] == pytest.approx(number / phi)
    # of large counts the limits are wider by the root of the dispersion: 4000 +- 1.96 x 3 x 63.2
    if phi == 9.0:
        assert row["upper_count_95"] - number == pytest.approx(1.96 * 3 * number**0.5, rel=0.05)


def test_regions_that_spread_less_than_by_chance_keep_the_limits_of_chance(
    models: MockModels,
) -> None:
    assert limits(models, [100.0], 0.3).equals(limits(models, [100.0]))


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


def test_chance_is_corrected_for_how_many_are_compared(models: MockModels) -> None:
    # 20 regions expect 100 each: one counts 127, one 76, one 121, the others what is expected.
    counts = [127.0, 76.0, 121.0, *[100.0] * 17]
    peers = pl.DataFrame(
        {
            **key(len(counts)),
            "numerator": counts,
            "denominator": 1.0,
            "multiplier": 1.0,
            "computed_rate": counts,
            "is_comparable": True,
            "peer_count": len(counts),
            "peer_numerator": sum(counts),
            "peer_denominator": 20.0,
            "overall_rate": 100.0,
            "expected_count": 100.0,
        }
    )
    values = peers.select("region_code", *list(GROUP)[:4]).with_columns(
        pl.lit(None).alias(name)
        for name in (
            *("period_end_date", "lower_95", "upper_95", "interval_method", "is_small_count"),
            *("is_provisional", "is_proxy_denominator", "denominator_display_value"),
            *("denominator_display_unit", "denominator_display_unit_en"),
        )
    )
    found = models.run(
        "fct_region_comparisons",
        int_region_peers_grouped=peers,
        int_funnel_limits_computed=limits(models, [100.0] * len(counts)).with_columns(
            peers["region_code"]
        ),
        int_peer_dispersions_estimated=dispersions(),
        fct_indicator_values=values,
    ).sort("region_code")
    # The deviate at which Byar's limit is the expected number, found by bisection, not by formula.
    above = [deviate(events, 100.0, side=0) for events in (127.0, 121.0)]
    below = deviate(76.0, 100.0, side=1)
    chances = [2 * stats.norm.sf(z) for z in (above[0], below, above[1])]
    assert found["p_value"][:3].to_list() == pytest.approx(chances, abs=5e-7)
    # Holm: 20 times the smallest, 19 times the next, 18 times the third.
    ordered = sorted(chances)
    corrected = {p: min((20 - place) * p, 1) for place, p in enumerate(ordered)}
    assert found["p_value_corrected"][:3].to_list() == pytest.approx(
        [corrected[p] for p in chances], abs=1e-5
    )
    assert found["is_beyond_95"].to_list() == [True, True, True, *[False] * 17]
    assert not found["is_beyond_chance_corrected"].any()
    assert found["comparisons_made"].to_list() == [20] * 20


def deviate(events: float, expected: float, *, side: int) -> float:
    """Answers the deviate at which a side of Byar's interval of a count is the expected number."""
    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        is_within = (byars(events, middle)[side] > expected) == (side == 0)
        low, high = (middle, high) if is_within else (low, middle)
    return low
