"""Printed rates, changes and totals, computed again: the outcomes that domain knowledge expects."""

from typing import Any

import pytest

from tests.golden.asked import Ask

NATION, JIAXING, YANGJIANG = "000000", "330400", "441700"
GDP, ROAD, COAL, UNITS, WORKERS = (
    "deaths_per_100m_yuan_gdp",
    "road_deaths_per_10k_vehicles",
    "coal_deaths_per_million_tonnes",
    "special_equipment_deaths_per_10k_units",
    "deaths_per_100k_workers",
)


OUTCOMES: list[tuple[Any, ...]] = [
    (JIAXING, "2015", GDP, 0.09, "reproduces", 318 / 3517.81),
    (YANGJIANG, "2010", GDP, 0.268, "reproduces", 172 / 641.8),
    (NATION, "2009", ROAD, 3.6, "reproduces", 67759 / 18658.0658),
    (NATION, "2011", ROAD, 2.8, "reproduces", 62387 / 22500),
    # only with the first GDP estimate, 340507 less the 5154 by which it was revised up
    (NATION, "2009", GDP, 0.248, "earlier_vintage", (79552 + 3648) / 335353),
    # at the prices of 2010: 397983 x 1.092, cut to three decimals
    (NATION, "2011", GDP, 0.173, "other_basis", 75572 / (397983 * 1.092)),
    (NATION, "2005", GDP, 0.70, "does_not_reproduce", 127000 / 185895.8),
    (NATION, "2006", GDP, 0.558, "does_not_reproduce", 112822 / 217656.6),
    (NATION, "2006", GDP, 0.56, "does_not_reproduce", 112822 / 217656.6),
    (NATION, "2007", GDP, 0.413, "does_not_reproduce", 101480 / 268019.4),
    (NATION, "2008", GDP, 0.312, "does_not_reproduce", 91172 / 316751.7),
    (NATION, "2010", GDP, 0.201, "does_not_reproduce", 79552 / 408903),
    (JIAXING, "2010", GDP, 0.176, "does_not_reproduce", 403 / 2315.5),
    # only a GDP as revised since is known, from a compilation: 162 / 0.139 would be 1165
    (YANGJIANG, "2014", GDP, 0.139, "does_not_reproduce", 162 / 1066.82),
    (NATION, "2012", UNITS, 0.517, "does_not_reproduce", 292 / 821.67),
    (NATION, "2021", UNITS, 0.08, "does_not_reproduce", 99 / 1816.23),
    (NATION, "2005", COAL, 2.81, "does_not_reproduce", 5938 / 2190),
    (NATION, "2011-08", COAL, 0.523, "does_not_reproduce", 1244 / 2370),
    (NATION, "2021", COAL, 0.044, "does_not_reproduce", 178 / 4130),
    (NATION, "2007", COAL, 1.485, "inputs_missing", None),
    (NATION, "2016", COAL, 0.156, "inputs_missing", None),
    (JIAXING, "2015", ROAD, 1.83, "inputs_missing", None),
    (JIAXING, "2015", WORKERS, 1.14, "inputs_missing", None),
]


@pytest.mark.parametrize("expected", OUTCOMES)
def test_a_printed_rate_is_reconciled(ask: Ask, expected: tuple[Any, ...]) -> None:
    *key, outcome, rate = expected
    found = ask(
        "select outcome, recomputed_rate, explanation, explanation_en from fct_rate_reconciliations"
        " where region_code = ? and period = ? and indicator_code = ? and published_rate = ?",
        *key,
    )
    assert len(found) == 1
    assert found[0][0] == outcome
    assert found[0][1] == (None if rate is None else pytest.approx(rate, rel=1e-6))
    assert all("{" not in words for words in found[0][2:])


def test_jiaxing_2010_needs_an_earlier_gdp(ask: Ask) -> None:
    found = ask(
        "select needed_denominator_from, needed_denominator_to, explanation_en "
        "from fct_rate_reconciliations where region_code = ? and period = '2010' "
        "and indicator_code = ?",
        JIAXING,
        GDP,
    )
    assert found[0][:2] == pytest.approx((2283.29, 2296.30), abs=0.01)
    assert found[0][2].startswith(
        "403 ÷ 2315.50 (100 million yuan) = 0.1740, printed 0.176; that would need"
    )


