"""The Compare page: who lies beyond chance, who does not compare, tiles and a user's own map."""

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import binomtest
from streamlit.testing.v1 import AppTest

from app.base.words import Words
from app.compare import boundaries, comparison_charts, comparison_words, positions, tiles
from app.figure import layering
from tests.app.test_pages import heading, page, text
from tests.conftest import Run
from warehouse.ground.errors import BadBoundariesError
from warehouse.ground.messages import catalogue

ZH = Words("zh")
HEADINGS = "地区,时期,时期口径,指标,事故范围,数值,单位,数据版次,发布日期,来源标题,来源类型,备注"
# Made up: region, year, scope, deaths, GDP in 100 million yuan.
FIGURES = [
    ("杭州市", 2022, "生产安全事故", 300, 18753),
    ("宁波市", 2022, "生产安全事故", 250, 15704),
    ("温州市", 2022, "生产安全事故", 128, 8030),
    ("金华市", 2022, "生产安全事故", 200, 5562),
    ("舟山市", 2022, "生产安全事故", 8, 1951),
    ("金华市", 2021, "生产安全事故", 180, 5355),
    ("舟山市", 2021, "生产安全事故", 9, 1704),
    ("嘉兴市", 2022, "生产安全事故", 100, 6739),  # counts expressways since 2022
    ("绍兴市", 2022, "各类事故", 90, 7351),
]
# Guangzhou's 298 deaths and GDP of 2022 ship.
COMPARED: dict[str, tuple[int, int]] = {row[0]: row[3:] for row in FIGURES[:5]} | {
    "广州市": (298, 28839)
}
SQUARE = [[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 31.0], [120.0, 30.0]]


@pytest.fixture(scope="module")
def compared_home(
    published_home: Path, warehouse: Run, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Answers a published home with seven prefectures of one province."""
    home = tmp_path_factory.mktemp("compared") / "home"
    shutil.copytree(published_home, home, symlinks=True)
    lines = [HEADINGS]
    for region, year, scope, deaths, gdp in FIGURES:
        end = f"最终核实数,{year + 1}-03-01,公报,官方发布,"
        lines += [
            f"{region},{year},全年,死亡人数,{scope},{deaths},人,{end}",
            f"{region},{year},全年,地区生产总值,,{gdp},亿元,{end}",
        ]
    file = home.parent / "各市.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert warehouse("load", str(file), WAREHOUSE_HOME=str(home)).returncode == 0
    built = warehouse("build", WAREHOUSE_HOME=str(home))
    assert built.returncode == 0, built.stderr
    return home


@pytest.fixture
def compared(compared_home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Answers the page of the made-up prefectures in 2022."""
    return page(compared_home, monkeypatch, "compare", region="330700", scope="production")


def feature(code: object, name: str = "region_code") -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }


def written(path: Path, *features: dict[str, object]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def others(region: str) -> tuple[int, int]:
    """Answers deaths and GDP of all compared but one."""
    rest = [row for name, row in COMPARED.items() if name != region]
    deaths, gdp = (sum(values) for values in zip(*rest, strict=True))
    return deaths, gdp


def test_the_first_line_counts_those_beyond_chance(compared: AppTest) -> None:
    assert not compared.exception
    # Jinhua 0.0360 of the other five's 984 / 73277 = 0.0134; Guangzhou 0.0103, Zhoushan 0.0041
    assert heading(compared) == (
        "2022年亿元GDP死亡率（生产安全事故，人/亿元）：6个市（州）中，1个高于其余地区合计、"
        "2个低于其余地区合计，且超出随机波动；金华市由高到低列第1位。"
    )


def test_positions_are_those_of_the_interval_of_a_ratio(compared: AppTest) -> None:
    said = text(compared)
    for region, (count, denominator) in COMPARED.items():
        deaths, gdp = others(region)
        code = "within"
        for prefix, level in (("", 0.95), ("far_", 0.998)):
            share = binomtest(count, count + deaths).proportion_ci(level, method="wilson")
            expected = denominator / (denominator + gdp)
            if not share.low <= expected <= share.high:
                code = f"{prefix}{'above' if share.low > expected else 'below'}"
        assert re.search(rf"{region}\s+{re.escape(positions.said(code, ZH))}", said), region


def test_the_region_asked_about_is_told(compared: AppTest) -> None:
    # 200 / 5562 = 0.0360 over 984 / 73277 = 0.0134 of the others: 2.68 times
    share = binomtest(200, 1184).proportion_ci(0.95, method="wilson")
    lower, upper = (end / (1 - end) * 73277 / 5562 for end in share)
    assert (
        f"金华市为0.036人/亿元，高于其余地区合计的0.013，是其2.68倍"
        f"（95%区间{lower:.2f}—{upper:.2f}），超出随机波动。" in text(compared)
    )


def test_fewer_than_ten_regions_have_no_funnel(compared: AppTest) -> None:
    assert "漏斗图" not in text(compared)


def test_who_does_not_compare_is_said_and_why(compared: AppTest) -> None:
    said = text(compared)
    assert "统计口径与其他地区不同，列出但不参加比较：嘉兴市。" in said
    assert "只有其他事故范围的数据，不能比较，未列入：绍兴市。" in said
    assert re.search(r"–\s+嘉兴市\s+⊘ 口径不同，不比较", said)


def test_few_events_are_marked(compared: AppTest) -> None:
    assert "* 事故少，波动大，解读需谨慎。" in text(compared)
    assert re.search(r"舟山市\s+▼.*?事故少，波动大", text(compared))


def test_no_code_is_shown_raw_in_either_language(
    compared_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for language in ("zh", "en"):
        said = text(page(compared_home, monkeypatch, "compare", lang=language))
        for key in ("prefecture.gdp", "all_kinds", "production", "definition_differs", "position_"):
            assert key not in said


def test_a_name_in_the_table_leads_to_its_trends(compared: AppTest) -> None:
    html = " ".join(str(element.proto.body) for element in compared.get("html"))
    assert re.search(
        r'<a href="\./trends\?region=330900&amp;indicator=deaths_per_100m_yuan_gdp'
        r'&amp;scope=production&amp;basis=year&amp;lang=zh" target="_self">舟山市</a>',
        html,
    )


FIRE = "fire_deaths_per_100k_population"
CARS = "road_deaths_per_10k_civil_vehicles"
RATE = "deaths_per_100m_yuan_gdp"


def test_without_a_choice_the_widest_comparison_opens_and_the_address_names_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "compare", region="330400")
    # Jiaxing, which is asked about, lies in Zhejiang
    assert heading(app) == (
        "2009年火灾十万人口死亡率（火灾，人/10万人）：31个省（区、市）中，12个高于全国（0.093）、"
        "8个低于全国，且超出随机波动；浙江省由高到低列第7位。"
    )
    assert (app.query_params["indicator"], app.query_params["when"]) == (FIRE, "2009")
    app = page(published_home, monkeypatch, "compare", region="330400", lang="en", indicator=FIRE)
    assert heading(app) == (
        "In 2009, 12 of 31 provinces were significantly above China (0.093) and 8 significantly "
        "below, in deaths per 100,000 residents (fire); Zhejiang ranks 7th highest."
    )


@pytest.mark.parametrize(
    ("query", "said", "offered"),
    [
        ({"indicator": "deaths"}, "死亡人数未除以规模，不作地区比较", "亿元GDP死亡率"),
        ({"indicator": "nothing"}, "nothing没有可以比较的地区数据", "火灾十万人口死亡率"),
        ({"indicator": RATE, "scope": "fire"}, "亿元GDP死亡率没有“火灾”范围", "生产安全事故"),
        ({"indicator": FIRE, "basis": "x"}, "没有“x”口径的地区数据", "全年"),
        ({"indicator": FIRE, "peers": "county.x"}, "没有“县（市、区）”一级的数据", "省（区、市）"),
        ({"indicator": FIRE, "when": "2004"}, "没有2004年的地区数据", "2005年"),
        ({"indicator": FIRE, "when": "<b>"}, "没有<b>的地区数据", "2009年"),
    ],
)
def test_what_is_not_there_is_said_and_stays_asked_for(
    published_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    query: dict[str, str],
    said: str,
    offered: str,
) -> None:
    app = page(published_home, monkeypatch, "compare", **query)
    assert not app.exception
    assert said in heading(app)
    assert offered in text(app).partition(heading(app))[2]
    assert not app.get("vega_lite_chart")
    assert {name: app.query_params[name] for name in query} == query


def test_two_real_cities_against_each_other(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "330400", "indicator": RATE, "scope": "all_kinds", "when": "2015"}
    app = page(published_home, monkeypatch, "compare", **query)
    # 318 / 3517.81 over 688 / 10050.21 is 1.3205; of 1006 deaths 318 are 28.8 to 34.5 % (Wilson)
    assert heading(app) == (
        "2015年亿元GDP死亡率（各类事故）：嘉兴市0.090人/亿元，是杭州市0.068的1.32倍"
        "（95%置信区间1.16—1.51），差别超出随机波动。"
    )
    assert "○ 只有公布的率，不能检验差别是否显著：泰州市0.090、广州市0.050。" in text(app)


def test_one_city_against_the_nation(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = {"region": "330400", "indicator": RATE, "scope": "production", "when": "2020"}
    # 86 / 5563.58 = 0.01546, the nation 27412 / 1034867.6 = 0.02649: 0.584; by Byar 68.8 to 106.2
    assert heading(page(published_home, monkeypatch, "compare", **query)) == (
        "2020年嘉兴市亿元GDP死亡率（生产安全事故）为0.015人/亿元，低于全国的0.026，是其0.58倍"
        "（95%区间0.47—0.72），超出随机波动。"
    )


def test_printed_rates_alone_are_hollow_and_not_judged(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "330400", "indicator": "deaths_per_100k_workers", "lang": "en"}
    app = page(published_home, monkeypatch, "compare", **query)
    assert "have published rates only" in heading(app)
    assert "so significance cannot be tested" in heading(app)
    assert "China has a published rate only (2.130)" in text(app)


def test_another_count_of_vehicles_is_no_benchmark(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, "compare", indicator=CARS))
    assert "31个省（区、市）中，18个高于其余地区合计" in said
    assert "分母“民用汽车保有量”是替代分母" in said
    asked_for = page(published_home, monkeypatch, "compare", indicator=CARS, benchmark="nation")
    assert "全国公布的分母与各省（区、市）合计相差5%以上" in text(asked_for)
    assert "没有可比的基准" in heading(asked_for)
    asked_for = page(published_home, monkeypatch, "compare", indicator=CARS, benchmark="province")
    assert "没有可比的“所在省（区、市）”数据，以下与其余地区合计比较。" in text(asked_for)
    assert asked_for.query_params["benchmark"] == "province"


def test_the_funnel_of_provinces_says_how_far_it_is_widened(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"indicator": FIRE, "region": "330000,440000"}
    said = text(page(published_home, monkeypatch, "compare", **query))
    # the root of 11.7 is 3.4
    assert "离散系数φ=11.7" in said
    assert "控制界限因此放宽到3.4倍" in said
    # 87 of 52.755 million against 134 of 101.302 million
    assert re.search(r"浙江省0\.165人/10万人，是广东省0\.132的1\.25倍", said)


def test_places_are_ordinals() -> None:
    en = Words("en")
    places = [comparison_words.ordinal(number, en) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    assert places == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]


@pytest.mark.parametrize("name", boundaries.CODES)
def test_own_boundaries_take_the_place_of_the_tiles(
    compared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = written(tmp_path / "市界.geojson", feature(330700, name), feature("330100", name))
    monkeypatch.setenv("WAREHOUSE_BOUNDARIES", str(path))
    app = page(compared_home, monkeypatch, "compare", scope="production")
    assert not app.exception
    # seven regions are shown, two have a boundary
    assert "边界来自使用者提供的文件 市界.geojson。文件中没有其中 5 个地区。" in text(app)
    assert "示意排列" not in text(app)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b'{"features": [1]}',
        b'{"features": [{"properties": {"code": "330700"}, "geometry": {"type": "Polygon"}}]}',
        json.dumps({"features": [feature("110000")]}).encode(),
    ],
)
def test_boundaries_that_cannot_be_read_are_one_sentence(
    compared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "bad.geojson"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("WAREHOUSE_BOUNDARIES", str(path))
    app = page(compared_home, monkeypatch, "compare", scope="production")
    assert not app.exception
    assert catalogue()["error_bad_boundaries"]["zh"].format(path=path) in text(app)
    assert "示意排列" in text(app)


def test_degrees_become_mercator_and_metres_stay(tmp_path: Path) -> None:
    # Mercator, in degrees: 60 N lies ln(tan(75 deg)) x 180 / pi = 1.31696 x 57.29578 = 75.4561.
    degrees = feature("330700")
    degrees["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [2, 60], [0, 60], [0, 0]]]}
    metres = feature("330100")
    metres["geometry"] = {"type": "Polygon", "coordinates": [[[5e5, 3e6], [6e5, 3e6], [5e5, 4e6]]]}
    first, second = boundaries.features(
        written(tmp_path / "two.json", degrees, metres), {"330700", "330100"}
    )
    assert first["geometry"]["coordinates"][0][0][1] == pytest.approx([2, 75.4561], abs=1e-4)
    assert (second["properties"]["x"], second["properties"]["y"]) == (5.5e5, 3.5e6)


def test_boundaries_of_other_regions_are_no_boundaries(tmp_path: Path) -> None:
    with pytest.raises(BadBoundariesError):
        boundaries.features(written(tmp_path / "other.json", feature("110000")), {"330700"})


def regions(*rows: tuple[str, str, str, int | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(
        rows,
        schema=["region_code", "name", "position", "tile_row", "tile_column"],
        schema_overrides={"tile_row": pl.Int32, "tile_column": pl.Int32},
        orient="row",
    ).with_columns(rate=pl.lit("0.016"))


def test_tiles_stand_where_they_are_placed_and_else_in_order() -> None:
    addresses = {"330000": "trends?region=330000", "310000": "x", "330100": "y"}
    placed = regions(("330000", "浙江省", "far_above", 6, 7), ("310000", "上海市", "within", 6, 8))
    html = tiles.tiles(placed, addresses, ZH)
    assert 'class="tiles placed"' in html
    assert 'style="grid-area: 6 / 7" title="浙江省：0.016，较高（超出99.8%区间）"' in html
    flowing = regions(
        ("330100", "<杭州>市", "above", None, None), ("310000", "上海市", "within", 6, 8)
    )
    html = tiles.tiles(flowing, addresses, ZH)
    assert "grid-area" not in html
    assert html.index("上海") < html.index("杭州")
    assert "<杭州>" not in html


def test_a_list_of_many_names_says_how_many_there_are() -> None:
    many = regions(*((f"33{n:04}", f"甲{n}县", "within", None, None) for n in range(50)))
    html = tiles.listed(many, dict.fromkeys(many["region_code"], "x"), ZH)
    assert html.count("<a ") == tiles.NAMED
    assert "等 50 个" in html


def test_every_position_has_sign_colour_shape_and_words() -> None:
    codes = set(positions.SIGNS)
    assert codes == set(positions.FILLS) == set(positions.SHAPES)
    assert len(set(positions.SIGNS.values())) == len(codes)
    for words in (ZH, Words("en")):
        assert len({positions.said(code, words) for code in codes}) == len(codes)


def test_a_small_chart_breaks_where_years_do_not_compare() -> None:
    series = pl.DataFrame(
        {
            "year": [2019, 2020, 2022],
            "rate": [1.0, 2.0, 3.0],
            "lower": [0.5, 1.5, 2.5],
            "upper": [1.5, 2.5, 3.5],
            "overall": [1.0, None, 2.0],
            "stretch": [1, 1, 2],
            "is_provisional": [False, False, True],
        }
    )
    frame = comparison_charts.Frame(2019, 2022, highest=4, unit="人")
    drawn = comparison_charts.small(series, frame, title="甲", decimals=1, words=ZH)
    spec, _ = layering.bare(drawn)
    lines = [
        layer["encoding"]["detail"]["field"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "line"
    ]
    assert lines == ["stretch", "stretch"]
