"""Registries of a home's own: plans, regions, measures, indicators, scopes and breaks from files.

The towns are Dongguan's; figures are invented.
"""

from pathlib import Path

import pytest

from loaders.lake.schemas import REGISTRIES
from loaders.loading import load_file
from loaders.reloading import reload_lake
from loaders.together import check_together, load_together
from tests.loaders.conftest import Load, Look, Write
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

REGIONS = "region_code,region_name,region_level,parent_code\n"
MEASURES = "measure_code,measure_name,base_unit\n"
INDICATORS = "indicator_code,indicator_name,numerator_measure,denominator_measure,multiplier,unit\n"
TOWN = "441900-shilong,石龙镇,county,441900\n"
RATE = "hazard_rectification_rate,隐患整改率,%\n"


def refusals(load: Load, look: Look, text: str) -> list[tuple[str, str]]:
    """Answers the reasons and details of a file's refused rows."""
    load("entries.csv", text)
    return list(look("refused").select("reason_codes", "detail").iter_rows())


def test_towns_of_a_city_without_counties_are_read_by_chinese_headings(
    load: Load, look: Look
) -> None:
    outcome = load(
        "镇街.csv",
        "地区代码,地区名称,地区级别,上级地区,其他名称\n"
        "441900102,石龙镇,县级,东莞市,石龙、石龙街\n"
        "441900-songshanhu,松山湖高新技术产业开发区,功能区,441900,松山湖\n"
        "441900-dalang,大朗镇,county,441900-songshanhu,\n",
    )
    assert (outcome.kind, outcome.status) == ("regions", "accepted")
    assert look("regions").select(
        "region_code", "region_level", "parent_code", "other_names"
    ).rows() == [
        ("441900102", "county", "441900", "石龙|石龙街"),
        ("441900-songshanhu", "other", "441900", "松山湖"),
        ("441900-dalang", "county", "441900-songshanhu", None),
    ]


@pytest.mark.parametrize(
    ("row", "reason", "shown"),
    [
        ("330400,嘉兴市,prefecture,330000\n", "code_is_shipped", "330400"),
        ("441900-a,石龙镇,county,东菀市\n", "region_unknown", "东莞市"),
        ("441900-a,石龙镇,county,999999\n", "region_unknown", "999999"),
        ("441900-a,石龙镇,镇级,441900\n", "registry_word_unknown", "县级（county）"),
        ("441900-a,石龙镇,,441900\n", "region_level_missing", ""),
        ("441900-a,石龙镇,county,\n", "parent_missing", ""),
        ("石龙,石龙镇,county,441900\n", "code_not_recognised", "石龙"),
        ("441900-a,,county,441900\n", "name_missing", ""),
        ("441900-a,石龙镇,county,441900-a\n", "parent_is_itself", "441900-a"),
        ("330499,南湖区,county,330400\n", "name_is_taken", "南湖区 = 330402"),
    ],
)
def test_a_region_that_cannot_be_is_refused(
    load: Load, look: Look, row: str, reason: str, shown: str
) -> None:
    ((codes, detail),) = refusals(load, look, REGIONS + row)
    assert reason in codes.split("|")
    assert shown in detail


def test_a_code_that_ships_is_refused_in_one_sentence(load: Load, look: Look) -> None:
    row = "330400,嘉兴市,prefecture,330000\n"
    assert refusals(load, look, REGIONS + row) == [("code_is_shipped", "330400")]


def test_a_region_that_ends_before_it_begins_is_refused(load: Load, look: Look) -> None:
    text = "region_code,region_name,region_level,parent_code,valid_from,valid_to\n"
    row = "441900-a,石龙镇,county,441900,2020,2019-06-30\n"
    assert refusals(load, look, text + row) == [("years_contradict", "2020-01-01 – 2019-06-30")]


@pytest.mark.parametrize(
    ("row", "reason", "shown"),
    [
        ("deaths,死亡数,人\n", "code_is_shipped", "deaths"),
        ("Deaths,死亡数,人\n", "code_is_shipped", "Deaths"),
        ("my-rate,某率,%\n", "code_not_recognised", "my-rate"),
        ("my_rate,死亡人数,人\n", "name_is_taken", "死亡人数 = deaths"),
        ("checks,检查企业数,加次\n", "unit_unknown", "家次"),
        ("checks,检查企业数,\n", "unit_missing", ""),
    ],
)
def test_a_measure_that_cannot_be_is_refused(
    load: Load, look: Look, row: str, reason: str, shown: str
) -> None:
    ((codes, detail),) = refusals(load, look, MEASURES + row)
    assert codes.split("|") == [reason]
    assert shown in (detail or "")


def test_a_measure_is_kept_in_its_base_unit_and_shown_in_its_own(load: Load, look: Look) -> None:
    load(
        "measures.csv",
        "measure_code,measure_name,base_unit,lower_is_better\n"
        "hazard_rectification_rate,隐患整改率,%,no\n"
        "safety_spend,安全投入,万元,\n"
        "new_cases,新发职业病病例数,例,是\n",
    )
    rows = look("measures").select(
        "measure_code",
        "measure_kind",
        "measure_family",
        "base_unit",
        "display_unit",
        "lower_is_better",
    )
    assert rows.rows() == [
        ("hazard_rectification_rate", "share", "work", "%", "%", False),
        ("safety_spend", "amount", "work", "元", "万元", None),
        ("new_cases", "amount", "work", "例", "例", True),
    ]


