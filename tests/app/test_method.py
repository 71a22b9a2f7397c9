"""The Method page: every word is explained, found and linked, and no code stands for a name."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.test_pages import CHINESE, heading, page, text
from warehouse.builds.published import connect, published_build
from warehouse.ground.settings import Settings

PAGES = ("trends", "compare", "drivers", "data", "loads", "quality", "method")
LINKED = """
import streamlit as st
from app.base import terms
from app.base.words import Words

st.html(terms.linked({sentence!r}, Words({language!r})))
"""


def names(home: Path) -> list[tuple[str, str, str, str]]:
    """Answers mart, code, name and English name of every entry that has a code and a name."""
    with connect(published_build(Settings(home=home)).database) as connection:
        columns = connection.sql(
            "select table_name, column_name from duckdb_columns()"
            " where schema_name = 'main' and table_name like 'dim\\_%' escape '\\'"
        ).fetchall()
        named = [
            (mart, column.removesuffix("_name"))
            for mart, column in columns
            if column.endswith("_name") and (mart, f"{column}_en") in columns
            # what no indicator measures goes by the plan's own words
            if mart != "dim_targets"
        ]
        found: list[tuple[str, str, str, str]] = []
        for mart, thing in named:
            code = next(c for c in (f"{thing}_code", thing) if (mart, c) in columns)
            entries = connection.table(mart).project(f"{code}, {thing}_name, {thing}_name_en")
            found += [(mart, *entry) for entry in entries.fetchall() if entry[0] is not None]
    return found


def test_every_code_has_a_chinese_and_an_english_name(published_home: Path) -> None:
    found = names(published_home)
    # a dozen registries, one of them with all regions of China
    assert len({mart for mart, *_ in found}) > 8
    for mart, code, chinese, english in found:
        assert chinese, (mart, code)
        assert english or mart == "dim_regions", (mart, code)  # a region has its Chinese name
        assert "_" not in f"{chinese}{english}", (mart, code)
        assert CHINESE.search(chinese), (mart, code)
        assert not CHINESE.search(english or ""), (mart, code)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_a_code(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    codes = {code for _, code, *_ in names(published_home) if code and "_" in code}
    assert {"deaths_per_100m_yuan_gdp", "road_traffic", "cumulative_from_january"} <= codes
    app = page(published_home, monkeypatch, name, region="330400,000000", lang=language)
    assert not app.exception
    labels = [each.label for each in (*app.selectbox, *app.multiselect, *app.expander)]
    options = [option for each in app.selectbox for option in each.options]
    said = set(re.findall(r"\w+", " ".join([text(app), *labels, *options]), re.ASCII))
    assert said & codes == set()


def test_a_term_in_the_address_is_the_answer(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "method", term="larger_accident")
    assert not app.exception
    # Decree 493, article 3 (3), word for word but for the grammar
    assert heading(app) == (
        "较大事故：死亡3人以上10人以下，或者重伤10人以上50人以下，"
        "或者直接经济损失1000万元以上5000万元以下的事故。"
    )
    assert "国务院令第493号" in text(app)


@pytest.mark.parametrize("term", ["", "no_such_term", "'; drop table dim_terms"])
def test_without_a_term_all_are_listed_with_what_they_are_made_of(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    app = page(published_home, monkeypatch, "method", term=term)
    assert not app.exception
    assert re.fullmatch(r"名词解释（1\d\d条）", heading(app))
    said = text(app)
    assert "分子：死亡人数；分母：地区生产总值；单位：人/亿元。" in said
    for word in ("同比", "漏斗图", "替代分母", "约束性", "较大及以上", "重特大", "控制指标"):
        assert word in said
    for word in ("初步核算数", "各类事故", "比基期下降", "须加快", "亿元GDP死亡率"):
        assert word in said


def test_english_explains_the_same(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(published_home, monkeypatch, "method", term="funnel", lang="en")
    assert heading(app).startswith("Funnel plot: Size across")
    assert "Numerator: Deaths; denominator: " in text(app)


@pytest.mark.parametrize(
    ("sentence", "language", "linked"),
    [
        ("同比与环比，同比", "zh", ["同比", "环比"]),  # once each
        ("较大及以上事故", "zh", ["较大及以上"]),
        ("The funnel plot, by chance; unchanced", "en", ["funnel plot", "chance"]),
        ("<b>没有</b> & 别的", "zh", []),
    ],
)
def test_terms_in_a_sentence_lead_to_their_definition(
    published_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    sentence: str,
    language: str,
    linked: list[str],
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    app = AppTest.from_string(LINKED.format(sentence=sentence, language=language)).run(timeout=30)
    (said,) = [str(element.proto.body) for element in app.get("html")]
    assert re.findall(r'<a class="term" href="./method\?[^"]*" .*?>(.*?)</a>', said) == linked
    assert said.count('title="') == len(linked)
    assert "<b>" not in said
    assert text(app).strip() == sentence
