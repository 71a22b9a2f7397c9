"""What the words of a target say, each written as plans and clerks write them."""

import pytest

from loaders.words.hedged_units import HedgedUnit, read_hedged_unit
from loaders.words.target_words import (
    DueTime,
    Wording,
    Years,
    read_alternative_total,
    read_base_years,
    read_due_time,
    read_plan_years,
    read_wording,
)


def due(form: str, first: int, last: int, *, is_each_year: bool = False) -> DueTime:
    return DueTime(form, is_each_year, first, last)


DUE = {
    "2020": due("time", 2020, 2020),
    "2018-12": due("time", 2018, 2018),
    "2020年": due("time", 2020, 2020),
    "二〇二〇年": due("time", 2020, 2020),
    "2020年底前": due("time", 2020, 2020),
    "到2020年末": due("time", 2020, 2020),
    "“十三五”末": due("time", 2020, 2020),
    "2016-2020": due("span", 2016, 2020),
    "2016—2020": due("span", 2016, 2020),
    "2021-2025年": due("span", 2021, 2025),
    "“十四五”期间": due("span", 2021, 2025),
    "2018-2020": due("span", 2018, 2020),
    "each year 2016-2020": due("span", 2016, 2020, is_each_year=True),
    "每年2016-2020": due("span", 2016, 2020, is_each_year=True),
    "2016-2020每年": due("span", 2016, 2020, is_each_year=True),
    "each year 2019": due("time", 2019, 2019, is_each_year=True),
    "每年": DueTime("span", is_each_year=True),
    "within 3 years": DueTime("within", within_years=3),
    "within 10 years": DueTime("within", within_years=10),
    "3年内": DueTime("within", within_years=3),
    "用三年时间": DueTime("within", within_years=3),
}


@pytest.mark.parametrize("text", DUE)
def test_when_a_target_is_due(text: str) -> None:
    assert read_due_time(text).value == DUE[text]


@pytest.mark.parametrize(
    "text", ["年底前", "20", "end of 2020", "2020年底前全面完成", "2020-2016", "2016-2020,2025"]
)
def test_what_names_no_year_is_told_as_such(text: str) -> None:
    reading = read_due_time(text)
    assert (reading.value, reading.reason) == (None, "period_not_recognised")
    assert reading.detail == text


BASES = {
    "2020": Years(2020, 2020),
    "2020年": Years(2020, 2020),
    "2016-2020": Years(2016, 2020),
    "2016—2020年": Years(2016, 2020),
    "十三五": Years(2016, 2020),
    "2018-2020": Years(2018, 2020),
}


@pytest.mark.parametrize("text", BASES)
def test_what_a_target_is_compared_with(text: str) -> None:
    assert read_base_years(text).value == BASES[text]


def test_a_base_is_of_years() -> None:
    assert read_base_years("2020-06").reason == "base_not_years"
    assert read_base_years("2020年一季度").reason == "base_not_years"
    assert read_base_years("上年").reason == "period_not_recognised"


WORDINGS = {
    # clause of the target's own number: 15
    ("2025", "死亡人数", "到2025年比2020年下降15%", "15"): Wording(),
    ("2021-2025", "死亡人数", "年均较“十三五”下降15%", "15"): Wording("mean_of_years"),
    ("2021-2025", "死亡人数", "“十四五”期间累计比“十三五”下降15%", "15"): Wording("total_of_years"),
    ("2021-2025", "较大事故", "五年控制在6起以内", "6"): Wording("total_of_years"),
    ("2021-2025", "死亡人数", "年均控制在50人以内", "50"): Wording("mean_of_years"),
    ("2021-2025", "死亡人数", "年度控制在50人以内", "50"): Wording("year"),
    ("2021-2025", "死亡人数", "每年下降5%", "5"): Wording("year", None, is_each_year=True),
    ("2021-2025", "死亡人数", "不高于上年", ""): Wording(None, "previous_year"),
    ("2021", "死亡人数", "比前三年平均值下降10%", "10"): Wording(None, "mean_of_years"),
    ("2021-2025", "死亡人数", "比“十三五”总数下降10%", "10"): Wording(None, "total_of_years"),
    # another clause speaks of a mean, its own does not
    ("2025", "死亡人数", "死亡人数下降15%，较大事故年均下降5%", "15"): Wording(),
    ("2020", "", "力争安全托管覆盖面不低于70%", "70"): Wording(is_qualitative=True),
    ("2016-2020", "重特大事故", "坚决遏制重特大事故", ""): Wording(is_qualitative=True),
    ("2016-2020", "重特大事故", "遏制较大事故，杜绝重特大事故", "0"): Wording(),
}


@pytest.mark.parametrize("texts", WORDINGS)
def test_what_the_words_around_a_number_decide(texts: tuple[str, str, str, str]) -> None:
    assert read_wording(*texts) == WORDINGS[texts]


def test_a_total_of_years_may_be_the_other_base() -> None:
    assert read_alternative_total("2011-2015 total").value == "2011-2015"
    assert read_alternative_total("2015").reason == "period_not_recognised"


def test_the_years_of_a_plan_stand_at_the_end_of_its_code() -> None:
    assert read_plan_years("huzhou-2021-2025").value == Years(2021, 2025)
    assert read_plan_years("dongguan-2019").value == Years(2019, 2019)
    assert read_plan_years("huzhou-outlook").reason == "period_not_recognised"
    assert read_plan_years("huzhou-2021-2025-draft").reason == "period_not_recognised"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("起", HedgedUnit("起")),
        ("人/10万人", HedgedUnit("人/10万人")),
        ("家 (822余)", HedgedUnit("家", "822余", "at_least")),
        ("万平方米 (160多)", HedgedUnit("万平方米", "160多", "at_least")),
        ("% (以上)", HedgedUnit("%", "以上", "at_least")),
        ("家 (规模以下)", HedgedUnit("家", "规模以下")),
    ],
)
def test_a_unit_and_the_words_that_hedge_its_value(text: str, unit: HedgedUnit) -> None:
    assert read_hedged_unit(text).value == unit
