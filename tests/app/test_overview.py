"""The Overview page: how a region stands, with a plan, without one, and with nothing at all."""

import re
from datetime import UTC, datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from app.base.words import Words
from app.figure import sparklines
from app.plans import data_gaps, indicator_cards, overview_questions, since_last_build
from tests.app.test_pages import CHINESE, heading, page, text
from warehouse.builds.kept_builds import published_ids
from warehouse.ground.settings import Settings


def cards(said: str) -> list[str]:
    """What stands on each card, from the page's HTML."""
    return re.findall(r"<article.*?</article>", said, flags=re.DOTALL)


def test_the_first_line_tells_what_is_known_now(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Printed: 29 deaths from January to June 2023, 86 in 2020; 86 / 5563.58 = 0.0155 with limits of
    # 0.012 and 0.019, the nation's 27,412 / 1,034,867.6 = 0.0265.
    app = page(published_home, monkeypatch, "overview", region="330400")
    assert not app.exception
    assert heading(app) == (
        "嘉兴市2023年1—6月生产安全事故死亡29人；2020年全年86人；"
        "亿元GDP死亡率0.015，低于全国0.026（超出随机波动）。"
    )
    app = page(published_home, monkeypatch, "overview", region="330400", lang="en")
    assert heading(app) == (
        "In January to June 2023 Jiaxing had 29 deaths (production-safety accidents); "
        "86 in the whole of 2020; deaths per ¥100m of GDP 0.015, "
        "below China\u2019s 0.026 (beyond chance)."
    )


@pytest.mark.parametrize(
    ("region", "said"),
    [
        # 92 deaths in 2025 after 103: 11 fewer, of which chance explains the difference
        ("441900", "东莞市2025年生产安全事故死亡92人，比2024年少11人（未超出随机波动）；"),
        # 19,600 deaths in 2024 after 21,242
        ("000000", "全国2024年生产安全事故死亡19,600人，比2023年少1,642人（超出随机波动）；"),
        ("330783", "东阳市2011–2015年各类事故死亡480人。"),
        ("330000", "浙江省2015年道路交通死亡4,275人；道路交通万车死亡率2.67，高于全国2.08"),
    ],
)
def test_other_regions_are_told_by_what_is_known_of_them(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, region: str, said: str
) -> None:
    assert heading(page(published_home, monkeypatch, "overview", region=region)).startswith(said)


def test_the_plan_is_told_below_with_all_its_indicators_counted(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The plan's eight outcome indicators: the GDP rate and deaths cross the reform of 2016, of
    # accidents 2015 is not printed, five have no figure of 2020 (or not of every year).
    said = text(page(published_home, monkeypatch, "overview", region="330400"))
    assert (
        "嘉兴市安全生产“十三五”规划8项指标：达标0项、因2016年统计口径调整无法判定2项、缺数据6项。"
        in said
    )
    assert "另有 1 项为定性要求，不作量化判定。" in said
    # 0.09 ≤ 0.13, 1.14 ≤ 1.3, 1.83 ≤ 2.0 and 318 ≤ 365, as the next plan's table of results says
    assert "上一规划（嘉兴市安全生产“十二五”规划）4项指标：达标4项。" in said
    assert "共25项目标" in said
    said = text(page(published_home, monkeypatch, "overview", region="330400", lang="en"))
    assert (
        "none can be shown to be met: 2 not comparable since the 2016 change of scope, "
        "6 without data." in said
    )


def test_both_conditions_of_an_indicator_stand_on_one_card(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "overview", region="330400")
    bodies = "".join(element.proto.body for element in app.get("html"))
    drawn = cards(bodies)
    # of fires, special equipment and what is only striven for nothing is known
    assert len(drawn) == 6
    assert "另有3项指标暂无数据：" in text(app)
    rate = next(card for card in drawn if "亿元GDP死亡率" in card)
    # 86 / 5563.58 = 0.0155, exact limits of 86 by Byar 68.8 and 106.2: 0.012 and 0.019
    for said in ("0.015", "0.012–0.019", "⊘", "不可比", "2020年比2015年下降 30%", "目标值 0.063"):
        assert said in rate
    assert "2020年控制在 0.063 以内" in rate
    assert "仅供参考" in rate  # the sentence of the verdict


def test_an_older_plan_is_chosen_in_the_address(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "330400", "plan": "jiaxing-2011-2015"}
    app = page(published_home, monkeypatch, "overview", **query)
    assert "“十二五”规划4项指标：达标4项。" in text(app)
    assert "规划指标所需的数据齐全" in text(app)
    app = page(published_home, monkeypatch, "overview", **query, as_of="2012")
    assert "“十二五”规划4项指标（截至2012年）：达标0项、缺数据4项。" in text(app)


def _card(**columns: object) -> dict[str, object]:
    return {"is_verdict": True, "as_of_year": 2024, "as_of_period": "2024-06", **columns}


def _figures(*values: tuple[str, str, float]) -> indicator_cards.Figures:
    """Values by time, each a period, its basis and how much; the last is the newest."""
    series = pl.DataFrame(
        {
            "period": [period for period, _, _ in values],
            "period_year": [int(period[:4]) for period, _, _ in values],
            "period_basis": [basis for _, basis, _ in values],
            "computed_rate": [value for _, _, value in values],
        }
    )
    return indicator_cards.Figures(series, series.row(-1, named=True), pl.DataFrame())


@pytest.mark.parametrize(
    ("card", "as_of", "shown"),
    [
        # 79 in twelve months was judged: neither 84 of the year before nor 56 since January
        (_card(), "", 79),
        # not judged: what is newest
        (_card(is_verdict=False), "", 56),
        # a verdict of a year long past does not hide what has been known since
        (_card(as_of_year=2020, as_of_period="2020"), "", 56),
        # as it stood then
        (_card(as_of_year=2023, as_of_period="2023"), "2023", 84),
    ],
)
def test_the_value_on_a_card_is_that_of_its_verdict_or_the_newest(
    card: dict[str, object], as_of: str, shown: float
) -> None:
    figures = _figures(
        ("2020", "year", 100),
        ("2023", "year", 84),
        ("2024-06", "cumulative_from_january", 35),
        ("2024-06", "rolling_12_months", 79),
        ("2024-09", "cumulative_from_january", 56),
    )
    found = indicator_cards.value_shown(card, figures, as_of)
    assert found is not None
    assert found["computed_rate"] == shown


def test_every_judged_card_shows_the_value_that_was_judged(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # whatever plan is chosen: a card that says met says the verdict's own value and period
    for region, plan in (("000000", "nation-2006-2010"), ("330400", "jiaxing-2011-2015")):
        app = page(published_home, monkeypatch, "overview", region=region, plan=plan)
        drawn = cards("".join(element.proto.body for element in app.get("html")))
        drawn = [card for card in drawn if 'class="verdict"' in card]
        assert drawn
        year = plan[-4:]
        for card in drawn:
            assert "达标" in card
            assert f"{year}年" in re.sub(r"<details.*", "", card)


def test_what_is_missing_is_told_with_who_would_have_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "overview", region="330400")
    said = text(app)
    assert re.search(r"统计部门\s+工矿商贸就业人员（2020年）", said)
    # 2020 is known (86 and 107), and so is not missing; of accidents the base of 2015 is
    assert "死亡人数（2016–2019年）、事故起数（2015–2019年）" in said
    assert "没有控制指标预警" in said
    assert "warehouse template" not in said


def test_a_form_for_what_is_missing_is_filled_in_but_for_the_figures() -> None:
    gap = {
        "region_code": "330400",
        "period": "2016",
        "indicator_code": "deaths",
        "missing_measure_code": "deaths",
        "is_of_indicator": True,
        "scope_code": "production",
    }
    rate = {
        **gap,
        "period": "2020",
        "indicator_code": "road_deaths_per_10k_vehicles",
        "scope_code": "road_traffic",
    }
    content = data_gaps.form([gap, gap, rate], Words("zh"))
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    rows = [[cell for cell in row if cell] for row in sheet.to_polars().rows()]
    assert ["嘉兴市", "2016", "死亡人数", "生产安全事故"] in rows
    assert ["嘉兴市", "2020", "道路交通万车死亡率（公布值）", "道路交通"] in rows


def test_a_region_without_a_plan_shows_its_latest_values(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "overview", region="440100")
    # 279 deaths in 2023 after 298
    assert heading(app).startswith("广州市2023年生产安全事故死亡279人，比2022年少19人")
    said = text(app)
    assert "广州市没有录入规划" in said
    assert "下载空白目标表" in [button.proto.label for button in app.get("download_button")]
    assert re.search(r"死亡人数\s+279", said)  # of 2023
    assert "达标" not in said


def test_quotas_that_are_kept_raise_no_warning(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nanchong 2013: of 13, 45 and 32 deaths allowed 1, 11 and 10 had happened by June, and 1 of
    # 4 larger accidents
    said = text(page(published_home, monkeypatch, "overview", region="511300"))
    assert "4 项年度控制指标均未达到预警线。" in said


def test_a_warning_is_told_with_its_probability(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = {
        "warning_level": "orange",
        "scope_name": "生产安全事故",
        "measure_name": "死亡人数",
        "period": "2025-09",
        "used": 81.0,
        "quota": 100.0,
        "probability_exceeded": 0.734,
    }
    monkeypatch.setattr(overview_questions, "quotas", lambda _region: pl.DataFrame([quota]))
    said = text(page(published_home, monkeypatch, "overview", region="330400"))
    assert (
        "橙色预警：死亡人数（生产安全事故），2025年1—9月已用 81，控制数 100，全年突破的概率 73%。"
        in said
    )


@pytest.mark.parametrize("region", ["330400", "441700", "321200", "000000"])
def test_english_pages_speak_english(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    app = page(published_home, monkeypatch, "overview", region=region, lang="en")
    assert not app.exception
    bodies = "".join(element.proto.body for element in app.get("html"))
    other = r'<details.*?</details>|<script.*?</script>|<a [^>]*lang="zh-CN".*?</a>'
    assert CHINESE.findall(re.sub(other, "", bodies, flags=re.DOTALL)) == []


def test_files_loaded_since_the_build_before_are_new(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, "overview", region="330400")
    said = text(app)
    assert "本次导入3个文件" in said
    assert "各县区报表.csv：接受 2 行，拒绝 3 行" in said
    found = since_last_build.latest()
    assert found.before is not None
    first, last = published_ids(Settings(home=loaded_home))
    for moment, build in ((found.before, first), (found.built_at, last)):
        stamp = datetime.strptime(build[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        assert abs((moment - stamp).total_seconds()) < 2


def _years(**columns: list[object]) -> pl.DataFrame:
    days = [datetime(year, 12, 31, tzinfo=UTC).date() for year in (2014, 2015, 2016)]
    return pl.DataFrame(
        {
            "period_end_date": days,
            "period_year": [2014, 2015, 2016],
            "shown": [4.0, 2.0, 1.0],
            "scope_code": ["a", "a", "b"],
            "continues": [False, True, True],
            "is_provisional": [False, False, True],
            **columns,
        }
    )


def test_a_spark_line_does_not_cross_a_change_of_scope() -> None:
    drawn = sparklines.sparkline(_years(), None, 2016, "said")
    # one line from 2014 to 2015, one rule where the scope changes, three points
    assert (drawn.count("%3Cline"), drawn.count("%3Ccircle")) == (2, 3)
    assert drawn.count("dasharray") == 1
    drawn = sparklines.sparkline(_years(), 3.0, 2016, "said")
    assert drawn.count("dasharray") == 2


def test_one_value_is_no_line() -> None:
    assert sparklines.sparkline(_years().head(1), None, 2016, "said") == ""
