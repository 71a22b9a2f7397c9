"""Pages as Streamlit runs them: what they answer, in both languages, full and empty."""

import re
import shutil
from html import unescape
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from app.page_registry import modules
from tests.shipped import figures
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import PROJECT_DIR
from warehouse.ground.settings import Settings

CHINESE = re.compile(r"[\u4e00-\u9fff]")


ONE_PAGE = """
from importlib import import_module

from app.site import page_shell

page_shell.open_page()
show = import_module("{module}").show
page_shell.run(page_shell.pages({{"group_data": [("{name}", show)]}}))
"""


def page(
    home: Path, /, monkeypatch: pytest.MonkeyPatch, name: str = "trends", **query: str
) -> AppTest:
    """Runs only the page of this name (AppTest follows no links), without one the explorer."""
    monkeypatch.setenv("WAREHOUSE_HOME", str(home))
    explorer = PROJECT_DIR / "app" / "explorer.py"
    app = (
        AppTest.from_string(ONE_PAGE.format(name=name, module=modules()[name]))
        if name
        else AppTest.from_file(explorer)
    )
    for key, value in query.items():
        app.query_params[key] = value
    return app.run(timeout=30)


def text(app: AppTest) -> str:
    """All that a page says, without tags."""
    parts = [element.value for element in (*app.markdown, *app.caption)]
    html = [element.proto.body for element in app.get("html")]
    said = re.sub(r'<a class="term".*?>(.*?)</a>', r"\1", " ".join(map(str, parts + html)))
    return unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", said))


def heading(app: AppTest) -> str:
    bodies = " ".join(str(element.proto.body) for element in app.get("html"))
    return unescape("".join(re.findall(r"<h1>(.*?)</h1>", bodies)))


def test_trends_answers_in_one_sentence(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="330400")
    assert not app.exception
    assert heading(app) == (
        # 318 / 3517.81 = 0.0904, and 403 / 2315.5 = 0.1740: 48.06 % less
        "2015年嘉兴市亿元GDP死亡率0.090（各类事故），比2010年下降48.1%，超出随机波动。"
    )
    behind = "95%置信区间0.081–0.101。死亡318人；地区生产总值3,517.81 亿元。"
    assert f"{behind}近年趋势：连续年份不足五个，无法判断趋势。" in text(app)


def test_trends_answers_in_english(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(published_home, monkeypatch, region="330400", scope="production", lang="en")
    assert not app.exception
    assert heading(app) == (
        "In 2020 Jiaxing had 0.015 deaths per ¥100m of GDP (production-safety accidents) "
        "(provisional, may be revised)."
    )
    assert "0.012–0.019. 86 deaths; GDP ¥556.4 billion." in text(app)
    fallen = page(published_home, monkeypatch, region="330400", scope="all_kinds", lang="en")
    assert heading(fallen) == (
        "In 2015 Jiaxing had 0.090 deaths per ¥100m of GDP (all accidents), 48.1% fewer than in "
        "2010 – a statistically significant fall."
    )


def test_another_scope_is_never_on_the_same_chart(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, region="330400"))
    assert "2020年" not in said
    assert "另有生产安全事故口径的数据，范围不同，不与本图相比" in said


def test_a_value_only_printed_says_why_it_has_no_interval(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="321200")
    assert heading(app) == (
        "2015年泰州市亿元GDP死亡率公布值0.09（各类事故）；分子或分母未公布，"
        "无法复算，没有置信区间。"
    )


def test_few_events_are_shown_and_marked(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="330400", indicator="accidents_serious")
    assert "（事故少，波动大）" in heading(app)
    assert "较大及以上事故起数0起" in heading(app)
    assert "95%置信区间0–4。" in text(app)


def test_the_source_panel_quotes_what_stands_behind_a_point(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, region="330400", period="330400 2010"))
    for words in (
        "分子：死亡人数403 人",
        "分母：地区生产总值2,315.5 亿元",
        "各类生产安全事故总死亡人数 403",
    ):
        assert words in said


# Of each indicator a series with a break or a remark and one without: what is told may be nothing.
DRAWN = """
select distinct on (indicator_code, scope_code, period_basis)
    indicator_code, scope_code, period_basis, region_code
from fct_indicator_values
where coalesce(computed_rate, published_rate) is not null and period_basis = 'year'
order by indicator_code, scope_code, period_basis, region_code
"""


