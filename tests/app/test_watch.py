"""The pages Early warning and Outlook: as shipped, and where months and years are long enough."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from app.base.words import Words
from app.watch import outlook_words, warning_words
from tests.app.test_pages import CHINESE, heading, page, text
from warehouse.builds.published import published_build
from warehouse.ground.settings import Settings

TONGXIANG, JIAXING = "330483", "330400"
SERIES = f"{TONGXIANG}.construction.accidents"

# Two series of Tongxiang: building sites out of line in October 2026 (5 where at most 4 are within
# 99.8 %), and twelve months before; mines as expected.
WARNINGS = """
insert into fct_early_warnings by name
select
    '330483' as region_code, scopes.scope_code, 'accidents' as measure_code,
    strftime(months.first, '%Y-%m') as period,
    cast(year(months.first) as integer) as period_year,
    cast(month(months.first) as integer) as period_month,
    'records' as basis_code, 'single_month' as count_basis,
    case when is_high then 5.0 else 0.0 end as observed,
    0.4 as expected, 2.0 as upper_95, 4.0 as upper_998,
    case when is_high then 4.5 else 0.0 end as cusum, 6.0 as cusum_limit,
    false as is_cusum_signal, 5 as history_years, 60 as history_months,
    case when is_high then 'orange' else 'none' end as warning_level,
    case when is_high then 'above_998' else 'as_expected' end as reason,
    months.first = date '2026-10-01' as is_latest_month,
    '桐乡市' as region_name, 'Tongxiang' as region_name_en,
    '事故起数' as measure_name, 'Accidents' as measure_name_en, 1 as measure_sort_order,
    scopes.scope_name, scopes.scope_name_en, scopes.sort_order as scope_sort_order
from (
    select cast(unnest(generate_series(date '2023-11-01', date '2026-10-01', interval 1 month))
        as date) as first
) as months
cross join (
    select * from dim_scopes where scope_code in ('construction', 'mining')
) as scopes
cross join lateral (
    select scopes.scope_code = 'construction'
        and months.first in (date '2025-10-01', date '2026-10-01') as is_high
)
"""
SERIES_ROWS = """
insert into fct_warning_series by name
select
    latest.* exclude (
        count_basis, cusum, cusum_limit, is_cusum_signal, ears_c1, ears_c2, ears_c3,
        count_dispersion, monthly_trend, history_years, history_months, is_latest_month
    ),
    '330400' as parent_code, '2023-11' as first_period,
    36 as months_known, 36 as months_judged,
    case when warning_level = 'orange' then 2 else 0 end as months_above_95,
    case when warning_level = 'orange' then 2 else 0 end as months_above_998,
    case when warning_level = 'orange' then 2 else 0 end as months_warned,
    0.9 as months_above_95_by_chance,
    case when warning_level = 'orange' then 4 else 0 end as warning_position,
    1 as measure_position
from fct_early_warnings as latest
where region_code = '330483' and is_latest_month and basis_code = 'records'
"""
SEASONS = """
insert into fct_important_days by name
select
    '330483' as region_code, 'production' as scope_code, day_code,
    'accidents' as measure_code, '2019-01' as from_period, '2026-10' as to_period,
    8 as times_seen, 56 as days_inside, 2805 as days_outside,
    30.0 as count_inside, 965.0 as count_outside, 1.56 as day_ratio,
    1.08 as ratio_lower_95, 2.24 as ratio_upper_95,
    0.54 as count_a_day_inside, 0.34 as count_a_day_outside, 'above' as position_code,
    '生产安全事故' as scope_name, 'Production-safety accidents' as scope_name_en
from (select distinct day_code from dim_important_days)
"""
# The nation's road deaths, which ship, are given a target for their last year told.
TARGET = """
update fct_forecasts set
    target_code = (select min(target_code) from dim_targets where region_code = '000000'),
    target_limit = 50000,
    probability_target_met = 0.62
where
    region_code = '000000' and indicator_code = 'deaths' and scope_code = 'road_traffic'
    and period = (
        select max(period) from fct_forecasts
        where region_code = '000000' and indicator_code = 'deaths' and scope_code = 'road_traffic'
    )
"""


@pytest.fixture(scope="module")
def watched_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers a copy of the published home in which months and a target are as above."""
    home = tmp_path_factory.mktemp("watched") / "home"
    shutil.copytree(published_home, home, symlinks=True)
    database = published_build(Settings(home=home)).database
    database.chmod(0o600)
    with duckdb.connect(database) as connection:
        for statement in (WARNINGS, SERIES_ROWS, SEASONS, TARGET):
            connection.execute(statement)
    return home


