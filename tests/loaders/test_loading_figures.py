"""Files of figures: what is accepted, refused, repeated and ignored."""

import json

import pytest

from tests.loaders.conftest import FIGURES, Load, Look, Write
from warehouse.ground.settings import Settings

GDP = "330400,嘉兴市,2015,gdp,,3517.81,亿元,2016-02-29,公报,统计局\n"
DEATHS = "330400,嘉兴市,2015,deaths,all_kinds,318,人,2016-03-01,公报,安监局\n"


def test_a_good_file_is_accepted_whole(load: Load, look: Look) -> None:
    outcome = load("good.csv", FIGURES + GDP + DEATHS)
    assert (outcome.status, outcome.kind, outcome.layout) == (
        "accepted",
        "statistics",
        "statistics",
    )
    assert (outcome.rows_read, outcome.rows_accepted) == (2, 2)
    row = look("statistics").row(0, named=True)
    assert (row["row_number"], row["value"], row["unit"]) == (2, "3517.81", "亿元")
    assert (row["region_code"], row["period_basis"]) == ("330400", "year")


def test_same_file_twice_changes_nothing(load: Load, home: Settings) -> None:
    first = load("good.csv", FIGURES + GDP)
    before = {path: path.stat().st_mtime_ns for path in home.home.rglob("*")}
    again = load("copy under another name.csv", FIGURES + GDP)
    assert (first.status, again.status) == ("accepted", "duplicate")
    assert (again.rows_read, again.rows_duplicate) == (1, 1)
    after = {path: path.stat().st_mtime_ns for path in home.home.rglob("*") if path.is_file()}
    assert after == {path: before[path] for path in after}


def test_same_key_with_another_value_is_a_conflict_naming_both_rows(load: Load, look: Look) -> None:
    outcome = load("conflict.csv", FIGURES + GDP + DEATHS + DEATHS.replace("318", "319"))
    assert (outcome.rows_accepted, outcome.rows_refused) == (1, 2)
    assert outcome.reasons == {"conflict_in_file": 2}
    refused = look("refused").sort("row_number")
    assert refused["row_number"].to_list() == [3, 4]
    assert refused["detail"].to_list() == ["3, 4", "3, 4"]
    assert json.loads(refused["original_text"][1])[5] == "319"


def test_same_row_twice_is_a_duplicate(load: Load) -> None:
    outcome = load("twice.csv", FIGURES + GDP + GDP)
    assert (outcome.rows_accepted, outcome.rows_duplicate, outcome.rows_refused) == (1, 1, 0)
    assert outcome.status == "accepted"


def test_two_values_of_one_figure_each_explained_are_no_conflict(load: Load) -> None:
    header = FIGURES.replace("\n", ",notes\n")
    wide = GDP.replace("\n", ",县内口径\n")
    narrow = GDP.replace("3517.81", "3400.1").replace("\n", ",不含港区\n")
    assert load("explained.csv", header + wide + narrow).rows_accepted == 2