@pytest.mark.parametrize(
    ("row", "reason", "shown"),
    [
        ("deaths_per_100m_yuan_gdp,某率,deaths,gdp,1,人\n", "code_is_shipped", ""),
        ("my_rate,某率,死亡人数,常驻人口,1000000,人/百万人\n", "measure_unknown", "常住人口"),
        ("my_rate,某率,,gdp,1,人\n", "numerator_missing", ""),
        ("my_rate,某率,deaths,gdp,,人/亿元\n", "multiplier_missing", "人/亿元"),
        ("my_rate,亿元GDP死亡率,deaths,gdp,1,人\n", "name_is_taken", "deaths_per_100m_yuan_gdp"),
        ("coal_output,煤矿某率,deaths,gdp,1,人\n", "name_is_taken", "coal_output = 原煤产量"),
    ],
)
def test_an_indicator_that_cannot_be_is_refused(
    load: Load, look: Look, row: str, reason: str, shown: str
) -> None:
    ((codes, detail),) = refusals(load, look, INDICATORS + row)
    assert reason in codes.split("|")
    assert shown in (detail or "")


def test_one_row_is_an_indicator_with_scope_and_denominator(load: Load, look: Look) -> None:
    load("measures.csv", MEASURES + "hazards_found,排查隐患数,处\nhazards_mended,整改隐患数,处\n")
    outcome = load(
        "indicators.csv",
        INDICATORS + "deaths_per_million,百万人口死亡率,死亡人数,常住人口,1000000,人/百万人\n"
        "mended_share,整改完成率,hazards_mended,排查隐患数,,%\n"
        "spending,安全投入强度,直接经济损失,地区生产总值,1,元/元\n"
        "mended,整改隐患,整改隐患数,,,处\n",
    )
    assert outcome.status == "accepted"
    rows = look("indicators").select(
        "indicator_kind", "scope", "multiplier", "decimals", "is_poisson_count", "allows_any_scope"
    )
    assert rows.rows() == [
        # no scope: what counts officially in each year
        ("rate", None, 1_000_000, 2, True, False),
        ("rate", "none", 100, 2, False, False),
        ("rate", None, 1, 2, False, False),
        ("count", "none", 1, 0, False, True),
    ]


