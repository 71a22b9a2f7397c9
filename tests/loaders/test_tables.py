"""Several tables on one sheet: none is ever read as rows of another.

Made-up figures. The layouts of the Bureau's exports ship; DEATHS is a form of a city's own.
"""

from pathlib import Path

import pytest
import xlsxwriter

from loaders.bytes.documents import Sheet, sheet_of_rows
from loaders.form.layouts import read_layout
from loaders.form.recognising import Fit, place
from loaders.form.tables import pieces
from tests.loaders.conftest import Load, Look, Write

TITLES = "数据库：分省年度数据,,\n指标：{},,\n时间：最近2年,,\n"
HEADINGS = "地区,2022年,2021年\n"
GDP = "浙江省,77715.4,74040.8\n江苏省,122875.6,117392.4\n"
RESIDENTS = "广东省,12657,12684\n福建省,4188,4187\n"
FIRST = TITLES.format("地区生产总值(亿元)") + HEADINGS + GDP
RESIDENTS_TITLE = "指标：年末常住人口(万人),,\n"
SOURCE = "数据来源：国家统计局,,\n"

DEATHS = """
name = "deaths_by_county"
kind = "statistics"
title = "死亡人数"
[recognise]
above = ['^表1 各县（市、区）(?P<measure>死亡人数)']
[columns]
region_name = "地区"
[across]
headings = '(?P<period>\\d{4}年)'
[constants]
region_within = "330400"
scope = "各类事故"
unit = "人"
"""


def by_measure(look: Look) -> dict[str, set[str]]:
    """Answers the regions that each measure has figures of."""
    rows = look("statistics")
    measures = rows["measure"].unique().to_list()
    return {each: set(rows.filter(measure=each)["region_code"]) for each in measures}


REGIONS = {"gdp": {"330000", "320000"}}
BOTH = REGIONS | {"population_resident": {"440000", "350000"}}


@pytest.mark.parametrize(
    ("below", "read", "refused"),
    [
        (TITLES.format("年末常住人口(万人)") + HEADINGS + RESIDENTS, BOTH, 0),
        (SOURCE + TITLES.format("年末常住人口(万人)") + HEADINGS + RESIDENTS, BOTH, 0),
        (",,\n" + TITLES.format("年末常住人口(万人)") + ",,\n" + HEADINGS + RESIDENTS, BOTH, 0),
        (TITLES.format("年末常住人口(万人)") + "地区,2012年,2011年\n" + RESIDENTS, BOTH, 0),
        ("（续表）,,\n" + HEADINGS + "山西省,1,2\n", {"gdp": {*REGIONS["gdp"], "140000"}}, 0),
        (RESIDENTS_TITLE + RESIDENTS, REGIONS, 2),  # one title, no headings
        (RESIDENTS_TITLE + HEADINGS + RESIDENTS, REGIONS, 2),  # half of the titles
        (SOURCE + RESIDENTS_TITLE + RESIDENTS, REGIONS, 2),
        (HEADINGS + RESIDENTS, REGIONS, 2),  # headings whose titles are lost
        ("地  区,２０２２年,2021年\n" + RESIDENTS, REGIONS, 2),
        ("年末常住人口（万人）,,\n" + RESIDENTS, REGIONS, 2),  # a lone title
        ("表2 年末常住人口,,单位：万人\n" + RESIDENTS, REGIONS, 2),
        ("年末常住人口,,单位：万人\n" + RESIDENTS, REGIONS, 2),
        ("山西省,,\n其中：,,\n", REGIONS, 0),  # a region without figures, a group: no titles
    ],
)
def test_what_stands_below_a_table_is_a_table_of_its_own_or_refused(
    load: Load, look: Look, below: str, read: dict[str, set[str]], refused: int
) -> None:
    outcome = load("two.csv", FIRST + below)
    assert by_measure(look) == read
    assert (outcome.rows_refused, outcome.layout) == (refused, "nbs_regions_by_year")
    if refused:
        assert outcome.reasons == {"row_of_no_table": refused}
        assert all(detail for detail in look("refused")["detail"])


def test_a_row_of_words_is_refused_as_a_row(load: Load) -> None:
    outcome = load("words.csv", FIRST + "台洲市,八千左右,五千左右\n山西省,1,2\n")
    assert (outcome.rows_accepted, outcome.rows_refused) == (6, 2)
    assert "row_of_no_table" not in outcome.reasons