def test_chinese_headings_and_words_are_read(load: Load, look: Look) -> None:
    text = (
        "地区,时期,指标,事故范围,数值,单位,数据版次\n"
        "浙江省嘉兴市,2015年1-10月,死亡人数,各类事故,２５８,人,初步核算数\n"
    )
    assert load("clerk.csv", text).status == "accepted"
    row = look("statistics").row(0, named=True)
    assert (row["region_code"], row["period"], row["period_basis"]) == (
        "330400",
        "2015-10",
        "cumulative_from_january",
    )
    assert (row["measure"], row["scope"], row["value"], row["vintage"]) == (
        "deaths",
        "all_kinds",
        "258",
        "preliminary",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("999999,,2015,gdp,,1,亿元,,,\n", "region_unknown"),
        (",朝阳区,2015,gdp,,1,亿元,,,\n", "region_ambiguous"),
        (",,2015,gdp,,1,亿元,,,\n", "region_missing"),
        ("331000,泰州市,2015,gdp,,1,亿元,,,\n", "region_contradicts"),
        ("321284,姜堰市,2015,gdp,,1,亿元,,,\n", "region_not_valid_then"),
        ("330400,,民国104年,gdp,,1,亿元,,,\n", "period_roc_year"),
        ("330400,,去年,gdp,,1,亿元,,,\n", "period_not_recognised"),
        ("330400,,,gdp,,1,亿元,,,\n", "period_missing"),
        ("330400,,2099,gdp,,1,亿元,,,\n", "period_in_future"),
        ("330400,,2015,幸福感,,1,分,,,\n", "measure_unknown"),
        ("330400,,2015,,,1,亿元,,,\n", "measure_missing"),
        ("330400,,2015,deaths,,1,人,,,\n", "scope_missing"),
        ("330400,,2015,deaths,天上,1,人,,,\n", "scope_unknown"),
        ("330400,,2015,gdp,,,亿元,,,\n", "value_missing"),
        ("330400,,2015,gdp,,约莫,亿元,,,\n", "value_not_a_number"),
        ("330400,,2015,gdp,,3～5,亿元,,,\n", "value_has_two_numbers"),
        ("330400,,2015,deaths,production,-1,人,,,\n", "negative_count"),
        ("330400,,2015,deaths,production,2.5,人,,,\n", "value_not_whole"),
        ("330400,,2015,gdp,,1,,,,\n", "unit_missing"),
        ("330400,,2015,gdp,,1,光年,,,\n", "unit_unknown"),
        ("330400,,2015,gdp,,1,万辆,,,\n", "unit_contradicts"),
        ("330400,,2015,gdp,,1,亿元,2015-02-30,,\n", "date_does_not_exist"),
        ("330400,,2015,deaths,production,99999999,人,,,\n", "more_deaths_than_population"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(
    load: Load, look: Look, row: str, reason: str
) -> None:
    outcome = load("wrong.csv", FIGURES + GDP + row)
    assert outcome.reasons == {reason: 1}
    assert (outcome.status, outcome.rows_accepted) == ("partial", 1)
    refused = look("refused").row(0, named=True)
    assert (refused["row_number"], refused["reason_codes"]) == (3, reason)


def test_growth_may_be_negative_and_is_known_by_its_names(load: Load, look: Look) -> None:
    rows = (
        "330400,,2014,GDP增速,,7.5%,,,,\n"
        "330400,,2015,地区生产总值比上年增长,,-3.1,%,,,\n"
        "330400,,2016,地区生产总值指数,,107.0,上年=100,,,\n"
    )
    assert load("growth.csv", FIGURES + rows).rows_accepted == 3
    read = look("statistics").select("measure", "value", "unit").rows()
    assert [(measure, str(value), unit) for measure, value, unit in read] == [
        ("gdp_growth", "7.5", "%"),
        ("gdp_growth", "-3.1", "%"),
        ("gdp_index", "107.0", "上年=100"),
    ]


def test_all_that_is_wrong_with_a_row_is_told_at_once(load: Load, look: Look) -> None:
    load("wrong.csv", FIGURES + "999999,,去年,gdp,,约莫,亿元,,,\n")
    codes = look("refused")["reason_codes"][0].split("|")
    assert set(codes) >= {"period_not_recognised", "value_not_a_number"}


def test_approximate_values_are_accepted_and_marked(load: Load, look: Look) -> None:
    outcome = load("about.csv", FIGURES + GDP.replace("3517.81", "约3517"))
    assert outcome.warnings == {"value_is_approximate": 1}
    assert look("statistics")["flags"].to_list() == ["value:approximate"]
    assert look("warned")["reason_codes"].to_list() == ["value_is_approximate"]


def test_a_value_of_more_digits_than_the_models_keep_is_refused(load: Load) -> None:
    largest = load("largest.csv", FIGURES + GDP.replace("3517.81,亿元", "999999999999999.5,元"))
    assert largest.rows_accepted == 1
    larger = load("larger.csv", FIGURES + GDP.replace("3517.81,亿元", "1000000000000000,元"))
    assert larger.reasons == {"value_too_large": 1}


def test_a_unit_in_the_cell_is_read_with_the_value(load: Load, look: Look) -> None:
    load("inside.csv", FIGURES + GDP.replace("3517.81,亿元", "3517.81亿元,"))
    assert look("statistics").select("value", "unit").row(0) == ("3517.81", "亿元")


def test_wan_for_yi_is_accepted_with_a_warning(load: Load) -> None:
    # Jiaxing's GDP of 2015 is 3517.81 亿元: in 万元 it is a ten-thousandth of the figure known.
    outcome = load("slip.csv", FIGURES + GDP.replace("亿元", "万元"))
    assert outcome.status == "accepted"
    assert {"ten_times_last_vintage", "implausible_ratio"} <= set(outcome.warnings)


def test_a_tenfold_jump_between_years_is_accepted_with_a_warning(load: Load) -> None:
    years = "999,gdp,,100,亿元,,,\n330400,,1998,gdp,,1100,亿元,,,\n"
    outcome = load("jump.csv", FIGURES + "330400,,1" + years)
    assert outcome.warnings["far_from_neighbouring_year"] == 2


def test_parts_that_exceed_the_total_are_accepted_with_a_warning(load: Load) -> None:
    rows = "330400,,1999,deaths,all_kinds,10,人,,,\n330400,,1999,deaths,fire,11,人,,,\n"
    outcome = load("parts.csv", FIGURES + rows)
    assert outcome.warnings == {"part_exceeds_total": 2}


def test_blank_lines_are_counted_as_ignored(load: Load) -> None:
    outcome = load("blank.csv", FIGURES + "\n" + GDP + ",,,,,,,,,\n")
    assert (outcome.rows_read, outcome.rows_accepted, outcome.rows_ignored) == (3, 1, 2)
    assert outcome.ignored == {"blank": 2}


def test_a_file_without_rows_is_refused_whole(load: Load) -> None:
    outcome = load("head.csv", FIGURES)
    assert (outcome.status, outcome.refusal) == ("refused", "no_rows")


def test_an_unknown_form_names_the_nearest_and_what_it_lacks(load: Load) -> None:
    outcome = load("near.csv", "地区,时期,数值\n嘉兴市,2015,3\n")
    assert outcome.refusal == "layout_not_recognised"
    assert "statistics" in outcome.refusal_detail
    assert "指标" in outcome.refusal_detail


def test_headings_without_a_meaning_are_named(load: Load) -> None:
    outcome = load("more.csv", FIGURES.replace("\n", ",vintag\n") + GDP.replace("\n", ",final\n"))
    assert outcome.remarks == {"headings_without_meaning": ["vintag"]}


def test_a_heading_that_stands_twice_is_refused(load: Load) -> None:
    outcome = load("twice.csv", FIGURES.replace("\n", ",value\n") + GDP.replace("\n", ",3\n"))
    assert (outcome.refusal, outcome.refusal_detail) == ("heading_repeated", "value")


def test_a_file_that_was_refused_may_be_tried_again(load: Load, home: Settings) -> None:
    text = "城市,年,亿元\n嘉兴市,2015,3517.81\n"
    assert load("own.csv", text).refusal == "layout_not_recognised"
    (home.home / "layouts").mkdir()
    (home.home / "layouts" / "own.toml").write_text(
        'name = "own"\nkind = "statistics"\ntitle = "自有表"\n'
        '[columns]\nregion_name = "城市"\nperiod = "年"\nvalue = "亿元"\n'
        '[constants]\nmeasure = "gdp"\nunit = "亿元"\n',
        encoding="utf-8",
    )
    outcome = load("own.csv", text)
    assert (outcome.status, outcome.layout) == ("accepted", "own")
    assert len(list(home.lake.glob("*/outcome.parquet"))) == 1


def test_a_cell_without_a_heading_is_refused_not_lost(load: Load, look: Look) -> None:
    outcome = load("shifted.csv", FIGURES + GDP + DEATHS.replace("公报,安监局", "公,报,安监局"))
    assert outcome.reasons == {"more_cells_than_headings": 1}
    assert look("refused")["detail"].to_list() == ["安监局"]


def test_control_characters_in_a_cell_are_no_way_in(load: Load) -> None:
    outcome = load("control.csv", FIGURES + GDP + GDP.replace("嘉兴市", "嘉\x1f兴\x1f市"))
    assert (outcome.rows_accepted, outcome.rows_duplicate) == (1, 1)


def test_words_for_no_accident_are_zero_of_a_count_only(load: Load, look: Look) -> None:
    none = DEATHS.replace("318", "未发生")
    outcome = load("none.csv", FIGURES + none + GDP.replace("3517.81", "未发生"))
    assert outcome.reasons == {"value_not_a_number": 1}
    assert look("statistics")["value"].to_list() == ["0"]


def test_a_scope_that_contradicts_the_measure_s_name_is_refused(load: Load) -> None:
    outcome = load(
        "scope.csv", FIGURES + DEATHS.replace("deaths,all_kinds", "道路交通事故死亡人数,fire")
    )
    assert outcome.reasons == {"scope_contradicts": 1}


def test_a_day_of_publication_to_come_is_refused(load: Load) -> None:
    row = "330400,嘉兴市,{},deaths,production,{},人,{},甲,乙\n"
    text = FIGURES + row.format(2020, 90, "2099-01-01") + row.format(2019, 95, "2020-03-01")
    outcome = load("ahead.csv", text)
    assert (outcome.reasons, outcome.rows_accepted) == ({"published_in_future": 1}, 1)


def test_a_future_year_is_refused_but_for_quotas_and_forecasts(load: Load) -> None:
    heading = FIGURES.replace("\n", ",vintage\n")
    rows = (
        "330400,嘉兴市,2099,deaths,production,90,人,,甲,乙,\n"
        "330400,嘉兴市,2099,gdp,,9000,亿元,,甲,乙,forecast\n"
        "330400,嘉兴市,2099,quota_deaths,production,90,人,,甲,乙,\n"
    )
    outcome = load("years.csv", heading + rows)
    assert (outcome.reasons, outcome.rows_accepted) == ({"period_in_future": 1}, 2)


@pytest.mark.parametrize(("value", "warned"), [("0.95", 1), ("1", 1), ("95", 0), ("0", 0)])
def test_a_share_written_as_a_fraction_is_accepted_with_a_warning(
    load: Load, value: str, warned: int
) -> None:
    outcome = load(
        "share.csv", FIGURES + f"330400,嘉兴市,2018,emergency_plan_filing_rate,,{value},%,,甲,乙\n"
    )
    assert outcome.warnings == ({"share_like_a_fraction": 1} if warned else {})


@pytest.mark.parametrize(
    ("name", "text", "refusal", "detail"),
    [
        ("a.txt", "2017年，全市共发生生产安全事故80起，死亡90人。\n", "no_table_found", "2017年"),
        (
            "b.csv",
            "發生時間,死亡受傷人數\n110年01月01日,死亡1\n",
            "layout_not_recognised",
            "1: 發生",
        ),
        ("c.jsonl", '{"地区":"嘉兴市","时期":"2016"}\n', "file_form_unknown", "JSON"),
        (
            "d.json",
            '[\n {"地区": "嘉兴市"}\n]\n',
            "file_form_unknown",
            "JSON",
        ),
    ],
)
def test_what_is_no_table_is_called_what_it_is(
    load: Load, name: str, text: str, refusal: str, detail: str
) -> None:
    outcome = load(name, text)
    assert outcome.refusal == refusal
    assert detail in outcome.refusal_detail


def test_names_as_of_another_day_are_read_by_a_layout_that_says_so(
    load: Load, look: Look, write: Write
) -> None:
    layout = (
        'name = "history"\nkind = "statistics"\ntitle = "历年"\n[columns]\nregion_name = "地区"\n'
        '[across]\nheadings = "(?P<period>[0-9]{4}年)"\n[constants]\nmeasure = "常住人口"\n'
        'unit = "万人"\nregion_level = "county"\nnames_as_of = "2023"\n'
    )
    text = "地区,2010年,2023年\n姜堰区,70,66\n泰州市,462,450\n"
    outcome = load("history.csv", text, layout=str(write("history.toml", layout)))
    rows = look("statistics").select("region_code", "period").rows()
    assert sorted(rows) == [("321204", "2023"), ("321284", "2010")]
    assert outcome.reasons == {"region_not_of_level": 2}
