"""Words of files and the codes they stand for."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.words.spellings import Spellings
from loaders.words.vocabulary import MeasureRead, Vocabulary
from warehouse.ground.project_files import SEEDS_DIR

WORDS = Vocabulary.from_seeds(SEEDS_DIR)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("gdp", MeasureRead("gdp")),
        ("GDP", MeasureRead("gdp")),
        ("国内生产总值", MeasureRead("gdp")),
        ("地区生产总值（亿元）", MeasureRead("gdp", "亿元")),
        ("地区生产总值(GDP)", MeasureRead("gdp")),
        ("年末常住人口(万人)", MeasureRead("population_resident", "万人")),
        ("常住人口：万人", MeasureRead("population_resident", "万人")),
        ("民用汽车拥有量", MeasureRead("civil_vehicles")),
        ("死亡人数", MeasureRead("deaths")),
        ("道路交通事故死亡人数", MeasureRead("deaths", None, "road_traffic")),
        ("交通事故发生数总计(起)", MeasureRead("accidents", "起", "road_traffic")),
        ("火灾直接财产损失（万元）", MeasureRead("direct_loss", "万元", "fire")),
        ("亿元GDP死亡率", MeasureRead("deaths_per_100m_yuan_gdp")),
        ("工矿商贸就业人员", MeasureRead("employed_industry_commerce")),
        # 重大 alone, 特别重大 alone, both: three measures
        ("重大事故起数", MeasureRead("accidents_major_alone")),
        ("重大事故死亡人数", MeasureRead("deaths_major_alone")),
        ("特别重大事故起数", MeasureRead("accidents_extraordinary")),
        ("特别重大事故死亡人数", MeasureRead("deaths_extraordinary")),
        ("重特大事故起数", MeasureRead("accidents_major")),
        ("重特大事故死亡人数", MeasureRead("deaths_major")),
        ("国内生产总值指数（1978年=100）", MeasureRead("gdp_index_1978")),
    ],
)
def test_a_measure_is_read_as_bureaus_print_it(text: str, measure: MeasureRead) -> None:
    assert WORDS.read_measure(text).value == measure


@pytest.mark.parametrize(
    "text", ["地区生产总值(2010年价)", "一般事故死亡人数", "地区生产总植", "其他"]
)
def test_an_unknown_measure_is_refused(text: str) -> None:
    assert WORDS.read_measure(text).reason == "measure_unknown"


def test_an_unknown_measure_is_refused_with_the_nearest() -> None:
    assert "地区生产总值（gdp）" in WORDS.read_measure("地区生产总植").detail


def test_a_share_printed_under_the_name_of_a_number_is_the_share() -> None:
    reading = WORDS.read_measure("employed_secondary", "%（占全国就业人员）")
    assert reading.value == MeasureRead("employed_secondary_share")


@pytest.mark.parametrize(
    ("text", "base_unit", "unit"),
    [
        ("万人", "人", "万人"),
        ("（万 人）", "人", "万人"),
        ("单位：亿元", "元", "亿元"),
        ("RMB bn", "元", "十亿元"),
        ("\uff05", "%", "%"),
        ("宗", "起", "起"),
        ("人", "人/亿元", "人/亿元"),
        ("%（占全国就业人员）", "%", "%"),
    ],
)
def test_a_unit_is_read_in_all_its_forms(text: str, base_unit: str, unit: str) -> None:
    assert WORDS.read_unit(text, base_unit).value == unit


def test_a_unit_of_something_else_contradicts() -> None:
    reading = WORDS.read_unit("亿元", "人")
    assert (reading.reason, reading.detail) == (
        "unit_contradicts",
        "亿元 → 人 / 万人 / 百万人 / 亿人",
    )
    assert WORDS.read_unit("户", "人").reason == "unit_unknown"


@pytest.mark.parametrize(
    ("cell", "column", "base_unit", "unit"),
    [
        (None, "万元", "元", "万元"),
        ("万", None, "元", "万元"),
        ("万", "元", "元", "万元"),
        ("万", "万元", "元", "万元"),
        ("亿元", "元", "元", "亿元"),
        ("起", "宗", "起", "起"),
        ("%", None, "%", "%"),
    ],
)
def test_the_units_of_cell_and_column_are_joined(
    cell: str | None, column: str | None, base_unit: str, unit: str
) -> None:
    assert WORDS.join_units(cell, column, base_unit).value == unit


@pytest.mark.parametrize(
    ("cell", "column", "base_unit", "reason"),
    [
        ("亿", "万元", "元", "unit_contradicts"),
        ("万元", "亿元", "元", "unit_contradicts"),
        ("%", "元", "元", "unit_contradicts"),
        ("月", None, "元", "unit_unknown"),
        ("万", "箱", "元", "unit_unknown"),
        (None, None, "元", "unit_missing"),
    ],
)
def test_units_that_do_not_agree_are_refused(
    cell: str | None, column: str | None, base_unit: str, reason: str
) -> None:
    assert WORDS.join_units(cell, column, base_unit).reason == reason


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("scope", "工商贸", "industry_commerce"),
        ("scope", "道路 交通", "road_traffic"),
        ("scope", "Commercial road transport", "road_transport"),
        ("vintage", "初步核算数", "preliminary"),
        ("vintage", "最终核实", "final"),
        ("basis", "累计", "cumulative_from_january"),
        ("quality", "来源载明", "stated"),
        ("source_kind", "官方发布", "official"),
        ("severity", "一般", "ordinary"),
        ("severity", "特别重大事故", "extraordinary"),
        ("target_kind", "floor", "floor"),
        ("strength", "约束性", "binding"),
        ("accident_type", "01", "01"),
        ("accident_type", "1.0", "01"),
        ("accident_type", "020", "20"),
        ("accident_type", "高坠", "09"),
        ("accident_type", "触电事故", "05"),
        ("industry", "c", "C"),
        ("industry", "C26", "C"),
        ("industry", "C2614", "C"),
        ("industry", "C 制造业", "C"),
        ("industry", "交通运输、仓储和邮政业", "G"),
        ("industry", "采矿", "B"),
    ],
)
def test_a_word_is_read_by_code_name_and_usual_spelling(kind: str, text: str, code: str) -> None:
    assert getattr(WORDS, f"read_{kind}")(text).value == code


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("scope", "公路", "scope_unknown"),
        ("vintage", "草稿", "vintage_unknown"),
        ("basis", "每周", "period_basis_unknown"),
        ("quality", "好", "quality_unknown"),
        ("source_kind", "传闻", "source_kind_unknown"),
        ("severity", "重特大", "severity_unknown"),
        ("target_kind", "愿望", "target_kind_unknown"),
        ("strength", "软", "strength_unknown"),
        ("accident_type", "21", "accident_type_unknown"),
        ("accident_type", "爆炸", "accident_type_unknown"),
        ("industry", "C99", "industry_unknown"),
        ("industry", "C建筑业", "industry_unknown"),
        ("industry", "26", "industry_unknown"),
        ("industry", "1751", "industry_unknown"),
    ],
)
def test_an_unknown_word_is_refused_with_its_reason(kind: str, text: str, reason: str) -> None:
    assert getattr(WORDS, f"read_{kind}")(text).reason == reason


def test_a_group_of_several_sections_is_refused_with_them() -> None:
    assert WORDS.read_industry("商贸制造业").detail == "商贸制造业 → C / F / H ?"


def test_a_spelling_that_stands_for_two_codes_is_an_error_in_the_seed() -> None:
    with pytest.raises(ValueError, match="stands for"):
        Spellings("scope_unknown", [("火灾", "fire"), ("火 灾", "production_fire")])


def test_every_alias_stands_for_a_code_that_there_is() -> None:
    with (SEEDS_DIR / "aliases" / "word_aliases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reader = getattr(WORDS, f"read_{row['kind'].removeprefix('period_')}")
            assert reader(row["code"]).value == row["code"], row
            assert reader(row["alias"]).value == row["code"], row


def test_severities_are_those_of_decree_493() -> None:
    with (SEEDS_DIR / "reference" / "severities.csv").open(encoding="utf-8", newline="") as file:
        limits = {
            row["severity_code"]: (
                int(row["deaths_from"]),
                int(row["serious_injuries_from"]),
                int(row["direct_loss_from_yuan"]),
            )
            for row in csv.DictReader(file)
        }
    assert limits == {
        "ordinary": (0, 0, 0),
        "larger": (3, 10, 10_000_000),
        "major": (10, 50, 50_000_000),
        "extraordinary": (30, 100, 100_000_000),
    }


def test_sections_follow_each_other_without_gap() -> None:
    with (SEEDS_DIR / "reference" / "industries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    divisions = [
        number
        for row in rows
        for number in range(int(row["first_division"]), int(row["last_division"]) + 1)
    ]
    assert "".join(row["industry_code"] for row in rows) == "ABCDEFGHIJKLMNOPQRST"
    assert divisions == list(range(1, 98))


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    readings = [
        WORDS.read_measure(text),
        WORDS.read_scope(text),
        WORDS.read_accident_type(text),
        WORDS.read_industry(text),
        WORDS.read_unit(text, "人"),
        WORDS.join_units(text, None, "元"),
    ]
    assert all((reading.value is None) == (reading.reason is not None) for reading in readings)


def test_a_file_of_unknown_words_is_unknown_word_by_word() -> None:
    words = Vocabulary.from_seeds(SEEDS_DIR)
    assert [n for n in range(20_000) if words.read_scope(f"工矿{n}").value] == []
