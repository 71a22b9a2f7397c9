"""What the plans print about their own past, found again as figures with their quotes."""

from collections import Counter
from typing import Any

import pytest

from tests.golden.asked import Ask
from tests.shipped import rows

FILE = "seeds/plans/plan_history.csv"
# Targets of plans that are dates or works to finish: nothing can be measured of them. Of 生产经营
# 活动死亡率 the plan says neither numerator nor denominator.
WITHOUT_A_FIGURE = {
    "chem_park_risk_assessment",
    "final_evaluation",
    "midterm_evaluation",
    "occ_health_db_key_sectors",
    "occ_health_db_serious_sectors",
    "occ_health_db_severe_sectors",
    "publicity_channels",
    "rural_road_hazard_treatment",
    "smart_safety_platform_built",
    "standardisation_firms_ge_5m_output",
}
# Targets of these are falls in per cent.
NO_SHARES = {"起", "人", "人/亿元", "人/10万人", "人/万车", "人/百万吨", "艘"}


def test_every_figure_is_accounted_for(ask: Ask) -> None:
    # Besides figures there are printed changes and means, targets of Jiaxing's plan 2011-2015, and
    # one grade (优秀).
    becomes = {row["figure"]: row["becomes"] for row in rows("plans/plan_history_figures.csv")}
    counted = Counter(becomes[row["figure"]] for row in rows("plans/plan_history.csv"))
    assert set(counted) == {"observation", "statement", "target", "text"}
    figures = counted["observation"]
    assert ask(
        "select count(*), count(distinct row_number), min(source_kind), count(source_quote) "
        "from fct_observations where source_file = ?",
        FILE,
    ) == [(figures, figures, "plan", figures)]


PRINTED = [
    # 罚没款6546.98万元
    ("330400", "2011-2015", "five_year_total", "fines_collected", 65_469_800, None),
    # 规模以上企业共计达标4000余家，达标率98.23%: a state at the end of the five years
    ("330400", "2015", "stock_at_period_end", "standardised_large_firms", 4000, "at_least"),
    ("330400", "2015", "year", "standardised_large_firms_rate", 98.23, None),
    # 拆除红木家具行业违法仓库、违规厂房、小作坊160多万平方米
    ("330783", "2014", "year", "redwood_illegal_area_demolished", 1_600_000, "at_least"),
    # Of the workers 70%以上未接受正规安全培训
    ("330783", "2015", "year", "workers_without_formal_safety_training_share", 70, "at_least"),
    # 新训、复审5120人; in Taizhou 特种作业人员93545人次
    ("330783", "2011-2015", "five_year_total", "training_special_ops_persons", 5120, None),
    ("321200", "2011-2015", "five_year_total", "training_special_ops_persons", 93_545, None),
    # 3296家企业进行了职业病危害项目申报; in Taizhou 9184家
    ("330400", "2015", "stock_at_period_end", "occ_hazard_declared_firms", 3296, None),
    ("321200", "2015", "stock_at_period_end", "occ_hazard_declared_firms", 9184, None),
    # 3个市级、3个县级应急救援队伍; 每年提取100万元专项资金
    ("330400", "2015", "stock_at_period_end", "emergency_teams_county", 3, None),
    ("321200", "2015", "year", "risk_assessment_fund_per_year", 1_000_000, None),
    # 全市累计完成安全生产标准化达标建设450家, told of 2014
    ("441700", "2014", "stock_at_period_end", "standardised_firms", 450, None),
    # 较大事故5起，死亡18人
    ("330783", "2011-2015", "five_year_total", "deaths_larger", 18, None),
]


@pytest.mark.parametrize("printed", PRINTED, ids=lambda printed: f"{printed[0]} {printed[3]}")
def test_a_figure_of_the_work_behind_the_outcomes_is_read_as_printed(
    ask: Ask, printed: tuple[Any, ...]
) -> None:
    region, period, basis, measure, expected, qualifier = printed
    assert ask(
        "select observed_value, value_qualifier, is_latest_vintage from fct_observations "
        "where region_code = ? and period = ? and period_basis = ? and measure_code = ?",
        *(region, period, basis, measure),
    ) == [(expected, qualifier, True)]


def test_a_figure_compiled_twice_from_one_plan_has_two_readings_and_the_better_told_is_used(
    ask: Ask,
) -> None:
    # Jiaxing's 318 deaths of 2015 stand in the compilation too, with the table they are from.
    assert ask(
        "select source_file, observed_value, is_latest_vintage from fct_observations "
        "where region_code = '330400' and period = '2015' and period_basis = 'year' "
        "and measure_code = 'deaths' and scope_code = 'all_kinds' and source_kind = 'plan' "
        "order by source_file"
    ) == [(FILE, 318, False), ("seeds/published/published_statistics.csv", 318, True)]


def test_no_reading_of_a_plan_s_history_contradicts_another_of_a_plan(ask: Ask) -> None:
    assert (
        ask(
            "select one.region_code, one.period, one.measure_code from fct_observations as one "
            "inner join fct_observations as other "
            "using (region_code, period, period_basis, measure_code, scope_code) "
            "where one.source_file = ? and other.source_kind = 'plan' "
            "and one.observed_value != other.observed_value",
            FILE,
        )
        == []
    )


def test_every_target_with_a_figure_names_a_measure_or_an_indicator(ask: Ask) -> None:
    known = ask("select measure_code, base_unit from dim_measures")
    units: dict[str, str] = dict(known)
    targets = ask("select distinct indicator_code, unit from dim_targets")
    assert {code for code, _ in targets if code not in units} == WITHOUT_A_FIGURE
    # A rate of coverage is kept in per cent, as its target is.
    shares = {code for code, unit in targets if unit == "%" and units[code] not in NO_SHARES}
    assert {units[code] for code in shares} == {"%"}
    assert len(shares) > 40