def test_every_printed_rate_is_reconciled_once(ask: Ask) -> None:
    (printed, reconciled) = ask(
        "select (select count(*) from (select distinct region_code, period, period_basis, "
        "measure_code, scope_code, observed_value from fct_observations where measure_code in "
        "(select indicator_code from dim_indicators where indicator_kind = 'rate'))), "
        "(select count(*) from fct_rate_reconciliations)"
    )[0]
    assert printed == reconciled


CHANGES = [
    (JIAXING, "deaths_per_100m_yuan_gdp_change_2015_vs_2010", -48.9, "reproduces"),
    (JIAXING, "deaths_per_100k_workers_change_2015_vs_2010", -28.7, "reproduces"),
    (JIAXING, "road_deaths_per_10k_vehicles_change_2015_vs_2010", -41.0, "reproduces"),
    (JIAXING, "deaths_change_2015_vs_2010", -21.1, "reproduces"),
    (YANGJIANG, "deaths_change_2014_vs_2010", -5.81, "reproduces"),
    (YANGJIANG, "deaths_per_100m_yuan_gdp_change_2014_vs_2010", -48.13, "reproduces"),
    (YANGJIANG, "deaths_per_100k_workers_change_2014_vs_2010", -53.74, "reproduces"),
    (YANGJIANG, "road_deaths_per_10k_vehicles_change_2014_vs_2010", -16.53, "reproduces"),
    ("330783", "accidents_annual_mean", 249.8, "reproduces"),
    ("330783", "deaths_annual_mean", 96, "reproduces"),
    ("441800", "share_pct_of_row_319", 85.6, "does_not_reproduce"),
    ("350100", "change_pct_of_row_621", 87.5, "does_not_reproduce"),
    ("450200", "change_pct_of_row_1074", -100, "does_not_reproduce"),
    ("330100", "parts_of_accidents_all_kinds", 3743, "reproduces"),
    ("330100", "parts_of_deaths_all_kinds", 688, "reproduces"),
    ("330100", "parts_of_injuries_all_kinds", 2618, "does_not_reproduce"),
    (JIAXING, "parts_of_accidents_production", 107, "reproduces"),
    (JIAXING, "parts_of_deaths_production", 86, "reproduces"),
]


@pytest.mark.parametrize(("region", "statement", "recomputed", "outcome"), CHANGES)
def test_a_printed_statement_is_computed_again(
    ask: Ask, region: str, statement: str, recomputed: float, outcome: str
) -> None:
    found = ask(
        "select recomputed_value, outcome from fct_statement_checks "
        "where region_code = ? and statement_code = ?",
        region,
        statement,
    )
    assert found == [(pytest.approx(recomputed, abs=0.06), outcome)]


def test_guangzhou_struck_off_28_accidents_and_11_deaths_within_a_month(ask: Ask) -> None:
    found = ask(
        "select figure, gap from fct_statement_checks where region_code = '440100' "
        "and period = '2019-12' and statement_kind = 'running_total' "
        "and figure in ('accidents', 'deaths') order by 1"
    )
    assert found == [("accidents", -28), ("deaths", -11)]


def test_taizhou_implies_its_earlier_totals(ask: Ask) -> None:
    found = ask(
        "select figure, round(implied_base_value) from fct_statement_checks "
        "where region_code = '321200' and outcome = 'inputs_missing' order by 1"
    )
    assert found == [("accidents", 8947), ("deaths", 2170)]


def test_percentages_that_were_cut_reproduce(ask: Ask) -> None:
    found = ask(
        "select printed_value, tolerance_code from fct_statement_checks "
        "where printed_value in (-17.77, -21.42, -54.83) and outcome != 'inputs_missing' "
        "order by 1"
    )
    assert found == [(-54.83, "cut"), (-21.42, "cut"), (-17.77, "cut")]


def test_a_percentage_is_allowed_one_unit_in_its_last_place(ask: Ask) -> None:
    # 5 on 11 is -54.545, printed -54.6; 7 of 116 is 6.034, printed 6.04; 2 on 6 is -66.7, not -65.7
    found = ask(
        "select printed_value, outcome, tolerance_code from fct_statement_checks "
        "where (region_code, statement_code) in (('430400', 'change_pct_of_row_1055'), "
        "('441800', 'share_pct_of_row_322'), ('340281', 'change_pct_of_row_913')) order by 1"
    )
    assert found == [
        (-65.7, "does_not_reproduce", None),
        (-54.6, "reproduces", "last_place"),
        (6.04, "reproduces", "last_place"),
    ]
