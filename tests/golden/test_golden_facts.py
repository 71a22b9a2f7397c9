"""Facts printed in the sources, found again in the published build."""

from typing import Any

import pytest

from tests.golden.asked import Ask

VALUE = """
select {columns} from fct_indicator_values
where region_code = ? and period = ? and indicator_code = ? and scope_code = ?
    and period_basis = 'year'
"""


def value(ask: Ask, columns: str, *key: str) -> tuple[Any, ...]:
    rows = ask(VALUE.format(columns=columns), *key)
    assert len(rows) == 1, key
    return rows[0]


GDP, VEHICLES, UNITS = (
    "deaths_per_100m_yuan_gdp",
    "road_deaths_per_10k_vehicles",
    "special_equipment_deaths_per_10k_units",
)


RATES = [
    # 318 / 3517.81 = 0.0904, printed 0.09
    (("330400", "2015", GDP, "all_kinds"), 318, 0.0904, 0.09),
    # 403 / 2315.5 = 0.1740, printed 0.176: another vintage of GDP
    (("330400", "2010", GDP, "all_kinds"), 403, 0.1740, 0.176),
    # 172 / 641.8 = 0.2680
    (("441700", "2010", GDP, "all_kinds"), 172, 0.2680, 0.268),
    # 62387 / 22500 x 10 000 vehicles = 2.77, printed 2.8 (2.25 亿辆)
    (("000000", "2011", VEHICLES, "road_traffic"), 62387, 2.77, 2.8),
    # 292 / 821.67 = 0.355, printed 0.517; 99 / 1816.23 = 0.0545, printed 0.08
    (("000000", "2012", UNITS, "special_equipment"), 292, 0.355, 0.517),
    (("000000", "2021", UNITS, "special_equipment"), 99, 0.0545, 0.08),
]


@pytest.mark.parametrize(("key", "deaths", "expected", "printed"), RATES)
def test_a_rate_follows_from_the_printed_figures(
    ask: Ask, key: tuple[str, ...], deaths: int, expected: float, printed: float
) -> None:
    found = value(ask, "numerator, computed_rate, published_rate", *key)
    assert found[0] == deaths
    assert found[1] == pytest.approx(expected, rel=0.002)
    assert found[2] == printed


def test_jiaxing_2020_stands_in_another_scope_than_2015(ask: Ask) -> None:
    # 86 / 5563.58 = 0.015458 with the final GDP, which a later compilation calls revised;
    # 86 / 5509.52 = 0.015609 as first published.
    columns = "computed_rate, first_published_rate, denominator_vintage"
    found = value(ask, columns, "330400", "2020", GDP, "production")
    assert found[:2] == pytest.approx((0.015458, 0.015609), abs=1e-6)
    assert found[2] == "revised"
    scopes = ask(
        "select distinct scope_code from fct_indicator_values "
        "where region_code = '330400' and period in ('2010', '2015') and indicator_code = ?",
        GDP,
    )
    assert scopes == [("all_kinds",)]


def test_the_nation_2010_keeps_four_vintages_of_gdp(ask: Ask) -> None:
    rows = ask(
        "select observed_value / 1e8, is_latest_vintage, is_first_vintage from fct_observations "
        "where region_code = '000000' and period = '2010' and measure_code = 'gdp' order by 1"
    )
    assert [row[0] for row in rows] == [397983, 401202, 401513, 408903]
    assert [row[0] for row in rows if row[1]] == [408903]  # 经济普查修订
    assert [row[0] for row in rows if row[2]] == [397983]  # 初步核算数
    # 79552 / 397983 = 0.1999 as first published, 79552 / 408903 = 0.1945 after the census.
    columns = "computed_rate, first_published_rate, published_rate"
    found = value(ask, columns, "000000", "2010", GDP, "all_kinds")
    assert found == pytest.approx((0.1945, 0.1999, 0.201), abs=5e-5)


