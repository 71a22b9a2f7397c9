"""What layouts say of cells: what they stand for, how days are written, which are none of theirs.

Made-up figures.
"""

import re

import polars as pl
import pytest

from loaders.form.calendars import as_read
from loaders.form.likeness import matches, without_marks
from tests.loaders.conftest import Load, Look, Write

LONG = """
name = "own"
kind = "statistics"
title = "自有表"
[table]
missing = ["-", "…"]
[columns]
region_name = "区域"
period = "年份"
measure = { heading = "指标", replace = { "一、死亡人数" = "死亡人数" } }
value = "数值"
[constants]
scope = "各类事故"
unit = "人"
"""


def test_replaced_and_missing_cells_are_compared_as_headings_are(
    load: Load, look: Look, write: Write
) -> None:
    cells = ("318", "300", "290", "－", " - ", "……")
    names = ("一、死亡人数", "一、 死亡人数", "一、死 亡 人 数　", *["一、死亡人数"] * 3)
    rows = "".join(
        f"嘉兴市,{2015 + at},{name},{cell}\n"
        for at, (name, cell) in enumerate(zip(names, cells, strict=True))
    )
    outcome = load("cells.csv", f"区域,年份,指标,数值\n{rows}", layout=str(write("o.toml", LONG)))
    assert look("statistics")["value"].to_list() == ["318", "300", "290"]
    assert (outcome.rows_refused, outcome.ignored) == (0, {"no_figure": 3})


def test_an_empty_value_in_a_long_table_is_still_refused(load: Load, write: Write) -> None:
    text = "区域,年份,指标,数值\n嘉兴市,2015,死亡人数,\n嘉兴市,2016,死亡人数,3\n"
    outcome = load("empty.csv", text, layout=str(write("o.toml", LONG)))
    assert outcome.reasons == {"value_missing": 1}


def test_what_keep_passes_over_is_told_by_name(load: Load, write: Write) -> None:
    layout = LONG + "[keep]\nmeasure = '^死亡人数$'\n"
    rows = "".join(
        f"嘉兴市,{2015 + at},{name},{at}\n"
        for at, name in enumerate(("死 亡 人 数", "死亡人数", "受伤人数", "受伤人数", "事故起数"))
    )
    outcome = load("kept.csv", f"区域,年份,指标,数值\n{rows}", layout=str(write("o.toml", layout)))
    assert (outcome.rows_accepted, outcome.ignored) == (2, {"not_asked_for": 3})
    assert outcome.remarks["not_asked_for"] == ["受伤人数 (2)", "事故起数 (1)"]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^死亡人数$", "死　亡人数"),
        ("（人）$", "死亡(人)"),
        ("^Fatal", "Fatal 2"),
    ],
)
def test_a_pattern_fits_a_cell_however_it_is_spaced(pattern: str, text: str) -> None:
    assert matches(re.compile(pattern), text)


def test_a_figure_is_no_mark() -> None:
    texts = pl.Series(["11", "1", "--", "—", None, "……"])
    assert without_marks(texts, ["-", "…"]).to_list() == ["11", "1", None, "—", None, None]


@pytest.mark.parametrize(
    ("calendar", "text", "read"),
    [
        ("day_month_year", "19-09-1996", "1996-09-19"),
        ("day_month_year", "3/4/2015 14:30", "2015-04-03 14:30"),
        ("month_day_year", "3/4/2015", "2015-03-04"),
        ("republic", "110年01月01日 04時49分00秒", "2021-01-01 04时49分00秒"),
        ("republic", "民國99/12/31", "2010-12-31"),
        ("republic", "110年", "2021年"),
        ("serial", "42064", "2015-03-01"),  # as Excel shows it
        ("serial", "42064.5", "2015-03-01 12:00:00"),
        ("serial", "2015-03-01", "2015-03-01"),
        ("day_month_year", "1996-09-19", "1996-09-19"),
    ],
)
def test_days_are_read_as_the_layout_says(calendar: str, text: str, read: str) -> None:
    assert as_read(pl.Series([text]), calendar).to_list() == [read]


