"""Headings that bureaus use for a column are known; those that may mean two things are not."""

import pytest

from tests.loaders.conftest import Load, Look


def periods(look: Look) -> list[tuple[str, str]]:
    """The period and value of each figure that was read."""
    found = look("statistics").sort("row_number")
    return list(found.select("period", "value").iter_rows())


@pytest.mark.parametrize(
    "headings",
    [
        "年份,地区名称,指标名称,数据,计量单位",
        "统计年度,行政区域,统计指标,指标值,数据单位",
        "所属年份,地区,指标,数量,单位",
        "报告期,所属地区,指标名称,统计值,计量单位",
        "年 度,区划代码,指标项,数值,单位",
        "时期,县（市、区）,指标名称,数值,指标单位",
    ],
)
def test_a_table_under_usual_headings_is_read(headings: str, load: Load, look: Look) -> None:
    place = "330400" if "代码" in headings else "嘉兴市"

    outcome = load("t.csv", f"{headings}\n2023,{place},常住人口,558.4,万人\n")
    assert (outcome.status, outcome.layout) == ("accepted", "statistics"), outcome.refusal_detail
    assert periods(look) == [("2023", "558.4")]


def test_a_year_beside_a_month_is_no_whole_year(load: Load, look: Look) -> None:
    rows = "2023,1月,3\n2023年,2,4\n2023,1-3月,12\n2023年度,,41\n"
    text = "年份,月份,数值,地区,指标,单位,事故范围\n" + rows.replace(
        "\n", ",嘉兴市,死亡人数,人,生产安全事故\n"
    )
    outcome = load("t.csv", text)
    assert outcome.status == "accepted", outcome.reasons
    assert [period for period, _ in periods(look)] == ["2023-01", "2023-02", "2023-03", "2023"]


def test_a_year_beside_a_quarter_is_that_quarter(load: Load, look: Look) -> None:
    rows = "2023,1,3\n2023年,第二季度,4\n2023,三季度,12\n2023,Q4,5\n"
    text = "年度,季度,数值,地区,指标,单位,事故范围\n" + rows.replace(
        "\n", ",嘉兴市,死亡人数,人,生产安全事故\n"
    )
    outcome = load("t.csv", text)
    assert outcome.status == "accepted", outcome.reasons
    told = [period for period, _ in periods(look)]
    assert told == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]


def test_accidents_under_usual_headings(load: Load, look: Look) -> None:
    text = (
        "事故编码,发生日期,行政区域,事故类别,死亡人数（人）,重伤人数（人）,事故级别\n"
        "A1,2023-05-06,嘉兴市,高处坠落,1,0,一般\n"
    )
    outcome = load("a.csv", text)
    assert (outcome.status, outcome.layout) == ("accepted", "accidents"), outcome.refusal_detail
    assert look("accidents").select("deaths", "accident_type").rows() == [(1, "09")]


@pytest.mark.parametrize("heading", ["单位名称", "填报单位", "行政区划", "名称"])
def test_a_heading_that_may_mean_two_things_is_not_guessed(heading: str, load: Load) -> None:
    outcome = load("t.csv", f"年份,{heading},指标名称,数据,计量单位\n2023,嘉兴市,死亡人数,41,人\n")
    assert (outcome.status, outcome.refusal) == ("refused", "layout_not_recognised")
