"""What moved a rate: the plan's figures by hand, and what must hold of any rate."""

import math
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

KEY = {
    "region_code": "330400",
    "indicator_code": "rate",
    "scope_code": "all_kinds",
    "period_basis": "year",
    "from_period": "2010",
    "to_period": "2015",
}
TESTS = pl.DataFrame({**{name: [value] for name, value in KEY.items()}, "change_p_value": [0.5]})
VOLUMES = pl.DataFrame(
    {
        "region_code": ["330400"],
        "measure_code": ["gdp"],
        "from_period": ["2010"],
        "to_period": ["2015"],
        "log_change_volume": [0.4],
    }
)
INDICATORS = pl.DataFrame({"indicator_code": ["rate"], "denominator_measure": ["gdp"]})


def test_jiaxings_fall_is_36_per_cent_fewer_deaths_and_64_a_larger_gdp(
    published_home: Path,
) -> None:
    database = published_build(Settings(home=published_home)).database
    with connect(database) as connection:
        rows = connection.execute(
            "select log_change_rate, log_change_numerator, log_change_denominator, "
            "share_numerator, share_denominator, change_pct, change_is_beyond_chance "
            "from fct_rate_decompositions where region_code = '330400' and from_period = '2010' "
            "and to_period = '2015' and indicator_code = 'deaths_per_100m_yuan_gdp'"
        ).fetchall()
    deaths, gdp = math.log(318 / 403), math.log(3517.81 / 2315.5)
    assert len(rows) == 1
    assert rows[0][:3] == pytest.approx((deaths - gdp, deaths, gdp), rel=1e-12)
    assert (round(100 * rows[0][3]), round(100 * rows[0][4])) == (36, 64)
    assert rows[0][5] == pytest.approx(-48.06, abs=0.01)
    assert rows[0][6]


def test_nothing_is_split_across_a_break_or_between_scopes(published_home: Path) -> None:
    database = published_build(Settings(home=published_home)).database
    with connect(database) as connection:
        across = connection.execute(
            "select count(*) from fct_rate_decompositions as pairs inner join "
            "intermediate.int_series_breaks_resolved as breaks "
            "using (region_code, indicator_code, scope_code) where input_role = 'numerator' "
            "and from_period < cast(year(breaks_at) as varchar) "
            "and to_period >= cast(year(breaks_at) as varchar)"
        ).fetchall()
        to_2020 = connection.execute(
            "select count(*) from fct_rate_decompositions "
            "where region_code = '330400' and to_period = '2020'"
        ).fetchall()
    assert across == to_2020 == [(0,)]


def split(
    models: MockModels, numerators: tuple[int, int], divisors: tuple[float, float]
) -> dict[str, float | None]:
    """Answers how a rate's change is split, from its counts and denominators."""
    pair = {
        "from_numerator": float(numerators[0]),
        "to_numerator": float(numerators[1]),
        "denominator_measure": "gdp",
        "from_divisor": divisors[0],
        "to_divisor": divisors[1],
        "from_rate": numerators[0] / divisors[0],
        "to_rate": numerators[1] / divisors[1],
        "is_comparable": True,
    }
    rows = pl.DataFrame({name: [value] for name, value in {**KEY, **pair}.items()})
    return models.run(
        "fct_rate_decompositions",
        int_indicator_values_paired=rows,
        int_changes_tested=TESTS,
        int_volume_changes_chained=VOLUMES,
        stg_indicators=INDICATORS,
    ).row(0, named=True)


@pytest.mark.parametrize(
    ("numerators", "divisors"),
    [
        ((20, 55), (4997.21, 13742.33)),  # 0.00400223 and 0.00400223: ln differs by 2e-7
        ((3, 3), (1000.0, 1000.05)),  # 5e-5
        ((7, 7), (1000.0, 1000.0)),
        ((1, 3), (0.1, 0.3)),  # 10 and 10.000000000000002
    ],
)
def test_two_nearly_equal_rates_have_no_shares(
    models: MockModels, numerators: tuple[int, int], divisors: tuple[float, float]
) -> None:
    found = split(models, numerators, divisors)
    assert found["share_numerator"] is found["share_denominator"] is None
    before, after = (count / size for count, size in zip(numerators, divisors, strict=True))
    by_count, by_size = found["change_from_numerator"], found["change_from_denominator"]
    assert by_count is not None
    assert by_size is not None
    assert by_count == pytest.approx(before * math.log(numerators[1] / numerators[0]), rel=1e-4)
    assert by_count + by_size == pytest.approx(after - before, abs=1e-12 * before)


def test_rates_that_differ_by_more_than_rounding_have_shares(models: MockModels) -> None:
    found = split(models, (3, 3), (1000.0, 1000.2))
    assert (found["share_numerator"], found["share_denominator"]) == (0, 1)


counts = st.integers(0, 10**6)
sizes = st.floats(1e-2, 1e13)


@settings(max_examples=60, deadline=None)
@given(before=counts, after=counts, earlier=sizes, later=sizes)
def test_the_parts_add_up_and_turn_with_time(
    models: MockModels, before: int, after: int, earlier: float, later: float
) -> None:
    there = split(models, (before, after), (earlier, later))
    back = split(models, (after, before), (later, earlier))
    change = after / later - before / earlier
    largest = max(after / later, before / earlier)
    parts = (there["change_from_numerator"], there["change_from_denominator"])
    # to the last digit, though parts that pull apart may be far larger than the change
    widest = max(abs(part or 0) for part in parts)
    assert sum(part or 0 for part in parts) == pytest.approx(change, abs=4e-16 * (widest + largest))
    by_volume = there["change_from_denominator_volume"]
    by_prices = there["change_from_denominator_price"]
    assert by_volume is not None
    assert by_prices is not None
    assert by_volume + by_prices == pytest.approx(
        parts[1], abs=4e-16 * (abs(by_volume) + abs(by_prices))
    )
    if there["share_numerator"] is not None and there["share_denominator"] is not None:
        assert there["share_numerator"] + there["share_denominator"] == pytest.approx(1, abs=1e-6)
        assert back["share_numerator"] == pytest.approx(there["share_numerator"], rel=1e-6)
    volume, prices = there["share_denominator_volume"], there["share_denominator_price"]
    if there["share_denominator"] is not None and volume is not None and prices is not None:
        assert volume + prices == pytest.approx(there["share_denominator"], abs=1e-6)
    if before == 0 or after == 0:
        assert there["log_change_rate"] is None
        assert there["share_numerator"] in (None, 1)
