"""A city of one's own: three files, from an empty home to a verdict, as docs/your-own-city.md says.

Expected values by hand, from docs/examples/own-city (invented): deaths 100, 95, 92, 84 in 2020 to
2023; GDP 1500 and 2100 in 2020 and 2023; 38 deaths in the first half of 2024.
"""

import math
from pathlib import Path
from typing import Any

import pytest

from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

PLAN = "yangquan-example-2021-2025"


def answer(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """Answers a query on the home's build."""
    with connect(published_build(Settings(home=home)).database) as connection:
        return connection.execute(sql, [PLAN]).fetchall()


def test_three_files_lead_to_verdicts(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select target_code[-2:], status_code, target_limit, path_value from fct_target_progress "
        "where plan_code = ? and as_of_period = '2023' order by target_code",
    )
    assert rows == [
        # 80 of 100 in five years: 100 x 0.8^(3/5) after three; 84 is below
        ("01", "on_track", 80, pytest.approx(87.469, abs=0.001)),
        # 0.67 x 100 / 1500; 84 / 2100 = 0.04 is below already
        ("02", "met", pytest.approx(0.044667, abs=1e-6), pytest.approx(0.052427, abs=1e-6)),
        ("03", "on_track", 0, 0),
        # 90 % of 10 is 9 in five years, 5.4 in three; there were 1 + 2 + 1
        ("04", "on_track", 9, pytest.approx(5.4)),
        ("05", "on_track", 92, 92),
        ("06", "base_missing", 95, None),
    ]


def test_what_is_left_is_told_in_deaths(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select count_allowed_next_year, count_used_next_year, room_next_year, "
        "count_allowed_to_end from fct_target_allowances "
        "where plan_code = ? and as_of_period = '2023' and indicator_code = 'deaths'",
    )
    # 84 x (80 / 84)^(1/2) = 81.98
    assert rows == [(81, 38, 43, 80)]
    grown = answer(
        city_home,
        "select count_allowed_to_end, count_used_next_year from fct_target_allowances "
        "where plan_code = ? and as_of_period = '2023' and assumed_growth_pct = 5 "
        "and indicator_code = 'deaths_per_100m_yuan_gdp'",
    )
    # 0.0446667 x 2100 x 1.05^2 = 103.4
    assert grown == [(103, 38)]


def test_growth_that_reconciles_both_targets(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select round(growth_alone_pct, 1), round(growth_with_count_target_pct, 1) "
        "from fct_target_slack where plan_code = ?",
    )
    # 1 / 0.67 and 0.80 / 0.67, less one
    assert rows == [(49.3, 19.4)]


def test_a_quota_is_followed_month_by_month(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select quota, used, round(share_used, 3), warning_level from fct_quota_progress "
        "inner join dim_targets using (target_code) where plan_code = ?",
    )
    # 84 in the year before and more earlier: about 42 in the half year that is left, 80 in all;
    # 86 or more is one in three to four
    assert rows == [(85, 38, 0.447, "blue")]


def test_growth_is_told_apart_into_volume_and_prices(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select log_change_denominator, log_change_denominator_volume, "
        "log_change_denominator_price, share_denominator, "
        "share_denominator_volume + share_denominator_price from fct_rate_decompositions "
        "inner join dim_plans using (region_code) where plan_code = ? "
        "and from_period = '2020' and to_period = '2023'",
    )
    # growth of 8.0 and -2.0 %, an index of 105.0: 1.08 x 0.98 x 1.05 = 1.11132; GDP 1500 to 2100
    gdp, volume = math.log(2100 / 1500), math.log(1.11132)
    deaths = math.log(84 / 100)
    share = -gdp / (deaths - gdp)
    assert rows == [pytest.approx((gdp, volume, gdp - volume, share, share), rel=1e-9)]


def test_years_without_growth_are_not_split(city_home: Path) -> None:
    # growth is a change against the year before: that of 2021 tells nothing of 2020
    rows = answer(
        city_home,
        "select from_period, to_period, log_change_denominator_volume from "
        "fct_rate_decompositions inner join dim_plans using (region_code) where plan_code = ? "
        "order by from_period, to_period",
    )
    one = {("2020", "2021"): 1.08, ("2021", "2022"): 0.98, ("2022", "2023"): 1.05}
    found = {(first, last): volume for first, last, volume in rows}
    assert {years: found[years] for years in one} == {
        years: pytest.approx(math.log(factor)) for years, factor in one.items()
    }


def test_evidence_leads_to_file_and_row(city_home: Path) -> None:
    rows = answer(
        city_home,
        "select evidence_role, period, published_value, source_file, row_number "
        "from fct_target_evidence "
        "where target_code = ? || '-01' and as_of_period = '2023' order by period",
    )
    assert rows == [
        ("base", "2020", 100, "statistics.csv", 3),
        ("actual", "2023", 84, "statistics.csv", 13),
    ]
