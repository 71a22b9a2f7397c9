"""The pages of plans: counts by status, verdicts in parts, path, room left, slack, evaluation."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from fastexcel import read_excel
from streamlit.testing.v1 import AppTest

from app.base import target_paths
from app.base.words import Words
from app.plans import evaluations, plan_gaps, plan_questions, verdicts
from app.plans.target_words import room, slack
from tests.app.test_pages import CHINESE, heading, page, text
from tests.shipped import targets_of

ZH, EN = Words("zh"), Words("en")
JIAXING = len(targets_of("jiaxing-2016-2020"))
TARGET: dict[str, Any] = {
    "rule_code": "relative_reduction",
    "requirement_code": "relative_reduction",
    "value_basis": "year",
    "target_value": 30.0,
    "target_unit": "%",
    "unit": "人/亿元",
    "unit_en": "deaths per 100 million yuan",
    "base_period": "2015",
    "target_year": 2020,
    "is_higher_better": False,
    "as_of_year": 2018,
    "target_name": "亿元GDP死亡率",
    "target_name_en": "Deaths per 100 million yuan of GDP",
}


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def html(app: AppTest) -> str:
    return "".join(str(element.proto.body) for element in app.get("html"))


def test_the_first_line_counts_the_targets_by_status(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", region="330400")
    assert not app.exception
    # three span the reform of 2016, one lacks its base, one is to be striven for
    assert heading(app) == (
        f"嘉兴市安全生产“十三五”规划共{JIAXING}项目标：达标0项；"
        f"口径变化不可比3项；缺基期数1项；缺数据{JIAXING - 5}项；定性要求1项。"
    )
    english = page(published_home, monkeypatch, "plan", region="330400", lang="en")
    assert heading(english) == (
        f"Of the {JIAXING} targets of the Jiaxing work-safety plan 2016-2020, none can be shown to"
        f" be met: 3 are not comparable, 1 lacks a base figure, {JIAXING - 5} lack data,"
        " 1 is qualitative."
    )


def test_a_plan_judged_by_printed_changes_is_shown_as_of_its_last_year(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", region="321200")
    every = len(targets_of("taizhou-2016-2020"))
    assert heading(app) == (
        # three by the changes that the city's next plan prints
        f"泰州市安全生产“十三五”专项规划共{every}项目标：达标3项；"
        f"缺数据{every - 4}项；定性要求1项。"
    )


def test_each_target_is_judged_at_its_own_latest_period(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Dongguan printed its deaths of 2019 and none of 2020: the base of 2016 is missing
    app = page(published_home, monkeypatch, "plan", region="441900")
    assert "缺基期数3项" in heading(app)
    scores = plan_questions.scores("dongguan-2016-2020")
    assert set(scores.filter(status_code="base_missing")["as_of_period"]) == {"2019"}
    assert scores.height == len(targets_of("dongguan-2016-2020"))


PROGRESS = """
create table fct_target_progress as
select
    *,
    'p' as plan_code,
    true as is_outcome,
    'year' as value_basis,
    false as is_each_year,
    'relative_reduction' as rule_code,
    '2020' as base_period,
    100.0 as base_value,
    2023 as target_year,
    '' as indicator_name_en,
    1 as status_sort_order,
    2021 as plan_from_year,
    2023 as plan_to_year
