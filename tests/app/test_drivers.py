"""The Drivers page: what moved a rate, in words, and what is said where it cannot be told."""

import re
from math import log
from pathlib import Path
from typing import Any

import pytest

from app.base.words import Words
from app.trends.driver_tables import cells
from app.trends.driver_words import Subject, answer, steps
from tests.app.test_pages import CHINESE, heading, page, text

FIRE = "fire_deaths_per_100k_population"
SUBJECT = Subject("甲市", "亿元GDP死亡率", "各类事故", "人/亿元", 3, "死亡人数", "人")
YEAR = {
    "denominator_measure_name": "地区生产总值",
    "denominator_measure_name_en": "Gross domestic product",
    "denominator_display_value": 100.0,
    "denominator_display_unit": "亿元",
}


def pair(
    numerators: tuple[float, float], denominators: tuple[float, float], **parts: float | None
) -> dict[str, Any]:
    """A row as fct_rate_decompositions has it; its parts are worked out by hand."""
    rates = [n / d for n, d in zip(numerators, denominators, strict=True)]
    above = log(numerators[1] / numerators[0]) if all(numerators) else None
    below = log(denominators[1] / denominators[0])
    return {
        "from_period": "2010",
        "to_period": "2015",
        "from_numerator": numerators[0],
        "to_numerator": numerators[1],
        "from_rate": rates[0],
        "to_rate": rates[1],
        "to_rate_at_from_denominator": numerators[1] / denominators[0],
        "log_change_rate": None if above is None else above - below,
        "log_change_numerator": above,
        "log_change_denominator": below,
        "change_pct": 100 * (rates[1] / rates[0] - 1) if rates[0] else None,
        "change_is_beyond_chance": None,
        "share_numerator": None,
        "share_denominator": None,
        **parts,
    }


def test_the_first_line_splits_the_fall(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 318/3517.81 is 48.06 % below 403/2315.5; ln(318/403) = -0.2369, ln(3517.81/2315.5) = 0.4182,
    # of -0.6551 in all 36.2 % and 63.8 %.
    app = page(published_home, monkeypatch, "drivers", region="330400")
    assert not app.exception
    assert heading(app) == (
        "2010—2015年，嘉兴市亿元GDP死亡率（各类事故）由0.174变为0.090人/亿元，"
        # by the index of a compilation, 110.8, 108.9, 109.4, 107.7, 107.0: x 1.521, GDP x 1.519
        "下降48.1%（超出随机波动）：降幅中36%来自死亡人数减少，64%来自地区生产总值增长"
        "（其中实际增长占64%，价格占0%）。"
    )
    said = text(app)
    assert "−0.655 = −0.237 − (+0.418)" in said
    app = page(published_home, monkeypatch, "drivers", region="330400", lang="en")
    shares = [Words("en")("per_cent", number=number) for number in (36, 64, 0)]
    assert heading(app) == (
        "From 2010 to 2015, Jiaxing's rate fell by 48.1% (statistically significant), from 0.174 "
        f"to 0.090 deaths per 100 million yuan (accidents of all kinds): {shares[0]} of the fall "
        f"is due to fewer deaths, {shares[1]} to a larger gross domestic product "
        f"({shares[1]} real growth, {shares[2]} prices)."
    )


def test_growth_is_split_into_volume_and_prices_where_it_is_known(
    city_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # ln 0.84 = -0.1744 for deaths, ln 1.4 = 0.3365 for GDP: 66 % of -0.5108; of that
    # ln(1.08 x 0.98 x 1.05) = 0.1055 is volume, 21 %, and 0.2309 prices, 45 %.
    query = {"region": "140300", "from": "2020", "to": "2023"}
    said = text(page(city_home, monkeypatch, "drivers", **query))
    assert "66%来自地区生产总值增长（其中实际增长占21%，价格占45%）。" in said
    assert "没有导入可比价指数" not in said


def test_any_two_years_and_the_years_between(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "000000", "scope": "all_kinds", "from": "2006", "to": "2008"}
    app = page(published_home, monkeypatch, "drivers", **query)
    assert heading(app).startswith("2006—2008年，全国亿元GDP死亡率（各类事故）由0.518变为0.288")
    said = text(app)
    for years in ("2006 → 2007", "2007 → 2008", "2006 → 2008"):
        assert years in said
    assert "2005 → 2006" not in said


def test_years_that_do_not_compare_say_so_and_the_arithmetic_stands_apart(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = {"region": "000000", "indicator": FIRE, "from": "2015", "to": "2020"}
    app = page(published_home, monkeypatch, "drivers", **query)
    assert heading(app) == (
        "2015—2020年，全国火灾十万人口死亡率（火灾）不作分解：两个时期之间人口数据改以新的普查"
        "为基础，不可比。"
    )
    said = text(app)
    # 1742 / 137462 = 0.1267, 1183 / 141178 = 0.0838 per 100,000: 33.9 % less
    assert "0.127 → 0.084 人/10万人，相差−33.9%" in said
    assert "第七次全国人口普查公报" in said
    assert "可以查看： 2015–2018年" in re.sub(r"\s+", " ", said)
    assert "下载" not in " ".join(button.label for button in app.button)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"region": "330400", "scope": "production"}, "只有2020年一年的值"),
        ({"region": "330783"}, "东阳市没有可计算的亿元GDP死亡率年度值"),
        ({"region": "999999"}, "请选择一个地区。"),
        ({"region": "330400", "from": "<b>", "to": "1066"}, "2010—2015年"),
    ],
)
def test_where_there_is_nothing_to_split_the_page_says_what_is_missing(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], said: str
) -> None:
    app = page(published_home, monkeypatch, "drivers", **query)
    assert not app.exception
    assert said in heading(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"indicator": "deaths"}, "死亡人数不是率，没有分子和分母可以分解"),
        ({"scope": "fire"}, "嘉兴市亿元GDP死亡率没有“火灾”范围的年度值"),
        ({"from": "2001"}, "没有2001年的数据，以下为2010—2015年。"),
    ],
)
def test_what_is_not_there_stays_asked_for_and_what_is_is_offered(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, query: dict[str, str], said: str
) -> None:
    app = page(published_home, monkeypatch, "drivers", region="330400", **query)
    assert not app.exception
    assert said in text(app)
    assert {name: app.query_params[name] for name in query} == query
    if "from" not in query:
        assert "亿元GDP死亡率（各类事故）2010—2015年" in text(app)


