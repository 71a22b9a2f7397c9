"""What a link names in vain, what is found by a word, what a window is called."""

from pathlib import Path

import pytest

from app.base import regions
from app.base.selection import Selection
from app.base.words import Words
from app.site import search_index, titles
from app.site.search_index import Entry
from tests.app.test_entrance import get
from tests.app.test_pages import page, text
from warehouse.builds.published import published_build
from warehouse.ground.settings import Settings


def test_regions_that_a_link_names_in_vain_are_said_once(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = "330400,000000,330000,440000,441900,441700,<b>1</b>"
    said = text(page(published_home, monkeypatch, region=named))
    assert "一次最多显示5个地区，链接中的阳江市未显示。没有代码为<b>1</b>的地区" in said
    assert "一次最多" not in text(page(published_home, monkeypatch, region="330400,000000"))


LABELS = {"330400": "嘉兴市\u2002jiaxing jx 330400", "360000": "江西省\u2002jiangxi jx 360000"}


def test_a_chosen_region_is_shown_by_its_name_alone() -> None:
    assert regions.shown(LABELS, ["330400"]) == {**LABELS, "330400": "嘉兴市"}
    twins = {"110105": "朝阳区\u2002chaoyang 110105", "220104": "朝阳区\u2002chaoyang 220104"}
    assert regions.shown(twins, list(twins)) == twins
    assert regions.recent_first(LABELS, ["999999", "360000"]) == ["360000", "330400"]


def entry(kind: str, code: str, name: str, name_en: str, *keys: str) -> Entry:
    """Answers something to find."""
    said = (name, name_en, code, *keys)
    names = {"zh": name, "en": name_en}
    return Entry(kind, code, names, {"zh": "", "en": ""}, tuple(map(str.casefold, said)))


KNOWN = [
    entry("region", "330482", "平湖市", "Pinghu", "pinghu", "ph"),
    entry("region", "330400", "嘉兴市", "Jiaxing", "jiaxing", "jx"),
    entry("plan", "jiaxing-2016-2020", "嘉兴市“十三五”规划", "Jiaxing plan", "jiaxing", "jx"),
    entry("target", "jiaxing-2016-2020-01", "死亡人数", "Deaths", "嘉兴市"),
    entry("term", "deaths", "死亡", "Deaths counted"),
]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("嘉兴", ["330400", "jiaxing-2016-2020", "jiaxing-2016-2020-01"]),
        ("JiaXing", ["330400", "jiaxing-2016-2020", "jiaxing-2016-2020-01"]),
        ("jx", ["330400", "jiaxing-2016-2020"]),
        ("330400", ["330400"]),
        ("嘉兴 死亡", ["jiaxing-2016-2020-01"]),
        ("deaths", ["jiaxing-2016-2020-01", "deaths"]),
        ("死亡", ["deaths", "jiaxing-2016-2020-01"]),
        ("   ", []),
        ("%' or 1", []),
    ],
)
def test_what_is_called_so_comes_before_what_only_has_it(asked: str, codes: list[str]) -> None:
    assert [found.code for found in search_index.found_by(KNOWN, asked)] == codes


def test_everything_is_found_in_a_build(published_home: Path) -> None:
    known = search_index.entries(published_build(Settings(home=published_home)).database)
    kinds = {each.kind for each in known}
    assert kinds == {"region", "indicator", "measure", "plan", "target", "term"}
    for asked, code in (("jx", "330400"), ("亿元GDP死亡率", "deaths_per_100m_yuan_gdp")):
        assert search_index.found_by(known, asked)[0].code == code
    assert len(search_index.found_by(known, "a")) == search_index.MOST


def test_only_who_may_read_may_search(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    assert get("/search?q=jiaxing").status_code == 403
    assert get("/search?q=jiaxing&pass=%E4%BD%A0").json() == []
    mine = search_index.pass_for_readers()
    first = get(f"/search?q=jiaxing&pass={mine}").json()[0]
    assert first == {
        "page": "",
        "chosen": {"region": "330400"},
        "name": "嘉兴市",
        "kind": "地区",
        "place": "浙江省",
    }
    assert get(f"/search?q=Quality&lang=en&pass={mine}").json()[0]["page"] == "quality"


def test_a_window_is_named_by_page_region_and_period() -> None:
    names = {("region", "330400"): "嘉兴市", ("indicator", "deaths"): "死亡人数"}
    words = Words("zh")
    drivers = {"region": "330400", "indicator": "deaths", "from": "2010", "to": "2015"}
    for code, chosen, expected in (
        ("drivers", drivers, ["嘉兴市", "死亡人数", "2010–2015年"]),
        ("compare", {"indicator": "deaths", "when": "2015-06"}, ["死亡人数", "2015年6月"]),
        ("trends", {"region": "999999", "indicator": "<b>"}, []),
        ("compare", {"when": "x" * 5000}, []),
        ("loads", drivers, []),
    ):
        said = titles.parts(code, Selection.read(chosen), names, words)
        assert said == [words(f"page_{code}"), *expected]
    assert titles.title(["趋势", "嘉兴市"], words) == "趋势 · 嘉兴市 — 安全生产统计仓库"
