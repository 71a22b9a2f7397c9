"""The Compare page: who lies beyond chance, who does not compare, tiles and a user's own map."""

import json
import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import poisson
from streamlit.testing.v1 import AppTest

from app.base.words import Words
from app.compare import boundaries, comparison_charts, positions, tiles
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
COMPARED = {row[0]: row[3:] for row in FIGURES[:5]} | {"广州市": (298, 28839)}
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


def test_the_first_line_counts_those_beyond_chance(compared: AppTest) -> None:
    assert not compared.exception
    # 886 + 298 deaths over 7,884 billion yuan: 1184 / 78839 = 0.01502.
    assert heading(compared) == (
        "2022年亿元GDP死亡率（生产安全事故）：6 个市（州）中，1 个高于总体水平 0.015 人/亿元、"
        "2 个低于总体水平，且超出随机波动。"
    )


def test_positions_are_those_of_exact_poisson_tails(compared: AppTest) -> None:
    deaths, gdp = (sum(values) for values in zip(*COMPARED.values(), strict=True))
    said = text(compared)
    for region, (count, denominator) in COMPARED.items():
        expected = deaths / gdp * denominator
        above, below = poisson.sf(count - 1, expected), poisson.cdf(count, expected)
        code = "within"
        if min(above, below) < 0.025:
            code = "above" if above < below else "below"
        if min(above, below) < 0.001:
            code = f"far_{code}"
        assert re.search(rf"{region}\s+{re.escape(positions.said(code, ZH))}", said), region


def test_the_region_asked_about_is_told(compared: AppTest) -> None:
    # 200 / 5562 = 0.03596, the highest of six.
    assert "金华市 0.036 人/亿元，高于总体（超出99.8%界限）；从低到高在 6 个中列第 6 位。" in text(
        compared
    )


def test_who_does_not_compare_is_said_and_why(compared: AppTest) -> None:
    said = text(compared)
    assert "统计口径与其他地区不同，列出但不参加比较，也不计入总体：嘉兴市。" in said
    assert "只有其他事故范围的数据，范围不同，不能比较，未列入：绍兴市。" in said
    assert re.search(r"–\s+嘉兴市\s+⊘ 口径不同，不比较", said)


def test_few_events_are_marked(compared: AppTest) -> None:
    assert "* 事故少，波动大。" in text(compared)
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


def test_an_indicator_without_comparison_stays_asked_for(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "compare", indicator="deaths")
    assert "所选指标没有两个以上同级地区可比，以下是另一个指标。" in text(app)
    assert app.query_params["indicator"] == "deaths"


def test_two_real_cities_against_each_other(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "330400", "scope": "all_kinds", "when": "2015"}
    said = text(page(published_home, monkeypatch, "compare", **query))
    # (318 + 688) / (3517.81 + 10050.21) = 0.0741; 0.0741 x 3517.81 = 260.8 expected in Jiaxing
    assert "总体水平 0.074 人/亿元" in said
    assert "260.8" in said
    assert poisson.sf(317, 260.83) < 0.001
    assert re.search(r"嘉兴市\s+▲ 高于总体（超出99.8%界限）", said)
    assert "有数据的地区很少" in said


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
    assert 'style="grid-area: 6 / 7" title="浙江省：0.016，高于总体（超出99.8%界限）"' in html
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