def labels(app: AppTest) -> list[str]:
    """Answers what stands on the buttons that give files."""
    return [each.proto.label for each in app.get("download_button")]


def test_the_answer_names_what_is_out_of_line(
    watched_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(watched_home, monkeypatch, "early_warning", region=JIAXING)
    assert not app.exception
    assert heading(app) == (
        "2026年10月嘉兴市及所辖地区2个监测对象中1个超出预期（橙色1个）；"
        "最重的是桐乡市 · 建筑 · 事故起数：实际5，预期0.4。"
    )
    said = text(app)
    # 2 series of 36 months, one of which was twice above; 72 / 40 = 1.8 by chance
    assert "判断过的72个月次中有2个高于95%上限，偶然至多约2个" in said
    assert "◆ 橙色预警" in said
    assert "本月高于 99.8% 上限" in said
    assert app.query_params["series"] == SERIES


def test_another_series_is_a_click_away_and_stays_in_the_address(
    watched_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mines = f"{TONGXIANG}.mining.accidents"
    app = page(watched_home, monkeypatch, "early_warning", region=TONGXIANG, series=mines)
    assert not app.exception
    said = text(app)
    assert "桐乡市 · 采矿 · 事故起数" in said
    assert "2026年10月无预警：实际0，预期0.4，95%上限2，99.8%上限4。" in said
    assert "近三年已知的36个月没有预警" in said
    assert app.query_params["series"] == mines


def test_seasons_tell_what_past_years_showed(
    watched_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(watched_home, monkeypatch, "early_warning", region=TONGXIANG))
    assert "▲ 多于平时" in said
    assert "1.56 (1.08–2.24)" in said
    assert "2019年1月至2026年10月台账" in said


def test_early_warning_speaks_english(watched_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(watched_home, monkeypatch, "early_warning", region=JIAXING, lang="en")
    assert not app.exception
    assert heading(app) == (
        "October 2026: 1 of the 2 series of Jiaxing and the regions in it are out of line "
        "(1 orange); the gravest is Tongxiang · Construction · Accidents: 5 against 0.4 expected."
    )
    assert not CHINESE.search(text(app).replace("中文", ""))


def test_the_overview_tells_what_is_out_of_line(
    watched_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.plans.overview_page.has_page", lambda _page: True)
    said = text(page(watched_home, monkeypatch, "overview", region=JIAXING))
    assert "2026年10月逐月监测的2个对象中1个超出预期。" in said


def test_without_months_it_says_what_to_load(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "early_warning", region=JIAXING)
    assert not app.exception
    assert heading(app) == "嘉兴市没有逐月的事故数据，暂不能预警。"
    said = text(app)
    assert "导入事故台账（注明完整的起止日期）" in said
    assert "春节（除夕至初七）" in said  # the seasons are known all the same
    assert "下载空白事故表" in labels(app)


def test_months_too_few_to_judge_say_so_first(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "early_warning", region="350100")
    assert not app.exception
    assert heading(app).startswith("福州市的逐月数据不够长，暂不能判断是否异常")
    assert "○ 不作判断" in text(app)


def test_the_outlook_answers_with_the_probability_of_the_target(
    watched_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(watched_home, monkeypatch, "outlook", region="000000")
    assert not app.exception
    assert "达到规划目标（50,000 人）的概率为62%；预计" in heading(app)
    said = text(app)
    assert "● 采用" in said  # the method, among those tested
    assert app.query_params["indicator"] == "deaths"
    assert app.query_params["scope"] == "road_traffic"


def test_the_outlook_says_why_nothing_is_told(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "outlook", region=JIAXING, lang="en")
    assert not app.exception
    assert "can be foreseen, most of them because: Fewer than five years are known" in heading(app)
    assert "Blank form for figures" in labels(app)
    assert "What cannot be foreseen" in text(app)


@pytest.mark.parametrize(
    ("probability", "said"),
    [(None, "–"), (0.0, "0%"), (0.004, "<1%"), (0.624, "62%"), (0.997, ">99%"), (1.0, "100%")],
)
def test_what_is_nearly_sure_is_not_called_sure(probability: float | None, said: str) -> None:
    assert outlook_words.per_cent(probability) == said


@pytest.mark.parametrize(
    ("level", "label"),
    [("orange", "A · B · C  ◆ 橙色预警"), ("none", "A · B · C"), (None, "A · B · C")],
)
def test_a_list_of_series_marks_those_that_warn(level: str | None, label: str) -> None:
    row: dict[str, Any] = {"region_name": "A", "scope_name": "B", "measure_name": "C"}
    assert warning_words.label({**row, "warning_level": level}, Words("zh")) == label
