"""The Trends page: changes, breaks, trends, and the story behind a point."""

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

from app.base import target_paths
from app.base.words import Words
from app.figure import layering, trend_charts
from tests.app.test_pages import heading, page, text

Row = dict[str, Any]

RATE = "deaths_per_100m_yuan_gdp"
FIRE = "fire_deaths_per_100k_population"
ZH = Words("zh")
ROAD_DEATHS = {"region": "000000", "indicator": "deaths", "scope": "road_traffic"}


def test_a_change_from_the_year_before_says_whether_it_is_beyond_chance(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "000000", "indicator": RATE, "scope": "all_kinds"}
    said = heading(page(published_home, monkeypatch, **query))
    # 75572 / 484123.5 = 0.15610 and 79552 / 408903 = 0.19455: 19.8 % less
    assert said.endswith("，比2010年下降19.8%，超出随机波动。")


def test_breaks_are_on_the_chart_and_told_beside_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="000000", indicator=FIRE)
    assert heading(app).endswith("；与2018年不可比。")
    said = text(app)
    assert "断点 2015-01-01：2015年起火灾统计范围调整，与2014年不可比" in said
    assert "断点 2020-01-01：2020年起常住人口" in said
    assert "2021年起按全部接报火灾统计" not in said  # after the last value


def test_a_trend_says_its_years_and_why(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, **ROAD_DEATHS))
    assert "2019—2023年趋势：下降（变化超出偶然波动（99.8%），且不取决于某一年）。" in said


NO_BREAKS = pl.DataFrame(schema={"when": pl.Date, "year": float, "reason": str, "said": str})


def drawn(
    points: pl.DataFrame, breaks: pl.DataFrame, paths: pl.DataFrame = target_paths.EMPTY
) -> tuple[dict[str, Any], list[list[Row]]]:
    """Answers a chart of trends as Vega-Lite, and the rows that its layers are drawn from."""
    around = trend_charts.Around(breaks, paths)
    chart = trend_charts.trend(points, around, unit="人", decimals=1, words=Words("zh"))
    spec, frames = layering.bare(chart)
    return spec, [frame.to_dicts() for frame in frames.values() if frame.height]


def test_no_line_crosses_a_break_and_provisional_points_are_hollow() -> None:
    years = [2014, 2015, 2016, 2017]
    points = pl.DataFrame(
        {
            "region": ["甲市"] * 4,
            "place": [0] * 4,
            "when": [date(year, 12, 1) for year in years],
            "year": years,
            "period": [f"{year}年" for year in years],
            "computed": [4.0, 3.0, 2.0, 1.0],
            "lower": [3.5, 2.5, 1.5, 0.5],
            "upper": [4.5, 3.5, 2.5, 1.5],
            "printed": [None, None, None, 1.1],
            "is_provisional": [False, False, False, True],
            "is_annual": [True] * 4,
            "is_cumulative": [False] * 4,
            "continues": [False, True, False, True],
        },
        schema_overrides={"printed": pl.Float64},
    )
    breaks = pl.DataFrame(
        {"when": [date(2015, 12, 17)], "year": [2015.5], "reason": ["改革"], "said": ["2016年断点"]}
    )
    chart, datasets = drawn(points, breaks)
    lines = next(rows for rows in datasets if "line" in rows[0])
    of_year = {row["year"]: row["line"] for row in lines}
    assert of_year[2014] == of_year[2015] != of_year[2016] == of_year[2017]
    assert [row for rows in datasets for row in rows if row.get("reason") == "改革"]
    rules = [
        each for each in chart["layer"] if "reason" in json.dumps(each["encoding"].get("tooltip"))
    ]
    assert len(rules) == 1
    assert "is_provisional" in json.dumps(chart)
    assert "①" not in str(datasets)  # one region needs no number
    other = points.with_columns(region=pl.lit("乙县"), place=pl.lit(1)).filter(year=2014)
    both = pl.concat([points, other.with_columns(place=pl.lit(1, points.schema["place"]))])
    _, datasets = drawn(both, breaks)
    ends = {(row["year"], row["said"]) for rows in datasets for row in rows if "kind" in row}
    assert ends == {(2015, "①"), (2017, "① 甲市"), (2014, "② 乙县")}


def series(region: str, place: int, values: dict[int, float]) -> pl.DataFrame:
    """Answers yearly values of a region as the chart takes them."""
    years = list(values)
    return pl.DataFrame(
        {
            "region": [region] * len(years),
            "place": [place] * len(years),
            "when": [date(year, 12, 1) for year in years],
            "year": years,
            "period": [f"{year}年" for year in years],
            "computed": list(values.values()),
            "lower": [None] * len(years),
            "upper": [None] * len(years),
            "printed": [None] * len(years),
            "is_provisional": [False] * len(years),
            "is_annual": [True] * len(years),
            "is_cumulative": [False] * len(years),
            "continues": [True] * len(years),
        },
        schema_overrides=dict.fromkeys(("lower", "upper", "printed"), pl.Float64),
    )


def test_axes_fit_the_region_asked_about() -> None:
    ours = series("甲市", 0, {2010: 2.0, 2015: 1.0})
    theirs = series("全国", 1, {2005: 9.0, 2012: 1.5, 2014: 8.0})
    both = pl.concat([ours, theirs])
    chart, datasets = drawn(both, NO_BREAKS)
    scales = [each["encoding"]["x"]["scale"]["domain"] for each in chart["layer"]]
    assert all(domain == [2009.5, 2015.5] for domain in scales)
    tops = [each["encoding"]["y"]["scale"]["domain"][1] for each in chart["layer"]]
    assert tops == [pytest.approx(2.0 * 1.06)] * len(tops)
    # of the others' points those within stand on the chart, and that others do not is said
    dots = [row for rows in datasets for row in rows if row.get("region") == "全国"]
    assert {row["year"] for row in dots if "line" not in row} == {2012}
    assert trend_charts.lies_outside(both, target_paths.EMPTY)
    assert not trend_charts.lies_outside(ours, target_paths.EMPTY)