def test_hangzhou_2015_scopes_add_up_as_printed(ask: Ask) -> None:
    rows = ask(
        "select measure_code, scope_code, observed_value from fct_observations "
        "where region_code = '330100' and period = '2015' and is_latest_vintage "
        "and measure_code in ('accidents', 'deaths', 'injuries')"
    )
    figures = {(measure, scope): figure for measure, scope, figure in rows}
    parts = ("industry_commerce", "road_traffic", "water_transport", "fire")
    assert [figures["accidents", part] for part in parts] == [68, 2483, 4, 1188]
    assert figures["accidents", "all_kinds"] == 3743 == 68 + 2483 + 4 + 1188
    assert [figures["deaths", part] for part in parts] == [75, 609, 4, 0]
    assert figures["deaths", "all_kinds"] == 688 == 75 + 609 + 4 + 0
    assert figures["injuries", "all_kinds"] == 2616  # the parts give 2618: kept as printed


def test_jiaxing_2020_scopes_add_up_as_printed(ask: Ask) -> None:
    rows = ask(
        "select measure_code, scope_code, observed_value from fct_observations "
        "where region_code = '330400' and period = '2020' and is_latest_vintage "
        "and measure_code in ('accidents', 'deaths')"
    )
    figures = {(measure, scope): figure for measure, scope, figure in rows}
    parts = ("road_transport", "industry_commerce", "water_transport")
    assert [figures["accidents", part] for part in parts] == [76, 29, 2]
    assert figures["accidents", "production"] == 107
    assert [figures["deaths", part] for part in parts] == [57, 26, 3]
    assert figures["deaths", "production"] == 86


def test_dongyang_five_year_totals_are_as_printed(ask: Ask) -> None:
    rows = ask(
        "select measure_code, observed_value from fct_observations "
        "where region_code = '330783' and period = '2011-2015' and is_latest_vintage "
        "and measure_code in ('accidents', 'accidents_serious', 'deaths') order by 1"
    )
    # 1249 / 5 = 249.8 (printed 250), 480 / 5 = 96
    assert rows == [("accidents", 1249), ("accidents_serious", 5), ("deaths", 480)]


def test_jiangsu_2015_registered_population_is_the_sum_of_its_cities(
    ask: Ask,
) -> None:
    (total, parts, cities) = ask(
        "select sum(observed_value) filter (region_code = '320000'), "
        "sum(observed_value) filter (region_code != '320000'), "
        "count(*) filter (region_code != '320000') from fct_observations "
        "where starts_with(region_code, '32') and period = '2015' and is_latest_vintage "
        "and measure_code = 'population_registered'"
    )[0]
    assert (total, cities) == (77175900, 13)  # 7717.59 万人
    assert parts == pytest.approx(total, abs=1)


def test_zero_deaths_have_a_lower_limit_of_zero_and_an_upper_above_it(
    ask: Ask,
) -> None:
    rows = ask(
        "select distinct lower_95, upper_95, interval_method from fct_indicator_values "
        "where numerator = 0 and indicator_code = 'deaths'"
    )
    # chi2(0.975; 2) / 2 = -ln(0.025)
    assert rows == [(0, pytest.approx(3.688879454114), "exact")]


def test_taizhou_rates_are_known_only_as_printed(ask: Ask) -> None:
    columns = "computed_rate, lower_95, published_rate, no_rate_reason_code"
    found = value(ask, columns, "321200", "2015", GDP, "all_kinds")
    assert found == (None, None, 0.09, "numerator_missing")


def test_a_quote_and_a_row_stand_behind_a_rate(ask: Ask) -> None:
    rows = ask(
        "select input_role, published_value, published_unit, source_quote, row_number "
        "from fct_indicator_inputs where region_code = '330400' and period = '2015' "
        "and indicator_code = ? order by 1 desc",
        GDP,
    )
    assert [row[:3] for row in rows] == [
        ("published_rate", 0.09, "人/亿元"),
        ("numerator", 318, "人"),
        ("denominator", 3517.81, "亿元"),
    ]
    assert "403 365 318" in rows[1][3]
    assert "3517.81" in rows[2][3]
