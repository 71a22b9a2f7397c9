"""The page of months: what it says of bulletins as shipped, and in which words."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.base.words import Words
from app.figure import layering, tables
from app.figure.labels import ACCENT, OTHERS
from app.months import month_charts, month_exhibits, month_words
from tests.app.test_pages import heading, page, text

ZH, EN = Words("zh"), Words("en")
MONTH = {
    "period": "2026-10",
    "region_name": "示例市",
    "region_name_en": "Example City",
    "scope_code": "production",
    "scope_name": "生产安全事故",
    "scope_name_en": "Production-safety accidents",
    "measure_code": "deaths",
    "measure_name": "死亡人数",
    "measure_name_en": "Deaths",
    "unit": "人",
    "value": 4.0,
    "cumulated": 41.0,
    # 41 / 38 = 1.0789
    "cumulated_change": 3.0,
    "cumulated_change_pct": 100 * (41 / 38 - 1),
    "is_cumulated_beyond_chance": False,
    "change": -1.0,
    "change_pct": -20.0,
    "is_beyond_chance": False,
}
OUTLOOK = {
    "outlook_kind": "quota",
    "indicator_code": "deaths",
    "period_month": 10,
    "used": 41.0,
    "limit_value": 46.0,
    "expected_year_end": 48.3,
    "lower_80": 43.0,
    "upper_80": 55.0,
    "probability_within": 0.35,
}


def said(outlook: dict[str, Any] | None = None, words: Words = ZH, **changed: Any) -> str:  # noqa: ANN401
    return month_words.answer({**MONTH, **changed}, outlook, words)


def labels(app: AppTest) -> list[str]:
    """Answers what stands on the buttons that give a file."""
    return [each.proto.label for each in app.get("download_button")]


def test_the_answer_tells_the_count_its_change_and_the_years_end() -> None:
    assert said(OUTLOOK) == (
        "2026年1—10月示例市死亡41人（生产安全事故），同比增加3人（+7.9%，在随机波动内）；"
        "预计全年48人（43—55），控制指标46人被突破的概率65%。"
    )
    assert said(OUTLOOK, EN) == (
        "Example City, January to October 2026: 41 deaths (production-safety accidents), "
        "3 more than a year before (+7.9%, within chance); 48 expected by the end of the year "
        "(43–55), and a 65% chance of exceeding the quota of 46."
    )


def test_what_is_not_known_is_left_out_of_the_answer() -> None:
    unknown: dict[str, Any] = {"cumulated_change": None, "cumulated_change_pct": None}
    assert said(**unknown) == "2026年1—10月示例市死亡41人（生产安全事故）。"
    assert said(cumulated=None) == (
        "2026年10月示例市死亡4人（生产安全事故），同比减少1人（−20.0%，在随机波动内）。"
    )
    bare = {**OUTLOOK, "expected_year_end": None, "probability_within": None}
    assert said(bare, **unknown) == "2026年1—10月示例市死亡41人（生产安全事故）。"


def test_after_none_the_change_is_told_without_a_per_cent() -> None:
    assert "同比增加3人（上年同期为零，在随机波动内）" in said(cumulated_change_pct=None)
    assert "，与上年同期持平。" in said(cumulated_change=0.0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"used": 47.0}, "控制指标46人已被突破"),
        ({"period_month": 12}, "未突破控制指标46人"),
        ({"probability_within": 0.996}, "控制指标46人被突破的概率不到1%"),
        ({"probability_within": 0.0}, "控制指标46人被突破的概率99%以上"),
        ({"outlook_kind": "target"}, "超过规划允许的46人的概率65%"),
    ],
)
def test_a_limit_is_told_as_it_stands(changed: dict[str, Any], told: str) -> None:
    assert said({**OUTLOOK, **changed}).endswith(f"{told}。")


def test_the_limit_of_a_rate_is_not_told_as_one_of_the_count() -> None:
    rate = {**OUTLOOK, "outlook_kind": "target", "indicator_code": "deaths_per_100m_yuan_gdp"}
    assert said(rate).endswith("；预计全年48人（43—55）。")


def test_a_month_of_bulletins_is_told_with_what_they_say(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = page(published_home, monkeypatch, "monthly", region="350100", scope="production")
    assert not latest.exception
    assert heading(latest) == "2024年1—10月福州市死亡40人（生产安全事故）。"
    assert "按各地公布数。没有上年同期的数。" in text(latest)
    # of six deaths one or none lie in the smaller year in 2 (1 + 6) / 64 = 21.9 % by chance
    january = page(
        published_home,
        monkeypatch,
        "monthly",
        region="350100",
        scope="production",
        month="2024-01",
        lang="en",
    )
    assert heading(january) == (
        "Fuzhou, January 2024: 5 deaths (production-safety accidents), "
        "4 more than a year before (+400.0%, within chance)."
    )
    assert january.query_params["month"] == "2024-01"


def test_what_an_address_asks_for_in_vain_is_said(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "monthly", region="350100", month="2024-02")
    assert "地址中的“2024-02”没有月度数据，未采用。" in text(app)
    none = page(published_home, monkeypatch, "monthly", region="321200")
    assert heading(none) == "泰州市没有月度数据。"
    assert "有月度数据的地区：" in text(none)
    assert labels(none) == ["下载空白数据表"]


def test_a_quota_stands_beside_what_is_used_of_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nanchong's bulletin of June 2013: 11 deaths of a quota of 45; 181 of 365 days are 22.3 of 45
    app = page(
        published_home,
        monkeypatch,
        "monthly",
        region="511300",
        scope="production",
        month="2013-06",
    )
    assert not app.exception
    assert "2013年1—6月已用11人，控制指标45人；按往年季节通常用到22人。" in text(app)
    assert "往年数据不足，按天数推算。" in text(app)


def test_a_dash_says_why_it_is_one() -> None:
    row = {"change_pct": None, "reason_text": "上年同期为零。", "reason_text_en": "None before."}
    cell = month_exhibits.cell(row, ("change_pct", "per_cent", "reason_text"), ZH)
    shown = tables.table("t", [tables.Column("同比", "wrap")], [[cell]])
    assert 'title="上年同期为零。"' in shown
    assert tables.text(cell) == "–"


def test_the_year_asked_for_stands_out_among_the_others() -> None:
    points = pl.DataFrame(
        {
            "year": [2024, 2024, 2025, 2025],
            "month": [1, 12, 1, 2],
            "shown": [3.0, 40.0, 2.0, 5.0],
            "period": ["a", "b", "c", "d"],
            "line": ["2024 0", "2024 0", "2025 0", "2025 0"],
        }
    )
    spec, frames = layering.bare(month_charts.years(points, year=2024, unit="人", words=ZH))
    colours = {
        frames[layer["data"]["name"]]["year"][0]: layer["mark"]["color"]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "line"
    }
    assert colours == {2024: ACCENT, 2025: OTHERS}
    assert spec["layer"][0]["encoding"]["y"]["title"] == "人"
