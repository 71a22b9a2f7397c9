"""What a region is told of first: its newest count, the newest rate, and the nation beside it."""

import pytest

from tests.golden.asked import Ask
from tests.shipped import targets_of

HEADLINE = "from fct_latest_values where region_code = ? and headline_code = ?"


def test_the_newest_count_of_jiaxing_is_of_half_a_year_beside_the_last_whole_year(ask: Ask) -> None:
    # Printed: 29 deaths from January to June 2023 and 86 in 2020, of production safety.
    told = ask(
        f"select indicator_code, scope_code, period, period_basis, computed_rate, year_period, "
        f"year_value {HEADLINE}",
        "330400",
        "count",
    )
    basis = "cumulative_from_january"
    assert told == [("deaths", "production", "2023-06", basis, 29.0, "2020", 86.0)]


def test_the_newest_rate_is_told_against_that_of_the_nation(ask: Ask) -> None:
    # 86 / 5563.58 = 0.01546 with an upper limit of 106.2 / 5563.58 = 0.0191; the nation's
    # 27,412 deaths over 1,034,867.6 hundred million yuan are 0.0265.
    told = ask(
        "select period, round(computed_rate, 5), round(nation_value, 4), against_nation_code "
        + HEADLINE,
        "330400",
        "rate",
    )
    assert told == [("2020", 0.01546, 0.0265, "lower")]


def test_a_region_of_which_only_a_total_of_five_years_is_printed_is_told_by_it(ask: Ask) -> None:
    told = ask(f"select period, period_basis, computed_rate {HEADLINE}", "330783", "count")
    assert told == [("2011-2015", "five_year_total", 480.0)]


def test_a_rate_of_ten_months_is_no_headline(ask: Ask) -> None:
    # Guangdong's fires are known to October 2024; the last whole year of its GDP rate is 2022.
    told = ask(f"select indicator_code, period {HEADLINE}", "440000", "rate")
    assert told == [("deaths_per_100m_yuan_gdp", "2022")]


def test_the_nation_is_not_told_against_itself(ask: Ask) -> None:
    assert ask(
        "select count(*) from fct_latest_values where region_code = '000000' and "
        "(nation_value is not null or against_nation_code is not null)"
    ) == [(0,)]


@pytest.mark.parametrize(
    ("plan", "met", "told"),
    [
        # the plan's own table of results for the four before, and nothing met since
        ("jiaxing-2016-2020", 0, "2020"),
        ("jiaxing-2011-2015", 4, "2015"),
        ("nation-2006-2010", 7, "2010"),
        ("dongyang-2016-2020", 0, None),
    ],
)
def test_all_targets_of_a_plan_are_counted_whatever_is_known_of_them(
    ask: Ask, plan: str, met: int, told: str | None
) -> None:
    found = ask(
        "select targets, targets_met, latest_period from fct_latest_standings where plan_code = ?",
        plan,
    )
    assert found == [(len(targets_of(plan)), met, told)]


def test_every_plan_counts_each_of_its_targets_once(ask: Ask) -> None:
    counted: dict[str, int] = dict(ask("select plan_code, targets from fct_latest_standings"))
    assert counted
    assert counted == {plan: len(targets_of(plan)) for plan in counted}


def test_no_year_is_missing_whose_value_is_known(ask: Ask) -> None:
    # Jiaxing's 107 accidents and 86 deaths of 2020 once stood above a list that missed them
    known = """
        select gaps.target_code, gaps.period from fct_target_gaps as gaps
        inner join fct_indicator_values as found
            using (region_code, indicator_code, period, scope_code)
        where found.period_basis = 'year' and coalesce(computed_rate, published_rate) is not null
    """
    assert ask(known) == []
