"""The Overview page: how a region stands, with a plan, without one, and with nothing at all."""

import re
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from app.figure import sparklines
from app.plans import overview_questions, since_last_build
from tests.app.test_pages import CHINESE, heading, page, text
from warehouse.builds.kept_builds import published_ids
from warehouse.ground.settings import Settings


def cards(said: str) -> list[str]:
    """What stands on each card, from the page's HTML."""
    return re.findall(r"<article.*?</article>", said, flags=re.DOTALL)


def test_the_first_line_counts_the_indicators_of_the_plan(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The plan's eight outcome indicators: the GDP rate and deaths cross the reform of 2016, of
    # accidents 2015 is not printed, five have no figure of 2020 (or not of every year).
    app = page(published_home, monkeypatch, "overview", region="330400")
    assert not app.exception
    assert heading(app) == (
        "嘉兴市2020年：8 项规划指标中 0 项可判定达标，2 项因2016年统计口径调整不可比，"
        "1 项缺基期数，5 项缺数据。"
    )
    assert "另有 1 项为定性要求，不作量化判定。规划另有 11 项覆盖率和工作任务目标" in text(app)
    app = page(published_home, monkeypatch, "overview", region="330400", lang="en")
    assert heading(app) == (
        "Jiaxing, 2020: of 8 plan indicators, 0 can be judged as met, 2 cannot be compared "
        "(change of scope of 2016), 1 without a base figure, 5 without figures."
    )


def test_both_conditions_of_an_indicator_stand_on_one_card(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "overview", region="330400")
    bodies = "".join(element.proto.body for element in app.get("html"))
    drawn = cards(bodies)
    assert len(drawn) == 9  # eight and the one striven for
    rate = next(card for card in drawn if "亿元GDP死亡率" in card)
    # 86 / 5563.58 = 0.0155, exact limits of 86 by Byar 68.8 and 106.2: 0.012 and 0.019
    for said in ("0.015", "0.012–0.019", "⊘", "不可比", "2020年比2015年下降 30%", "目标值 0.063"):
        assert said in rate
    assert "2020年控制在 0.063 以内" in rate
    assert "不能据此判定" in rate  # the sentence of the verdict


def test_an_older_plan_is_chosen_in_the_address(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 0.09 ≤ 0.13, 1.14 ≤ 1.3, 1.83 ≤ 2.0 and 318 ≤ 365, as the next plan's table of results says
    query = {"region": "330400", "plan": "jiaxing-2011-2015"}
    app = page(published_home, monkeypatch, "overview", **query)
    assert heading(app) == "嘉兴市2015年：4 项规划指标中 4 项可判定达标。"
    assert "规划指标所需的数据齐全" in text(app)
    app = page(published_home, monkeypatch, "overview", **query, as_of="2012")
    assert heading(app) == "嘉兴市2012年：4 项规划指标中 0 项可判定达标，4 项缺数据。"


def test_what_is_missing_is_told_with_who_would_have_it(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, "overview", region="330400"))
    assert re.search(r"统计部门\s+工矿商贸就业人员（2020年）", said)
    assert "没有录入年度控制指标" in said


def test_a_region_without_a_plan_shows_its_latest_values(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "overview", region="440100")
    assert heading(app).startswith("广州市没有录入规划，无法判定是否达标")
    said = text(app)
    assert "warehouse template targets" in said
    assert re.search(r"死亡人数\s+279", said)  # of 2023
    assert "达标" not in said.replace("是否达标", "")


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
    own = re.sub(r"<details.*?</details>|<style.*?</style>", "", bodies, flags=re.DOTALL)
    assert CHINESE.findall(own) == []


def test_files_loaded_since_the_build_before_are_new(
    loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, "overview", region="330400")
    said = text(app)
    assert "以来载入 3 个文件" in said
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
