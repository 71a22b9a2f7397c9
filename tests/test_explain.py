"""`warehouse explain`: a number's whole story, down to the row and the quote."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from warehouse.ask.parts import in_their_unit

RATE = "deaths_per_100m_yuan_gdp"


@pytest.mark.parametrize(
    ("region", "period", "indicator"),
    [
        ("嘉兴", "2015", RATE),
        ("330400", "2015年", "亿元GDP死亡率"),
        ("浙江省嘉兴市", "2015", RATE),
        ("Jiaxing", "2015", RATE),
        ("jiaxing", "2015", RATE),
    ],
)
def test_names_and_codes_tell_the_same_story(
    warehouse: Run, published_home: Path, region: str, period: str, indicator: str
) -> None:
    home = str(published_home)
    done = warehouse("explain", region, period, indicator, "--json", WAREHOUSE_HOME=home)
    assert done.returncode == 0, done.stderr
    (story,) = json.loads(done.stdout)["values"]
    assert story["value"]["numerator"] == 318
    assert story["value"]["denominator_display_value"] == 3517.81
    assert story["printed"][0]["outcome"] == "reproduces"
    quotes = {row["input_role"]: row["source_quote"] for row in story["inputs"]}
    assert "318" in quotes["numerator"]
    assert "3517.81" in quotes["denominator"]


def test_the_story_is_told_in_words(warehouse: Run, published_home: Path) -> None:
    home = str(published_home)
    told = warehouse("explain", "嘉兴", "2015", RATE, "--lang", "zh", WAREHOUSE_HOME=home).stdout
    for words in ("0.0904", "0.0807", "Byar", "318 人", "3,517.81 亿元", "第 612 行", "四舍五入"):
        assert words in told
    assert RATE not in told
    english = warehouse("explain", "330400", "2015", RATE, "--lang", "en", WAREHOUSE_HOME=home)
    assert "95% interval" in english.stdout


def test_each_scope_is_a_story_of_its_own(warehouse: Run, published_home: Path) -> None:
    home = str(published_home)
    done = warehouse("explain", "000000", "2016", "deaths", "--json", WAREHOUSE_HOME=home)
    scopes = [story["value"]["scope_code"] for story in json.loads(done.stdout)["values"]]
    assert len(scopes) == len(set(scopes)) > 2
    one = warehouse(
        "explain", "全国", "2016", "deaths", "--scope", "火灾", "--json", WAREHOUSE_HOME=home
    )
    assert [each["value"]["scope_code"] for each in json.loads(one.stdout)["values"]] == ["fire"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("嘉心市", "2015", RATE), "嘉兴市"),
        (("嘉兴", "去年", RATE), "去年"),
        (("嘉兴", "2015", "幸福感"), RATE),
        (("嘉兴", "2015", RATE, "--scope", "天上"), "all_kinds"),
        (("Taizhou", "2015", RATE), "321200"),
        (("朝阳区", "2015", RATE), "110105"),
        (("嘉兴", "1999", RATE), "1999"),
    ],
)
def test_what_is_not_known_is_one_sentence(
    warehouse: Run, published_home: Path, arguments: tuple[str, ...], word: str
) -> None:
    done = warehouse("explain", *arguments, WAREHOUSE_HOME=str(published_home))
    assert done.returncode == 2
    assert word in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_sum_lists_its_parts_in_the_unit_in_which_they_are_printed(
    warehouse: Run, published_home: Path
) -> None:
    asked = ("explain", "000000", "2016-2020", "deaths", "--scope", "fire")
    home = {"WAREHOUSE_HOME": str(published_home)}
    (story,) = json.loads(warehouse(*asked, "--json", **home).stdout)["values"]
    (figure,) = story["inputs"]
    parts = [
        (part["period"], part["published_value"], part["vintage_code"]) for part in figure["parts"]
    ]
    # 1582 + 1390 + 1407 + 1335 + 1183 = 6897, each as first published
    assert parts == [
        (str(year), value, "preliminary")
        for year, value in zip(range(2016, 2021), (1582, 1390, 1407, 1335, 1183), strict=True)
    ]
    assert figure["published_value"] == 6897
    told = warehouse(*asked, "--lang", "en", **home).stdout
    assert ", 2016: 1,582 人, preliminary · seeds/published/" in told


def test_a_sum_of_amounts_is_told_in_the_unit_of_its_parts() -> None:
    def part(value: float, unit: str, factor: float, decimals: int) -> dict[str, object]:
        return {
            "observed_value": value * factor,
            "published_value": value,
            "published_unit": unit,
            "published_decimals": decimals,
            "display_value": value * factor / 1e8,
            "display_unit": "亿元",
            "basis_code": "published",
        }

    total = {"observed_value": 3e10, "published_value": 3e10, "published_unit": "元"}
    alike = in_their_unit(total, [part(1000, "百万元", 1e6, 0), part(29_000.5, "百万元", 1e6, 1)])
    assert alike["published_value"] == pytest.approx(30_000)
    assert (alike["published_unit"], alike["published_decimals"]) == ("百万元", 1)
    mixed = in_their_unit(total, [part(10, "亿元", 1e8, 2), part(29_000, "百万元", 1e6, 0)])
    assert mixed["published_value"] == pytest.approx(300)
    assert (mixed["published_unit"], mixed["published_decimals"]) == ("亿元", 2)
    assert in_their_unit(total, []) == total