def test_a_plan_has_name_issuer_number_date_and_the_years_of_its_code(
    load: Load, look: Look
) -> None:
    outcome = load(
        "plans.csv",
        "规划代码,规划名称,地区,文号,印发机关,印发日期\n"
        "dongguan-2021-2025,东莞某规划,东莞市,东府2021-9,东莞市人民政府,2021年9月30日\n",
    )
    assert (outcome.kind, outcome.status) == ("plans", "accepted")
    (row,) = look("plans").iter_rows(named=True)
    said = {name: str(row[name]) for name in ("region_code", "period_from", "period_to")}
    assert said == {"region_code": "441900", "period_from": "2021", "period_to": "2025"}
    assert (row["document_number"], str(row["issued_date"])) == ("东府2021-9", "2021-09-30")
    assert row["is_draft"] is False


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("dongguan-2016-2020,某规划,441900,,\n", "code_is_shipped"),
        ("dongguan-plan,某规划,441900,,\n", "plan_years_missing"),
        ("dongguan-plan,某规划,441900,2025,2021\n", "years_contradict"),
        ("dongguan-plan,某规划,441900,十四五,2025\n", "period_not_recognised"),
        ("dongguan-plan,,441900,2021,2025\n", "name_missing"),
        ("dongguan-plan,某规划,东菀市,2021,2025\n", "region_unknown"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(load: Load, look: Look, row: str, reason: str) -> None:
    named = "region_name" if "市" in row else "region_code"
    heads = f"plan_code,plan_name,{named},period_from,period_to\n"
    ((codes, _detail),) = refusals(load, look, heads + row)
    assert reason in codes.split("|")


def test_a_break_holds_from_a_day_for_what_it_names(load: Load, look: Look) -> None:
    heads = (
        "break_code,region_code,measure_code,scope_code,breaks_at,break_kind,"
        "replaces_break_code,break_reason\n"
    )
    outcome = load(
        "breaks.csv",
        heads + "dongguan_2018,441900,死亡人数,生产安全事故,2018,定义调整,,某日起计入\n"
        "all_2019,,,,2019-07-01,census,dongguan_2018,普查\n"
        "bad,,,,2019,something,nothing_like_it,说明\n",
    )
    assert (outcome.rows_accepted, outcome.rows_refused) == (2, 1)
    rows = look("breaks").select("region_code", "measure_code", "scope_code", "breaks_at").rows()
    assert [tuple(map(str, row)) for row in rows] == [
        ("441900", "deaths", "production", "2018-01-01"),
        ("None", "None", "None", "2019-07-01"),
    ]
    assert set(outcome.reasons) == {"registry_word_unknown", "break_unknown"}


def test_a_scope_of_ones_own_is_read_by_its_names(load: Load, look: Look) -> None:
    load("scopes.csv", "scope_code,scope_name,other_names\nrail_transit,轨道交通,地铁\n")
    outcome = load(
        "more.csv",
        "region_code,period,measure,scope,value,unit\n441900,2022,deaths,地铁,1,人\n",
    )
    assert outcome.status == "accepted"
    assert look("statistics")["scope"].to_list() == ["rail_transit"]


def test_what_was_loaded_before_is_read_after(load: Load, look: Look) -> None:
    assert (
        load(
            "early.csv", "region_name,period,measure,value,unit\n石龙镇,2022,隐患整改率,9,%\n"
        ).status
        == "refused"
    )
    load("regions.csv", REGIONS + TOWN)
    load("measures.csv", MEASURES + RATE)
    outcome = load(
        "figures.csv",
        "region_name,period,measure,value,unit\n"
        "东莞市石龙镇,2021,隐患整改率,96.5,%\n石龙镇,2022,隐患整改率,97.5,%\n",
    )
    assert outcome.status == "accepted"
    assert set(look("statistics")["region_code"]) == {"441900-shilong"}
    assert set(look("statistics")["measure"]) == {"hazard_rectification_rate"}


def test_the_bureaus_town_codes_are_one_in_nine_and_twelve_digits(load: Load, look: Look) -> None:
    load("regions.csv", REGIONS + "441900102,石龙镇,county,441900\n")
    outcome = load(
        "figures.csv", "region_code,period,measure,value,unit\n441900102000,2022,gdp,9,亿元\n"
    )
    assert outcome.status == "accepted"
    assert look("statistics")["region_code"].to_list() == ["441900102"]


@pytest.fixture
def files(write: Write) -> list[Path]:
    """Answers files of which each needs what comes after it."""
    return [
        write("1.csv", "region_name,period,measure,value,unit\n石龙镇,2022,整改完成数,9,处\n"),
        write("2.csv", INDICATORS + "share,某率,整改完成数,排查出的数,,%\n"),
        write("3.csv", MEASURES + "mended,整改完成数,处\nfound,排查出的数,处\n"),
        write("4.csv", REGIONS + TOWN),
    ]


def test_files_that_come_together_may_come_in_any_order(
    home: Settings, files: list[Path], look: Look
) -> None:
    outcomes = load_together(home, files)
    assert [each.status for each in outcomes] == ["accepted"] * 4
    assert look("refused").is_empty()
    assert [each.status for each in load_together(home, files)] == ["duplicate"] * 4


def test_a_check_knows_what_the_files_beside_would_bring(home: Settings, files: list[Path]) -> None:
    checked = check_together(home, files)
    assert [each.outcome.status for each in checked] == ["accepted"] * 4
    assert not list(home.lake.glob("*/*.parquet"))


def test_a_refused_file_is_read_again_once_its_registry_is_there(
    home: Settings, write: Write
) -> None:
    heads = "region_name,period,measure,value,unit\n"
    figures = write("figures.csv", heads + "东莞市,2022,gdp,9,亿元\n石龙镇,2022,gdp,1,亿元\n")
    assert load_file(home, figures).status == "partial"
    assert load_file(home, figures).status == "duplicate"
    load_file(home, write("regions.csv", REGIONS + TOWN))
    assert load_file(home, figures).status == "accepted"
    assert load_file(home, figures).status == "duplicate"


def test_the_lake_made_again_has_the_registries_first(
    home: Settings, write: Write, look: Look
) -> None:
    heads = "region_name,period,measure,value,unit\n"
    figures = write("figures.csv", heads + "东莞市,2022,gdp,9,亿元\n石龙镇,2022,gdp,1,亿元\n")
    load_file(home, figures)
    load_file(home, write("regions.csv", REGIONS + TOWN))
    reload_lake(home)
    assert look("statistics").height == 2


def test_of_two_files_with_one_code_the_later_holds(load: Load) -> None:
    load("1.csv", MEASURES + "spend,安全经费,元\n")
    load("2.csv", MEASURES + "spend,安全经费,人次\n")
    figures = "region_name,period,measure,value,unit\n东莞市,2022,安全经费,9,人次\n"
    assert load("3.csv", figures).status == "accepted"


def test_every_registry_has_a_column_for_its_code() -> None:
    assert {f"{kind[:-1]}_code" in columns for kind, columns in REGISTRIES.items()} == {True}


def test_the_example_of_the_towns_loads_whole(home: Settings) -> None:
    files = sorted((PROJECT_DIR / "docs" / "examples" / "own-towns").glob("*.csv"))
    outcomes = load_together(home, files)
    assert {each.kind for each in outcomes} == {
        *("accidents", "indicators", "measures", "plans", "regions", "statistics", "targets")
    }
    assert {(each.status, bool(each.remarks)) for each in outcomes} == {("accepted", False)}