def test_volume_and_prices_are_columns_of_their_own_and_lead_to_the_later_rate() -> None:
    row = pair(
        (40, 50),
        (100, 250),
        share_numerator=-0.3219,
        share_denominator=1.3219,
        share_denominator_volume=0.9,
        share_denominator_price=0.4219,
        change_from_numerator=0.0644,
        change_from_denominator=-0.2644,
        change_from_denominator_volume=-0.18,
        change_from_denominator_price=-0.0844,
    )
    drawn = steps(row, YEAR, YEAR, SUBJECT, Words("zh"))
    assert drawn["lines"].to_list() == [
        ["2010年"],
        ["死亡人数"],
        ["地区生产", "总值", "实际增长"],
        ["地区生产", "总值", "价格"],
        ["2015年"],
    ]
    assert drawn["end"].to_list() == pytest.approx([0.4, 0.4644, 0.2844, 0.2, 0.2])


def test_other_regions_are_not_left_out_silently(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, "drivers", region="330400,000000"))
    assert "本页只分析第一个地区（嘉兴市）；全国请移到首位后查看。" in said


def test_an_english_page_has_no_chinese_of_ours(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "drivers", region="000000", lang="en")
    # a citation names publications as they are called
    said = re.sub(r"Sources?: .*", "", text(app)).replace("中文", "")
    assert CHINESE.search(said) is None


def test_parts_that_pull_apart_are_told_in_the_unit_of_the_rate() -> None:
    # 40 / 100 = 0.4 to 50 / 250 = 0.2. Logarithmic mean (0.2 - 0.4) / ln 0.5 = 0.2885;
    # times ln(50/40) = 0.2231: +0.064; times -ln(250/100) = -0.9163: -0.264.
    row = pair(
        (40, 50),
        (100, 250),
        share_numerator=-0.3219,
        share_denominator=1.3219,
        change_from_numerator=0.0644,
        change_from_denominator=-0.2644,
    )
    assert answer(row, YEAR, SUBJECT, Words("zh")) == (
        "2010—2015年，甲市亿元GDP死亡率（各类事故）由0.400变为0.200人/亿元，下降50.0%："
        "死亡人数增加使率上升0.064人/亿元，地区生产总值增长使率下降0.264人/亿元。"
    )
    assert "−32%" in str(cells(row, {"2010": YEAR, "2015": YEAR}, SUBJECT, Words("zh")))
    drawn = steps(row, YEAR, YEAR, SUBJECT, Words("zh"))
    # from zero to 0.4, up by 0.0644, down by 0.2644 to 0.2, which stands on zero again
    assert drawn["start"].to_list() == pytest.approx([0, 0.4, 0.4644, 0])
    assert drawn["end"].to_list() == pytest.approx([0.4, 0.4644, 0.2, 0.2])
    assert drawn["label"].to_list() == ["0.400", "+0.064", "−0.264", "0.200"]
    assert drawn["share"].to_list() == [None, "−32%", "132%", None]


def test_a_small_part_is_not_told_as_nothing(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 139008 to 139538 is 0.38 % more: with 0.101 a part of 0.0004, less than the last digit
    query = {"region": "000000", "indicator": FIRE, "from": "2017", "to": "2018"}
    said = heading(page(published_home, monkeypatch, "drivers", **query))
    assert "常住人口增长使率下降<0.001人/10万人" in said


@pytest.mark.parametrize(
    ("numerators", "said", "ends"),
    [
        ((8, 0), "降为零：2015年死亡人数为零，下降全部来自死亡人数减少。", [0.08, 0.0, 0.0, 0.0]),
        ((0, 8), "由零升至0.040人/亿元：2010年死亡人数为零", [0.0, 0.04, 0.04, 0.04]),
        ((0, 0), "均为零，没有变化可分解。", [0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_where_deaths_are_zero_the_whole_change_is_theirs(
    numerators: tuple[float, float], said: str, ends: list[float]
) -> None:
    change = numerators[1] / 200 - numerators[0] / 100
    row = pair(
        numerators,
        (100, 200),
        share_numerator=1 if change else None,
        share_denominator=0 if change else None,
        change_from_numerator=change,
        change_from_denominator=0,
    )
    assert said in answer(row, YEAR, SUBJECT, Words("zh"))
    assert steps(row, YEAR, YEAR, SUBJECT, Words("zh"))["end"].to_list() == ends
    assert "零没有对数" in cells(row, {"2010": YEAR, "2015": YEAR}, SUBJECT, Words("zh"))