@pytest.mark.parametrize("name", ["trends", "drivers"])
def test_every_indicator_is_drawn_by_every_scope(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with connect(published_build(Settings(home=published_home)).database) as connection:
        series = connection.execute(DRAWN).fetchall()
    assert len({indicator for indicator, *_ in series}) > 10
    for indicator, scope, basis, region in series:
        query = {"region": region, "indicator": indicator, "scope": scope, "basis": basis}
        app = page(published_home, monkeypatch, name, **query)
        assert not app.exception, query


@pytest.mark.parametrize("name", ["", "trends", "compare", "drivers", "data"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_unknown_choices_in_a_link_fall_back_without_an_error(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    hostile = {
        "region": "999999,'; drop table x; --,<script>",
        "indicator": "<b>",
        "scope": "x" * 5000,
        "basis": "\x00",
        "period": "嘉兴",
        "measure": "no",
        "lang": language,
    }
    app = page(published_home, monkeypatch, name, **hostile)
    assert not app.exception
    assert heading(app)


def test_data_counts_every_figure_that_ships(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "data")
    shipped = figures()
    years = sorted({row["period"][:4] for row in shipped})
    regions = {row["region_code"] or row["region_name"] for row in shipped}
    counted = re.match(
        rf"共 {len(shipped):,} 条统计数据，{len(regions)} 个地区、(\d+) 个数据项，"
        rf"{years[0]}–{years[-1]} 年",
        heading(app),
    )
    assert counted
    # At least as many as there are words for them: a word may mean a share in one unit of two.
    assert int(counted[1]) >= len({row["measure"] for row in shipped})


def test_data_shows_every_vintage_and_which_is_used(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = text(page(published_home, monkeypatch, "data", region="330400", measure="gdp"))
    assert re.search(r"5,563\.58 亿元\s+\S+ · 采用", said)
    assert re.search(r"5,509\.52 亿元\s+初步核算数\s", said)


@pytest.mark.parametrize("name", ["", "trends", "compare", "drivers", "data"])
@pytest.mark.parametrize(
    "said", [("zh", "还没有可展示的数据。"), ("en", "There is nothing to show yet.")]
)
def test_an_empty_home_says_what_is_missing_and_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    said: tuple[str, str],
) -> None:
    app = page(tmp_path / "empty", monkeypatch, name, lang=said[0])
    assert not app.exception
    assert heading(app) == said[1]
    assert "warehouse build" in text(app)


def test_a_damaged_build_is_said_and_not_thrown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = tmp_path / "builds" / "20260101T000000Z"
    build.mkdir(parents=True)
    (build / "warehouse.duckdb").write_bytes(b"not a database")
    (tmp_path / "builds" / "current").symlink_to(build.name)
    app = page(tmp_path, monkeypatch)
    assert not app.exception
    assert heading(app)


@pytest.mark.parametrize("name", ["", "trends", "data", "quality"])
def test_a_build_of_an_earlier_version_is_said_and_not_thrown(
    published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(published_home / "builds", home / "builds", symlinks=True)
    build = published_build(Settings(home=home))
    with duckdb.connect(build.database) as connection:
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
        ).fetchall():
            connection.execute(f'drop table main."{table}" cascade')
    app = page(home, monkeypatch, name, lang="en")
    assert not app.exception
    assert f"{build.build_id} was made by an earlier version" in text(app)


@pytest.mark.parametrize("name", ["", "trends", "compare", "drivers", "data"])
def test_the_switch_to_english_covers_every_word_of_ours(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    app = page(published_home, monkeypatch, name, region="441900", lang="en")
    labels = [widget.label for widget in (*app.selectbox, *app.multiselect, *app.expander)]
    assert labels
    assert [label for label in labels if CHINESE.search(label)] == []
    own = [str(element.proto.body) for element in app.get("html")]
    heads = re.findall(r"<(?:h1|h2|th|caption)[^>]*>(.*?)</(?:h1|h2|th|caption)>", " ".join(own))
    assert heads
    assert [head for head in heads if CHINESE.search(head)] == []


def test_a_region_without_values_is_told_and_what_there_is_of_its_figures(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="330783")  # Dongyang: GDP, no annual deaths
    said = text(app)
    assert heading(app).startswith("所选地区没有亿元GDP死亡率的数据")
    assert "东阳市的死亡人数（全年）：没有" in said
    assert "东阳市的地区生产总值（全年）：有 2017、2018、2020、2021、2022、2024 年" in said


def test_a_chosen_region_is_never_left_out_silently(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, region="330400,441900,330783")
    assert "没有数据：东莞市、东阳市。" in text(app)


def test_no_region_asks_for_one(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert heading(page(published_home, monkeypatch, region="999999")) == "请选择一个地区。"
