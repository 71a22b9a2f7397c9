"""Set targets: the answer of the page, what it refuses to say, and the file it makes."""

import re
from pathlib import Path

import pytest

from app.base.selection import Selection
from app.base.words import Words
from app.plans import set_targets_aim, set_targets_files
from app.plans.set_targets_files import Result
from app.plans.set_targets_questions import Offered
from app.plans.set_targets_setting import Setting
from app.plans.set_targets_shares import Share, Shared
from tests.app.planned import SUBJECT
from tests.app.test_pages import heading, page, text
from tests.golden.read_targets import read
from warehouse.planning import target_rows

ZH = Words("zh")
DONGGUAN = {"region": "441900", "indicator": "deaths", "scope": "production"}


def test_the_first_line_says_what_the_target_means(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "set_targets", **DONGGUAN)
    assert not app.exception
    # 92 x 0.85 = 78.2; scipy.stats.nbinom.cdf(78, 92.5, 1 / 2) = 0.151
    assert heading(app) == (
        "2030年东莞市死亡人数（生产安全事故）比2025年下降15%，即不超过78人，比2025年的92人少14人。"
        "风险不变、只凭随机波动，达到的可能性为15%；可比年份不足五个，按趋势能否达到无法判断。"
    )
    # binomtest(66, 158).pvalue = 0.046, of 67 0.057
    assert "2030年须不超过66人、即比基期下降28.3%以上" in text(app)


def test_a_rate_tells_growth_apart(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(
        published_home,
        monkeypatch,
        "set_targets",
        region="441900",
        indicator="deaths_per_100m_yuan_gdp",
        scope="production",
        amount="30%",
        scenario="middle",
        lang="en",
    )
    assert not app.exception
    # 103 x 0.7 x 1.05^6 = 96.6
    assert (
        "or 96 deaths with gross domestic product up 5% a year: 7 fewer than the 103 of 2024"
        in heading(app)
    )
    said = text(app)
    # 1 - 1.05^-6 = 25.4 %; ln 0.7462 / ln 0.7 = 82 %
    assert "the rate falls by 25.4%, 82% of what is required" in said
    assert "Computed from what is divided by" in said


def test_a_trend_of_ten_years_is_reckoned_with(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(
        published_home,
        monkeypatch,
        "set_targets",
        region="000000",
        indicator="road_deaths_per_10k_vehicles",
        amount="30",
    )
    assert not app.exception
    assert "按2014—2023年的趋势继续，达到的可能性为" in heading(app)
    said = text(app)
    assert "近10个可比年份的趋势" in said
    assert "已按负二项分布计算" in said
    assert "未使用的年份：2009、2011" in said


def test_nothing_is_set_across_a_break(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "set_targets", region="330400", indicator="deaths")
    assert not app.exception
    assert "自2022年起口径有变" in heading(app)
    said = text(app)
    assert "仅供参考" in said
    assert "可能性" not in said


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"amount": "很多"}, "“很多”不是可用的降幅"),
        ({"amount": "120"}, "“120”不是可用的降幅"),
        ({"aim": "value", "amount": "93"}, "须低于基期值（92人）"),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], expected: str
) -> None:
    app = page(published_home, monkeypatch, "set_targets", **DONGGUAN, **asked)
    assert not app.exception
    assert expected in heading(app) or expected.replace("须", "请填一个") in heading(app)


def test_a_region_without_figures_is_told_what_to_do(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "set_targets", region="330783")
    assert not app.exception
    assert "可以作基期" in heading(app)


def test_a_total_is_shared_out_by_weights_that_are_typed(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "set_targets", **DONGGUAN)
    app.text_area[0].set_value("甲镇 30\n乙镇 25\n丙镇 37").run(timeout=30)
    said = text(app)
    # 78 x 30/92, 25/92, 37/92 = 25.4, 21.2, 31.4
    assert re.search(r"甲镇\s+30\s+32.6%\s+26\b", said)
    assert "78（与总数78相符）" in said
    app.text_area[0].set_value("甲镇 30\n乙镇").run(timeout=30)
    assert "第 2 行没有读懂" in text(app)


def result(home: Path, monkeypatch: pytest.MonkeyPatch, **asked: str) -> Result:
    """What the page worked out, with the total shared out."""
    monkeypatch.setenv("WAREHOUSE_HOME", str(home))
    selection = Selection.read({**DONGGUAN, **asked})
    setting = Setting.of(selection, Offered.of(selection, ZH))
    shares = [Share("农林牧渔业", "agriculture", 1, 8), Share("某镇", "", 9, 70)]
    aim = set_targets_aim.Aim(reduction=0.15)
    return Result(setting, aim, setting.subject(ZH), [], [], Shared("scopes", shares))


def test_the_file_of_targets_is_read_as_it_is_meant(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = set_targets_files.rows(result(published_home, monkeypatch))
    found = read(rows).rows(named=True)
    told = [
        {name: row[name] for name in ("plan_code", "target_kind", "scope_code", "base_period")}
        | {"value": row["target_value"], "until": row["target_period"]}
        for row in found
    ]
    plan = {"plan_code": "441900-2026-2030", "until": "2030"}
    assert told == [
        {**plan, "target_kind": "relative_reduction", "scope_code": "production"}
        | {"base_period": "2025", "value": 15},
        # a part without a code has no row
        {**plan, "target_kind": "absolute_cap", "scope_code": "agriculture"}
        | {"base_period": None, "value": 8},
    ]


def test_a_mean_of_years_is_a_base_that_is_read_as_such() -> None:
    row = target_rows.row(SUBJECT, (2021, 2025), 2030, reduction_pct=15)
    (found,) = read([{**row, "quote": ""}]).rows(named=True)
    assert (found["base_period"], found["base_basis"]) == ("2021-2025", "mean_of_years")


def test_headings_are_those_of_the_form() -> None:
    headings, _ = target_rows.lines([{"plan_code": "441900-2026-2030"}], "zh")
    assert headings[:3] == ["规划代码", "规划名称", "目标代码"]
    assert target_rows.lines([], "en") == [list(target_rows.COLUMNS)]


def test_amounts_are_read_as_typed() -> None:
    def read(kind: str, typed: str) -> tuple[float | None, float | None, bool]:
        found = set_targets_aim.read(kind, typed, 92.0, "92人", ZH)
        return found.reduction, found.value, bool(found.fault)

    assert read("reduction", "15") == (0.15, None, False)
    assert read("reduction", " 12.5% ") == (0.125, None, False)
    assert read("reduction", "0") == (None, None, True)
    assert read("value", "80") == (None, 80, False)
    assert read("value", "80%") == (None, None, True)