def test_tables_stacked_in_a_workbook_keep_their_measures(
    load: Load, look: Look, write: Write, tmp_path: Path
) -> None:
    path = tmp_path / "stacked.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("各县")
        sheet.merge_range(0, 0, 0, 2, "表1 各县（市、区）死亡人数")
        sheet.merge_range(5, 0, 5, 2, "表2 各县（市、区）事故起数")
        rows = {1: ("地区", "2018年", "2019年"), 2: ("南湖区", 100, 90), 3: ("平湖市", 10, 9)}
        rows |= {6: ("地区", "2018年", "2019年"), 7: ("海宁市", 200, 190), 8: ("桐乡市", 20, 19)}
        for at, cells in rows.items():
            sheet.write_row(at, 0, cells)
    outcome = load(path, layout=str(write("deaths.toml", DEATHS)))
    assert sorted(look("statistics")["value"]) == ["10", "100", "9", "90"]
    assert (outcome.status, outcome.reasons) == ("partial", {"row_of_no_table": 2})
    assert look("refused")["detail"][0] == "6: 表2 各县（市、区）事故起数"


def test_a_table_of_another_width_to_the_right_is_not_read_as_columns(
    load: Load, look: Look, write: Write
) -> None:
    text = (
        "表1 各县（市、区）死亡人数,,,,表2 事故起数,\n地区,2018年,2019年,,县区,2020年\n"
        "南湖区,100,90,,海宁市,200\n平湖市,10,9,,桐乡市,20\n"
    )
    outcome = load("beside.csv", text, layout=str(write("deaths.toml", DEATHS)))
    assert sorted(look("statistics")["value"]) == ["10", "100", "9", "90"]
    assert outcome.reasons == {"row_of_no_table": 2}


def test_rows_above_the_headings_of_another_table_are_not_passed_over_in_silence(
    load: Load, look: Look, write: Write
) -> None:
    text = (
        "表2 各县（市、区）事故起数,,\n地区,2018年,2019年\n海宁市,200,190\n"
        "表1 各县（市、区）死亡人数,,\n地区,2018年,2019年\n南湖区,100,90\n"
    )
    outcome = load("second.csv", text, layout=str(write("deaths.toml", DEATHS)))
    assert sorted(look("statistics")["value"]) == ["100", "90"]
    assert outcome.reasons == {"row_of_no_table": 1}


def test_a_layout_that_reads_no_title_does_not_read_past_one(load: Load, write: Write) -> None:
    layout = DEATHS.replace("above = ['^表1 各县（市、区）(?P<measure>死亡人数)']", "").replace(
        "[constants]", '[constants]\nmeasure = "死亡人数"'
    )
    text = "地区,2018年\n南湖区,100\n{}地区,2018年\n海宁市,200\n"
    path = str(write("blind.toml", layout))
    assert load("paged.csv", text.format("续表,\n"), layout=path).rows_refused == 0
    for name, between in {"titled.csv": "事故起数,\n", "headed.csv": ""}.items():
        outcome = load(name, text.format(between), layout=path)
        assert outcome.reasons == {"row_of_no_table": 1}


def test_canonical_rows_go_on_below_their_headings_said_again(load: Load) -> None:
    rows = "嘉兴市,{},生产安全事故,死亡人数,90,人,甲\n"
    headings = "地区,时期,事故范围,指标,数值,单位,来源标题\n"
    text = headings + rows.format(2018) + headings + rows.format(2019) + "嘉兴市,,,,,,\n"
    outcome = load("again.csv", text + rows.format(2020))
    assert (outcome.rows_accepted, outcome.rows_refused) == (3, 1)
    assert outcome.ignored == {"title": 1}


def test_a_title_in_one_batch_and_its_headings_in_the_next_belong_together(
    write: Write,
) -> None:
    layout = read_layout(write("deaths.toml", DEATHS))
    title: list[str | None] = ["表1 各县（市、区）死亡人数", None]
    rows: list[list[str | None]] = [
        title,
        ["地区", "2018年"],
        ["南湖区", "1"],
        title,
        ["地区", "2018年"],
        ["平湖市", "2"],
    ]
    frame = sheet_of_rows("", rows).head
    sheet = Sheet("", is_hidden=False, head=frame, batches=lambda: iter((frame[:4], frame[4:])))
    fit = place(sheet, layout)
    assert isinstance(fit, Fit)
    found = list(pieces(fit, lambda _canonical, text: text.endswith(("区", "市"))))
    data = [each.rows["c1"].to_list() for each in found if each.fit and not each.ignored]
    assert [names for names in data if names] == [["南湖区"], ["平湖市"]]
    assert sum(each.rows.height for each in found) == frame.height - 1  # but the first headings
