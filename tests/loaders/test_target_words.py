"""What the words of a target say, each written as plans and clerks write them."""

import polars as pl
import pytest

from loaders.lake.schemas import TARGET_WORDS
from loaders.words.hedged_units import HedgedUnit, read_hedged_unit
from loaders.words.target_words import (
    DueTime,
    PlanYears,
    read_alternative_total,
    read_due_time,
    read_is_in_per_cent,
    read_plan_years,
    read_target_words,
)


def due(form: str, first: int, last: int, *, is_each_year: bool = False) -> DueTime:
    return DueTime(form, is_each_year, first, last)


DUE = {
    "2020": due("time", 2020, 2020),
    "2018-12": due("time", 2018, 2018),
    "2020年": due("time", 2020, 2020),
    "2016-2020": due("span", 2016, 2020),
    "each year 2016-2020": due("span", 2016, 2020, is_each_year=True),
    "每年2016-2020": due("span", 2016, 2020, is_each_year=True),
    "2016-2020每年": due("span", 2016, 2020, is_each_year=True),
    "each year 2019": due("time", 2019, 2019, is_each_year=True),
    "within 3 years": DueTime("within", within_years=3),
    "within 10 years": DueTime("within", within_years=10),
    "2020年底前全面完成": due("words", 2020, 2020),
}


@pytest.mark.parametrize("text", DUE)
def test_when_a_target_is_due(text: str) -> None:
    assert read_due_time(text).value == DUE[text]


@pytest.mark.parametrize("text", ["年底前", "十三五", "each year", "20", "end of 2020"])
def test_what_names_no_year_is_told_as_such(text: str) -> None:
    reading = read_due_time(text)
    assert (reading.value, reading.reason) == (None, "period_not_recognised")
    assert reading.detail == text


def test_per_cent_is_per_cent_whatever_is_remarked() -> None:
    assert read_is_in_per_cent("%")
    assert read_is_in_per_cent("% (relative or percentage points not stated)")
    assert not read_is_in_per_cent("人/10万人")
    assert not read_is_in_per_cent("")


def test_a_total_of_years_may_be_the_other_base() -> None:
    assert read_alternative_total("2011-2015 total").value == "2011-2015"
    assert read_alternative_total("2015").reason == "period_not_recognised"


def test_the_years_of_a_plan_stand_at_the_end_of_its_code() -> None:
    assert read_plan_years("huzhou-2021-2025").value == PlanYears(2021, 2025)
    assert read_plan_years("huzhou-outlook").reason == "period_not_recognised"
    assert read_plan_years("huzhou-2021-2025-draft").reason == "period_not_recognised"


def test_the_words_of_targets_are_read_row_by_row() -> None:
    texts = {
        "plan_code": ["huzhou-2021-2025", "outlook"],
        "target_period": ["each year 2021-2025", None],
        "unit": ["%", None],
        "alternative_base": [None, "2011-2015 total"],
    }
    rows = read_target_words(pl.DataFrame(texts, schema=dict.fromkeys(texts, pl.String)))
    assert rows.schema == pl.Schema(TARGET_WORDS)
    assert rows.rows() == [
        ("span", True, 2021, 2025, None, True, None, 2021, 2025),
        (None, False, None, None, None, False, "2011-2015", None, None),
    ]


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