def test_figures_are_taken_out_of_a_cell(load: Load, look: Look, write: Write) -> None:
    layout = """
name = "fatal"
kind = "accidents"
title = "x"
[columns]
accident_id = "id"
occurred_at = { heading = "date", calendar = "day_month_year" }
deaths = { heading = "severity", pattern = '^Fatal\\((\\d+)\\)', replace = { "non-fatal" = "0" } }
[constants]
region_code = "US"
"""
    text = "id,date,severity\nA1,19-09-1996,Fatal(2)\nA2,26-02-2007,Non-Fatal\nA3,1-1-2008,?\n"
    outcome = load("fatal.csv", text, layout=str(write("fatal.toml", layout)))
    assert look("accidents")["deaths"].to_list() == [2, 0]
    assert outcome.reasons == {"value_not_a_number": 1}


def test_three_rows_of_headings_and_a_column_that_is_none_of_the_table_s(
    load: Load, look: Look, write: Write
) -> None:
    layout = """
name = "three"
kind = "statistics"
title = "x"
[recognise]
above = ['(?P<period>\\d{4}年)事故情况']
[table]
header_rows = 3
ignore_columns = ["D"]
[columns]
region_name = "地区"
[across]
headings = '(?P<scope>道路交通)/(?P<measure>死亡人数)/(?P<period>\\d{4}年)'
replace = { "本年" = "2019年", "上年" = "2018年" }
"""
    text = (
        "2019年事故情况,,,\n地区,道路交通,,\n,死亡人数,,\n,本年,上年,\n"
        "嘉兴市,30,33,1\n平湖市,3,4,0\n"
    )
    outcome = load("three.csv", text, layout=str(write("three.toml", layout)))
    assert outcome.rows_refused == 0
    rows = look("statistics").select("region_code", "period", "value").rows()
    assert sorted(rows) == [
        ("330400", "2018", "33"),
        ("330400", "2019", "30"),
        ("330482", "2018", "4"),
        ("330482", "2019", "3"),
    ]


@pytest.mark.parametrize(
    ("text", "layout", "read"),
    [
        (
            (
                "数据库：分省年度数据,\n地区：浙江省,\n时间：最近2年,\n指标,2022年\n"
                "地区生产总值(亿元),77715.4\n交通事故死亡人数总计(人),3000\n数据来源：国家统计局,\n"
            ),
            "nbs_one_region_by_year",
            {("gdp", "2022", "year", "77715.4"), ("deaths", "2022", "year", "3000")},
        ),
        (
            (
                "数据库：分省季度数据,,\n指标：地区生产总值_累计值(亿元),,\n时间：最近6季度,,\n"
                "地区,2023年第四季度,2023年第三季度\n浙江省,82553.2,59182.5\n数据来源：国家统计局,,\n"
            ),
            "nbs_regions_within_the_year",
            {
                ("gdp", "2023-Q4", "cumulative_from_january", "82553.2"),
                ("gdp", "2023-Q3", "cumulative_from_january", "59182.5"),
            },
        ),
        (
            (
                "数据库：季度数据,\n地区：全国,\n时间：最近6季度,\n指标,2023年第二季度\n"
                "国内生产总值_当季值(亿元),308038\n国内生产总值_累计值(亿元),593034\n"
            ),
            "nbs_one_region_within_the_year",
            {
                ("gdp", "2023-Q2", "single_period", "308038"),
                ("gdp", "2023-Q2", "cumulative_from_january", "593034"),
            },
        ),
        (
            (
                "数据库：月度数据,\n地区：全国,\n时间：最近6个月,\n指标,2023年12月\n"
                "交通事故死亡人数(人),5000\n"
            ),
            "nbs_one_region_within_the_year",
            {("deaths", "2023-12", "single_month", "5000")},
        ),
    ],
)
def test_exports_of_the_bureau_are_read_without_a_layout_of_one_s_own(
    load: Load, look: Look, text: str, layout: str, read: set[tuple[str, ...]]
) -> None:
    outcome = load("export.csv", text)
    assert (outcome.layout, outcome.rows_refused) == (layout, 0)
    told = look("statistics").select("measure", "period", "period_basis", "value").rows()
    assert set(told) == read