def test_no_words_cover_a_path() -> None:
    # a path begins at the last value and ends beside its own words
    ours = series("甲市", 0, {2010: 2.0, 2015: 1.0})
    years = list(range(2015, 2021))
    values = [1.0 - 0.05 * step for step in range(6)]
    path = pl.DataFrame(
        {
            "target": ["t"] * 6,
            "year": [float(year) for year in years],
            "value": values,
            "said": [*[None] * 5, "目标 0.75"],
            "is_broken": [False] * 6,
        },
        schema=target_paths.EMPTY.schema,
    )
    _, datasets = drawn(ours, NO_BREAKS, path)
    name, limit = sorted(
        (row for rows in datasets for row in rows if "kind" in row), key=lambda row: row["kind"]
    )
    assert (name["said"], limit["said"]) == ("甲市", "目标 0.75")
    # behind the point lies the path, so the words stand before it or higher
    assert name["align"] == "right" or abs(name["value"] - 1.0) > 0.05
    assert limit["align"] == "left"


def test_months_from_january_stand_over_the_months_of_a_year(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"indicator": "deaths", "basis": "cumulative_from_january"}
    app = page(published_home, monkeypatch, region="330400,000000", **query)
    (chart,) = app.get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    fields = {each["encoding"]["x"]["field"] for each in spec["layer"]}
    assert fields == {"month"}
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0.5, 12.5]
    assert "图中只有嘉兴市：各年同期对比" in text(app)


def test_the_source_panel_tells_a_value_and_its_figures_as_people_read_them(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "330400", "indicator": RATE, "scope": "all_kinds"}
    said = text(page(published_home, monkeypatch, **query, period="330400 2015"))
    for words in (
        # 318 ÷ 3517.81 = 0.0904, with the three decimals of the registry
        "0.090 人/亿元，95%置信区间0.081–0.101",
        "死亡318人；地区生产总值3,517.81 亿元",
        "318 ÷ 3517.81 亿元 = 0.0904，四舍五入即公布的 0.09",
        "分母：地区生产总值3,517.81 亿元",
        "“各类生产安全事故总死亡人数 403 365 318”",
        "技术信息",
    ):
        assert words in said
    # what is official comes first
    assert said.index("分母：地区生产总值") < said.index("分子：死亡人数")
    assert "seed table cells" not in said  # a note in the other language
    english = text(page(published_home, monkeypatch, **query, lang="en"))
    assert "318 deaths; GDP ¥351.8 billion." in english
    assert "318 ÷ 3517.81 (100 million yuan) = 0.0904" in english
    sources = english.split("Sources and quotes", 1)[1]
    assert not re.search(r"[0-9] ?[人起家]|亿元|万元", re.sub(r"“.*?”", "", sources))


def test_the_way_to_the_drivers_keeps_the_selection(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "000000,330400", "indicator": FIRE, "scope": "fire", "lang": "en"}
    app = page(published_home, monkeypatch, **query)
    bodies = " ".join(str(element.proto.body) for element in app.get("html"))
    (link,) = re.findall(r'href="(\./drivers[^"]*)"', bodies)
    assert parse_qs(urlsplit(unescape(link)).query) == {
        "region": ["000000,330400"],
        "indicator": [FIRE],
        "scope": ["fire"],
        "basis": ["year"],
        "lang": ["en"],
    }


def test_the_paths_to_a_citys_targets_stand_beside_its_values(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    asked = {
        "place": [0],
        "region_code": ["330400"],
        "indicator_code": [RATE],
        "scope_code": ["all_kinds"],
        "period_basis": ["year"],
    }
    paths = target_paths.of_first(pl.DataFrame(asked), ZH)
    ends = paths.filter(pl.col("said").is_not_null()).select("year", "value", "said").rows()
    assert ends == [
        (2015, pytest.approx(0.13), "目标 0.13"),
        (2020, pytest.approx(0.063), "目标 0.063"),
    ]
    # 0.09 in 2015, 30 % less in five years: 0.09 x 0.7^(3/5) after three of them
    later = dict(paths.filter(pl.col("year") >= 2016).select("year", "value").iter_rows())
    assert later[2018] == pytest.approx(0.09 * 0.7**0.6, rel=1e-6)
    # two conditions of one plan, 1.83 less 10 % and at most 1.65, are written once
    road = {
        **asked,
        "indicator_code": ["road_deaths_per_10k_vehicles"],
        "scope_code": ["road_traffic"],
    }
    written = (
        target_paths.of_first(pl.DataFrame(road), ZH).drop_nulls("said").select("year", "said")
    )
    assert written.rows() == [(2015, "目标 2"), (2020, "目标 1.647 / 1.65")]
    # none of another scope, of months, or beside another region's values
    for name, other in (("scope_code", "production"), ("period_basis", "month"), ("place", 1)):
        assert target_paths.of_first(pl.DataFrame({**asked, name: [other]}), ZH).is_empty()


def test_a_chart_tells_where_its_dashed_paths_lead(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "trends", region="330400", scope="all_kinds")
    (chart,) = app.get("vega_lite_chart")
    assert "虚线为到规划目标的等比路径：2015年 目标 0.13、2020年 目标 0.063。" in chart.proto.alt
    assert "╌\N{NO-BREAK SPACE}从基期到目标的等比路径" in text(app)