from (values
    ('a', '2021', 2021, 90.0), ('a', '2022', 2022, 81.0), ('a', '2022-06', 2022, 85.4),
    ('b', '2021', 2021, 90.0), ('c', '2023', 2023, 72.9)
) as t (target_code, as_of_period, as_of_year, path_value)
"""


def test_as_of_a_period_each_target_has_a_row_and_a_path_one_value_a_year() -> None:
    with duckdb.connect() as connection:
        connection.execute(PROGRESS)

        def judged(as_of: str) -> list[tuple[str, str]]:
            asked = [as_of, int(as_of[:4]), int(as_of[:4]), "p"]
            found = connection.sql(plan_questions.SCORES_OF_PERIOD, params=asked).pl()
            return [
                (code, period)
                for code, period in found.select("target_code", "as_of_period").rows()
            ]

        # of those without a verdict of then the last before, else the first
        assert judged("2022-06") == [("a", "2022-06"), ("b", "2021"), ("c", "2023")]
        assert judged("2022") == [("a", "2022"), ("b", "2021"), ("c", "2023")]
        # twelve months to June 2022 are no year: 90, 81, not 85.4
        paths = connection.sql(target_paths.PATHS, params=["p", "p"]).pl()
        assert paths.filter(target_code="a").select("year", "value").rows() == [
            (2020, 100),
            (2021, 90),
            (2022, 81),
        ]


@pytest.mark.parametrize("judged", ["", "2023", "2018"])
def test_all_targets_are_counted_as_of_any_period(
    city_home: Path, monkeypatch: pytest.MonkeyPatch, judged: str
) -> None:
    app = page(city_home, monkeypatch, "plan", region="140300", judged=judged)
    said = heading(app)
    # six of the plan and its quota
    assert "共7项目标" in said
    counts = [int(number) for number in re.findall(r"(\d+)项(?!目标)", said)]
    assert sum(counts) == 7, said


def test_a_path_is_parted_at_a_break() -> None:
    # 100 to 64 in two years: 100 x 0.64^(1/4) = 89.44 after half a year
    path = pl.DataFrame(
        {"target": ["a"] * 3, "year": [2015, 2016, 2017], "value": [100.0, 80.0, 64.0]}
    )
    parted = target_paths.broken(path, pl.DataFrame({"year": [2014.5, 2015.5]}))
    joint = pytest.approx(100 * 0.64**0.25)
    assert parted.filter(~pl.col("is_broken")).select("year", "value").rows() == [
        (2015, 100),
        (2015.5, joint),
    ]
    assert parted.filter("is_broken").select("year", "value").rows() == [
        (2015.5, joint),
        (2016, 80),
        (2017, 64),
    ]
    assert not target_paths.broken(path, pl.DataFrame({"year": [2020.5]}))["is_broken"].any()


def test_a_card_has_sign_word_reason_and_quote(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", region="330400")
    said = text(app)
    for words in (
        "以下 2 个条件须同时满足：",  # -30 % and at most 0.063
        "⊘ 不可比",
        "2020年比2015年下降 30%",
        "2020年控制在 0.063 人/亿元以内",
        "基期 2015年 0.090 人/亿元 · 2020年实际 0.015 人/亿元 · 2020年目标 0.063 人/亿元",
        "“亿元国民生产总值生产安全事故死亡率 | 与2015年相比下降30%，控制在0.063以内”",
        "plans/jiaxing.txt",
        "现有工作数据",
    ):
        assert words in said
    assert "达标？" not in said  # of three that do not compare no part is known
    judged = text(page(published_home, monkeypatch, "plan", region="321200"))
    assert "达标？  是" in judged


def test_gaps_name_the_years_that_are_missing_and_no_other(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", region="330400")
    (gaps,) = re.findall(r"<tbody>.*?</tbody>", html(app).split("数据缺口及责任单位", 1)[1])[:1]
    rows = [re.sub("<[^>]+>", "|", row) for row in gaps.split("<tr>")]
    lower = next(row for row in rows if "事故起数：至2020年逐年下降" in row)
    assert "应急管理部门（原安全监管部门）" in lower
    # 107 accidents of 2020 are known
    assert "|2016–2019年|" in lower
    base = next(row for row in rows if "各类事故起数：2020年比2015年下降 15%" in row)
    assert "|2015年（基期）|" in base


def test_years_stand_as_spans() -> None:
    assert plan_gaps.spans([2019, 2016, 2017]) == [(2016, 2017), (2019, 2019)]


def test_a_status_narrows_the_cards_and_not_the_answer(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plan", region="330400", status="base_missing")
    assert f"共{JIAXING}项目标" in heading(app)
    assert "各类事故起数" in text(app)
    assert "道路交通万车死亡率" not in text(app)


def test_what_was_not_known_then_is_not_drawn(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = page(published_home, monkeypatch, "target", target="jiaxing-2016-2020-04")
    then = page(published_home, monkeypatch, "target", target="jiaxing-2016-2020-04", as_of="2018")
    assert "生产安全事故）" in text(now)
    assert "实际值（各类事故）" in text(then)  # 86 deaths of production are of 2020


def test_a_target_alone_in_the_address_leads_to_its_plan(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "target", target="jiaxing-2011-2015-04")
    assert heading(app).endswith("总死亡人数2015年控制在365 人以内的目标已达到：2015年为318 人。")
    # one that is not there is said, and no other is shown in its place
    unknown = page(published_home, monkeypatch, "target", target="nowhere-04", region="321200")
    assert heading(unknown).startswith("没有代码为“nowhere-04”的目标；")
    assert not charts(unknown)


def test_a_page_answers_as_known_on_a_day(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = {"plan": "jiaxing-2016-2020"}
    then = page(published_home, monkeypatch, "plan", **plan, as_of="2018-12-31")
    # the deaths of 2020 were published later, so that nothing is judged
    assert heading(then).endswith(f"达标0项；缺数据{JIAXING - 1}项；定性要求1项。")
    assert "按2018-12-31已公布的数据" in text(then)
    assert "年才印发" not in text(then)
    # the nation's GDP of 2011 as first published: 75572 ÷ 471564 = 0.160; now 484123.5, 0.156
    nation = {"region": "000000", "scope": "all_kinds"}
    first = page(published_home, monkeypatch, "trends", **nation, as_of="2012-12-31")
    assert heading(first).startswith("2011年全国亿元GDP死亡率0.160（各类事故）")
    now = page(published_home, monkeypatch, "trends", **nation)
    assert heading(now).startswith("2011年全国亿元GDP死亡率0.156（各类事故）")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1950-01-01", "截至1950-01-01，这里还没有任何已公布的数据"),
        ("2018-13-45", "网址中的日期“2018-13-45”无法识别"),
        ("2999-01-01", "2999-01-01还没有到"),
    ],
)
@pytest.mark.parametrize("name", ["plan", "target", "trends"])
def test_a_day_that_answers_nothing_is_said(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str, day: str, said: str
) -> None:
    app = page(published_home, monkeypatch, name, region="330400", as_of=day)
    assert not app.exception
    assert said in text(app)


def test_the_target_page_tells_slack_evidence_and_break(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "target", target="jiaxing-2016-2020-01")
    assert not app.exception
    assert heading(app) == (
        "嘉兴市亿元GDP死亡率2020年比2015年下降30%的目标无法判定："
        "2016年前后的统计口径不同，数据不可比。"
    )
    said = text(app)
    # 0.85 ÷ 0.70 = 1.2143; 1 ÷ 0.70 = 1.4286; 5563.58 ÷ 3517.81 = 1.5815
    for words in ("期内名义GDP须增长21.4%", "单靠名义GDP增长42.9%", "实际增长58.2%"):
        assert words in said
    assert "2016年起只统计生产经营活动中发生的事故" in said
    assert "各类生产安全事故总死亡人数 403 365 318" in said
    assert charts(app) == 1


def test_both_readings_of_a_plans_words_stand_side_by_side(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(
        published_home, monkeypatch, "target", region="321200", target="taizhou-2016-2020-01"
    )
    said = text(app)
    assert "与基期年份比" in said
    assert "5,305.5 起" in said  # 5895 of 2011-2015 less 10 %
    assert "2016–2020年的各年数不全" in said  # a total counts from the plan's first year


def test_plans_stand_side_by_side_with_what_they_ask_a_year(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "plans_compared")
    assert not app.exception
    assert heading(app).startswith("有 11 个规划对“亿元GDP死亡率”定了目标，共 15 项")
    said = text(app)
    # Dongguan -30 % in four years: 1 - 0.7^(1/4) = 8.5 %; Dongyang -51 % in five: 13.3 %
    assert "−8.5%" in said
    assert "−13.3%" in said


def test_a_page_that_knows_no_days_says_so_and_drops_the_day(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "", region="330400", as_of="2018-12-31")
    assert "“按某日已公布的数据”只用于趋势、规划和目标三页" in text(app)
    assert "2018-12-31" not in html(app)


@pytest.mark.parametrize("name", ["plan", "target", "plans_compared"])
def test_unknown_choices_fall_back_without_an_error(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    hostile = "'; drop table x; --<script>"
    app = page(
        published_home,
        monkeypatch,
        name,
        region="999999",
        plan=hostile,
        as_of="1066",
        target=hostile,
        status=hostile,
        indicator=hostile,
        growth="x",
        view=hostile,
    )
    assert not app.exception
    assert heading(app)
    assert "--<script>" not in html(app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("query", [{}, {"view": "table"}])
def test_no_code_is_shown_raw(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, language: str, query: dict[str, str]
) -> None:
    said = ""
    for name, more in (("plan", query), ("target", {}), ("plans_compared", {})):
        app = page(published_home, monkeypatch, name, region="330400", lang=language, **more)
        said += text(app)
    for code in ("not_comparable", "relative_reduction", "no_data", "as_printed", "all_kinds"):
        assert code not in said
    assert "None" not in said
    if language == "en":
        assert not CHINESE.search(heading(app))


def test_the_table_is_downloaded_with_its_evidence(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    scores = plan_questions.scores("jiaxing-2016-2020", "2020")
    body = evaluations.rows(scores, plan_questions.evidence(scores), ZH)
    heads = evaluations.heads(ZH)
    read = list(csv.DictReader(io.StringIO(evaluations.as_csv(heads, body).decode("utf-8-sig"))))
    assert len(read) == JIAXING
    assert read[0]["结论"] == "⊘ 不可比"
    assert (
        "2015年死亡人数 318 人（嘉兴市安全生产“十三五”规划 表1）" in read[0]["依据（数据与来源）"]
    )
    assert read[2]["数据缺口及责任单位"] == "事故起数（应由应急管理部门（原安全监管部门）提供）"
    book = read_excel(evaluations.as_workbook("评估", heads, body))
    sheet = book.load_sheet(0, header_row=1).to_polars()
    assert sheet.height == JIAXING
    assert sheet["规划要求"][0] == "2020年比2015年下降 30%"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "2020年比2015年下降 30%"),
        (
            {"requirement_code": "absolute_cap", "target_value": 0.063, "target_unit": "人/亿元"},
            "2020年控制在 0.063 人/亿元以内",
        ),
        ({"requirement_code": "zero", "target_value": 0.0}, "至2020年不发生"),
        ({"requirement_code": "increase_any", "target_value": None}, "2020年比2015年有所提高"),
        (
            {
                "requirement_code": "increase",
                "target_value": 5.0,
                "target_unit": "% (relative or percentage points not stated)",
                "unit": "% (relative or percentage points not stated)",
            },
            "2020年比2015年提高 5%（是百分比还是百分点，规划未说明）",
        ),
        ({"requirement_code": "yearly_rise"}, "至2020年逐年提高"),
    ],
)
def test_what_is_asked_is_said_in_the_words_of_a_plan(changed: dict[str, Any], said: str) -> None:
    assert verdicts.requirement({**TARGET, **changed}, ZH) == said


def test_every_rule_has_words() -> None:
    rules = (
        "absolute_cap deed external floor increase intention relative_reduction "
        "vs_previous_five_year_total yearly_decline zero yearly_rise yearly_reduction "
        "yearly_increase not_above_previous increase_any absolute_cap_each absolute_cap_mean "
        "absolute_cap_total absolute_cap_strict floor_each floor_mean floor_total floor_strict "
        "relative_reduction_mean relative_reduction_of_mean increase_mean increase_of_mean"
    )
    for rule in rules.split():
        for words in (ZH, EN):
            assert "2020" in verdicts.requirement({**TARGET, "requirement_code": rule}, words)


def test_a_half_year_is_the_twelve_months_to_it() -> None:
    assert verdicts.period("2018-06", ZH) == "截至2018年6月的12个月"
    assert verdicts.period("2018-06", EN) == "12 months to June 2018"
    assert verdicts.up_to("2018-06", ZH) == "截至2018年6月的12个月"
    assert verdicts.up_to("2018", ZH) == "截至2018年"
    assert verdicts.period("2011-2015", ZH) == "2011–2015年"


def test_room_left_is_said_with_what_has_happened_since() -> None:
    found = {
        "count_allowed_to_end": 270.0,
        "count_allowed_next_year": 279.0,
        "count_used_next_year": 100.0,
        "counted_through_period": "2019-05",
        "room_next_year": 179.0,
        "target_year": 2020,
        "count_unit": "人",
    }
    said = room(found, TARGET, ZH)
    assert said == (
        "2020年不超过270人。2019年不超过279人即不落后于路径。"
        "截至2019年5月已发生100人，当年还可有179人。"
    )
    over = room({**found, "count_used_next_year": 290.0, "room_next_year": -11.0}, TARGET, ZH)
    assert "已超出11人" in over


def test_slack_without_figures_of_the_denominator_says_so() -> None:
    found = {
        "denominator_measure": "gdp",
        "measure_name": "地区生产总值",
        "rate_reduction_pct": 51.0,
        "count_reduction_pct": 15.0,
        # 0.85 ÷ 0.49 = 1.7347; 1 ÷ 0.49 = 2.0408
        "growth_with_count_target_pct": 73.46938,
        "growth_alone_pct": 104.0816,
        "actual_growth_pct": None,
    }
    said = slack(found, TARGET, ZH)
    assert said.startswith("死亡人数降15%、亿元GDP死亡率降51%，期内名义GDP须增长73.5%。")
    assert said.endswith("名义GDP的首尾两年数不全，实际增长不知。")
