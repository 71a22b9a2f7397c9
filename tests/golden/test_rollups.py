"""Sums of parts held against published totals."""

import pytest

from tests.golden.asked import Ask

ROLLUP = """
select rolled_value, published_value, parts_present, parts_expected, missing_parts, is_used
from fct_rollups where region_code = ? and period = ? and measure_code = ? and scope_code = ?
    and rollup_way = ?
"""


def test_jiangsu_2015_registered_population_is_the_sum_of_its_cities(ask: Ask) -> None:
    found = ask(ROLLUP, "320000", "2015", "population_registered", "none", "regions")
    assert found == [(pytest.approx(77175900), 77175900, 13, 13, None, False)]


def test_jiangsu_first_half_2023_gdp_is_less_than_published(ask: Ask) -> None:
    found = ask(ROLLUP, "320000", "2023-06", "gdp", "none", "regions")
    assert found[0][:4] == (pytest.approx(60431.09e8), pytest.approx(60465.3e8), 13, 13)


def test_jiaxing_2021_lacks_its_zones(ask: Ask) -> None:
    # With them the parts give 6354.18 (see the unit test of int_rollups_added); the compilation
    # has no figure of theirs.
    found = ask(ROLLUP, "330400", "2021", "gdp", "none", "regions")
    assert found[0][2:] == (7, 9, "嘉兴港区、嘉兴经济技术开发区", False)


def test_national_fire_deaths_add_up_to_five_years(ask: Ask) -> None:
    years = ask(
        "select sum(observed_value) from fct_observations where region_code = '000000' "
        "and measure_code = 'deaths' and scope_code = 'fire' and is_latest_vintage "
        "and period_basis = 'year' and period_year between 2016 and 2020"
    )
    found = ask(ROLLUP, "000000", "2016-2020", "deaths", "fire", "years")
    assert found == [(years[0][0], None, 5, 5, None, True)]
    total = ask(
        "select observed_value, basis_code, source_kind from fct_observations "
        "where region_code = '000000' and period = '2016-2020' and measure_code = 'deaths' "
        "and scope_code = 'fire'"
    )
    assert total == [(years[0][0], "rollup", "rollup")]


def test_no_rate_stock_over_time_or_quota_is_ever_added_up(ask: Ask) -> None:
    assert ask(
        "select count(*) from fct_rollups inner join dim_measures using (measure_code) "
        "where measure_kind in ('rate', 'share', 'level', 'quota') "
        "or (measure_kind = 'stock' and rollup_way != 'regions')"
    ) == [(0,)]


def test_a_year_is_never_made_of_what_has_added_up_since_january(ask: Ask) -> None:
    assert ask(
        "select count(*) from fct_rollups where rollup_way = 'regions' and "
        "period_basis = 'year' and length(period) != 4"
    ) == [(0,)]
