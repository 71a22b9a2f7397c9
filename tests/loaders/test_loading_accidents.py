"""Files of accidents: counts, severities, coverage, corrections."""

from datetime import date
from pathlib import Path

import pytest

from tests.loaders.conftest import ACCIDENTS, Load, Look, Write

ONE = "A1,2015-03-01 14:30,330400,production,3,2015-04-01\n"


def test_an_accident_is_read_into_codes(load: Load, look: Look) -> None:
    text = (
        "事故编号,发生时间,地区,事故范围,行业,事故类型,死亡人数,失踪人数,重伤人数,直接经济损失,"
        "损失单位,是否生产安全事故,事故等级\n"
        "嘉2015-01,2015年3月1日14时30分,嘉兴市,生产安全事故,制造业,高处坠落,3,1,2,1200,万元,是,较大\n"
    )
    assert load("register.csv", text).status == "accepted"
    row = look("accidents").row(0, named=True)
    assert str(row["occurred_at"]) == "2015-03-01 14:30:00"
    assert (row["region_code"], row["scope"], row["industry"]) == ("330400", "production", "C")
    assert (row["deaths"], row["missing"], row["serious_injuries"]) == (3, 1, 2)
    assert (row["direct_loss"], row["direct_loss_unit"]) == (1200.0, "万元")
    assert (row["is_production"], row["severity"]) == (True, "larger")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2015-03-01,330400,production,3,\n", "accident_id_missing"),
        ("A2,,330400,production,3,\n", "date_missing"),
        ("A2,2015-02-30,330400,production,3,\n", "date_does_not_exist"),
        ("A2,2099-01-01,330400,production,3,\n", "occurred_in_future"),
        ("A2,2015-03-01,330400,production,,\n", "deaths_missing"),
        ("A2,2015-03-01,330400,production,-3,\n", "negative_count"),
        ("A2,2015-03-01,330400,production,1.5,\n", "value_not_whole"),
        ("A2,2015-03-01,330400,production,九千万,\n", "more_deaths_than_population"),
        ("A2,2015-03-01,000001,production,3,\n", "region_unknown"),
        ("A2,2015-03-01,330400,nowhere,3,\n", "scope_unknown"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(load: Load, row: str, reason: str) -> None:
    outcome = load("wrong.csv", ACCIDENTS + ONE + row)
    assert outcome.reasons == {reason: 1}
    assert outcome.rows_accepted == 1


@pytest.mark.parametrize(
    ("deaths", "missing", "severity", "is_refused"),
    [
        (2, 0, "一般", False),
        (3, 0, "一般", True),
        (2, 1, "一般", True),
        (9, 0, "较大", False),
        (10, 0, "较大", True),
        (29, 0, "重大", False),
        (30, 0, "重大", True),
        (30, 0, "特别重大", False),
        # a graver severity than the deaths make it may rest on injuries or loss
        (0, 0, "重大", False),
    ],
)
def test_severity_below_its_deaths_is_refused(
    load: Load, deaths: int, missing: int, severity: str, *, is_refused: bool
) -> None:
    text = (
        "accident_id,occurred_at,region_code,deaths,missing,severity\n"
        f"A1,2015-03-01,330400,{deaths},{missing},{severity}\n"
    )
    outcome = load("severity.csv", text)
    assert outcome.reasons == ({"severity_below_deaths": 1} if is_refused else {})


HANDLED = (
    "事故编号,发生时间,地区,死亡人数,事故地点,单位名称,"
    "挂牌督办日期,销号日期,整改措施数,已完成措施数\n"
)


def test_place_firm_and_the_state_of_handling_are_read(load: Load, look: Look) -> None:
    row = (
        "A1,2015-03-01 14:30,嘉兴市,3,城南路　工地,某建设有限 公司,2015年3月5日,2015-09-01,4项,3\n"
    )
    assert load("handled.csv", HANDLED + row).status == "accepted"
    read = look("accidents").row(0, named=True)
    assert (read["place"], read["enterprise"]) == ("城南路工地", "某建设有限公司")
    assert read["handling_opened_date"] == date(2015, 3, 5)
    assert read["handling_closed_date"] == date(2015, 9, 1)
    assert (read["measures_ordered"], read["measures_done"]) == (4, 3)


@pytest.mark.parametrize(
    ("handling", "reason"),
    [
        ("2015-03-01,2015-03-01,0,0", None),
        (",2015-09-01,,3", None),
        ("2015-02-28,,,", "handling_before_accident"),
        (",2015-02-28,,", "handling_before_accident"),
        ("2015-09-01,2015-08-31,,", "handling_closed_before_opened"),
        ("2015-03-05,2099-12-31,,", "handling_in_future"),
        (",,3,4", "more_measures_done_than_ordered"),
        (",,-1,", "negative_count"),
        (",,2.5,", "value_not_whole"),
        ("2015-02-30,,,", "date_does_not_exist"),
    ],
)
def test_a_handling_that_cannot_be_is_refused(
    load: Load, handling: str, reason: str | None
) -> None:
    outcome = load("handled.csv", f"{HANDLED}A1,2015-03-01 14:30,嘉兴市,3,,,{handling}\n")
    assert outcome.reasons == ({reason: 1} if reason else {})


def test_a_later_reading_of_an_accident_is_no_conflict(load: Load) -> None:
    later = ONE.replace(",3,2015-04-01", ",4,2015-05-01")
    assert load("corrected.csv", ACCIDENTS + ONE + later).rows_accepted == 2


def test_two_readings_of_one_day_are_a_conflict(load: Load) -> None:
    outcome = load("conflict.csv", ACCIDENTS + ONE + ONE.replace(",3,", ",4,"))
    assert outcome.reasons == {"conflict_in_file": 2}


def test_coverage_is_declared_in_columns(load: Load, look: Look) -> None:
    header = ACCIDENTS.replace("\n", ",covers_region,covers_from,covers_to\n")
    row = ONE.replace("\n", ",330400,2015-01-01,2015-12-31\n")
    assert load("covering.csv", header + row).status == "accepted"
    row_read = look("coverage").row(0, named=True)
    assert (row_read["covers_region"], row_read["covers_from"], row_read["covers_to"]) == (
        "330400",
        date(2015, 1, 1),
        date(2015, 12, 31),
    )


def test_coverage_is_declared_beside_the_file(load: Load, look: Look, write: Write) -> None:
    write(
        "register.csv.meta.toml",
        'covers_region = "嘉兴市"\ncovers_from = 2015-01-01\ncovers_to = 2015-06-30\n'
        'covers_scope = "production"\nsource_title = "嘉兴市事故台账"\n',
    )
    load("register.csv", ACCIDENTS + ONE)
    row = look("coverage").row(0, named=True)
    assert (row["covers_region"], row["covers_scope"]) == ("330400", "production")
    assert look("accidents")["source_title"].to_list() == ["嘉兴市事故台账"]


def test_months_without_accidents_are_covered_too(load: Load, look: Look, write: Write) -> None:
    write(
        "none.csv.meta.toml",
        'covers_region = "330400"\ncovers_from = 2015-01-01\ncovers_to = 2015-01-31\n'
        'covers_scope = "production"\n',
    )
    outcome = load("none.csv", ACCIDENTS)
    assert (outcome.status, outcome.rows_accepted) == ("accepted", 0)
    assert look("coverage").height == 1


def test_a_new_declaration_loads_the_same_file_again(load: Load, look: Look, write: Write) -> None:
    load("register.csv", ACCIDENTS + ONE)
    write(
        "register.csv.meta.toml",
        'covers_region = "330400"\ncovers_from = 2015-01-01\ncovers_to = 2015-06-30\n',
    )
    assert load("register.csv", ACCIDENTS + ONE).status == "accepted"
    assert look("coverage").height == 1
    assert look("accidents").height == 1


@pytest.mark.parametrize(
    "declaration",
    [
        'covers_region = "330400"\n',
        'covers_region = "330400"\ncovers_from = 2015-06-30\ncovers_to = 2015-01-01\n',
        'covers_region = "Atlantis"\ncovers_from = 2015-01-01\ncovers_to = 2015-06-30\n',
    ],
)
def test_a_declaration_that_cannot_be_read_refuses_the_file(
    load: Load, write: Write, declaration: str
) -> None:
    write("register.csv.meta.toml", declaration)
    assert load("register.csv", ACCIDENTS + ONE).refusal == "coverage_not_recognised"


def test_a_declaration_that_is_no_toml_refuses_the_file(load: Load, write: Write) -> None:
    write("register.csv.meta.toml", "covers_region: 330400\n")
    assert load("register.csv", ACCIDENTS + ONE).refusal == "sidecar_not_recognised"


def test_an_accident_told_over_several_rows_is_folded(load: Load, look: Look, write: Write) -> None:
    layout = write(
        "casualties.toml",
        'name = "casualties"\nkind = "accidents"\ntitle = "伤亡人员表"\n'
        '[columns]\naccident_id = "编号"\noccurred_at = "时间"\nregion_name = "地点"\n'
        'deaths = { heading = "伤情", replace = { "死亡" = "1", "重伤" = "0" } }\n'
        'serious_injuries = { heading = "伤情", replace = { "死亡" = "0", "重伤" = "1" } }\n'
        '[fold]\ndeaths = "sum"\nserious_injuries = "sum"\n',
    )
    text = (
        "编号,时间,地点,伤情\n1,2015-03-01,嘉兴市,死亡\n1,2015-03-01,嘉兴市,重伤\n"
        "1,2015-03-01,嘉兴市,重伤\n2,2015-03-02,嘉兴市,死亡\n"
    )
    outcome = load("casualties.csv", text, layout=str(layout))
    assert (outcome.rows_accepted, outcome.records) == (4, 2)
    found = look("accidents").sort("accident_id")
    assert found.select("deaths", "serious_injuries").rows() == [(1, 2), (1, 0)]
    wrong = text.replace("2015-03-01,嘉兴市,死亡", "2015-13-01,嘉兴市,死亡")
    outcome = load("wrong.csv", wrong, layout=str(layout))
    assert outcome.reasons == {"date_does_not_exist": 1, "other_row_refused": 2}
    assert outcome.records == 1


def test_an_absent_file_is_told(load: Load, tmp_path: Path) -> None:
    assert load(tmp_path / "absent.csv").refusal == "file_missing"


def test_a_row_that_only_declares_coverage_is_no_accident(load: Load, look: Look) -> None:
    header = ACCIDENTS.replace("\n", ",covers_region,covers_from,covers_to,covers_scope\n")
    row = ",,,,,,330400,2015-01-01,2015-01-31,production\n"
    outcome = load("quiet.csv", header + row)
    assert (outcome.status, outcome.ignored) == ("accepted", {"coverage": 1})
    assert look("coverage").height == 1
