"""The simulated city's home: loaded through the front door, and marked on everything."""

import json
from dataclasses import replace
from pathlib import Path

import altair as alt
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from app.base import citations, session
from app.base import homes as of_reader
from app.base.words import Words
from app.figure import exhibits, layering, tables, taking
from app.figure.downloads import Sheet
from app.site import search_index
from loaders.lake.outcomes import Outcome
from loaders.loading import load_file
from loaders.together import in_rounds
from tests.app.test_entrance import get
from tests.app.test_pages import page, text
from tests.conftest import Run
from tests.demo.small import YEARS, SmallCity
from warehouse.builds.published import connect, published_build
from warehouse.demo.making import make_home
from warehouse.ground import homes
from warehouse.ground.errors import DemoHomeTakenError, DemoOfAnotherVersionError
from warehouse.ground.settings import Settings


def body(app: AppTest) -> str:
    """Answers all HTML of a page."""
    return " ".join(str(element.proto.body) for element in app.get("html"))


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Answers what came of each file of the city from 2021 on."""
    settings = Settings(home=tmp_path_factory.mktemp("loaded") / "demo", home_given="demo")
    assert make_home(settings, 2021)
    # Of the monthly reports one will do.
    files = sorted(
        path
        for path in settings.inbox.rglob("*.*")
        if not path.name.endswith(".meta.toml")
        and ("月报" not in path.name or "机动车" in path.name or "年03月" in path.name)
    )
    return in_rounds(files, lambda path: load_file(settings, path), lambda each: each)


def test_only_what_is_planted_is_refused(outcomes: list[Outcome]) -> None:
    refused = {
        Path(each.file).name: dict(each.reasons) for each in outcomes if each.status != "accepted"
    }
    assert refused == {
        # a wrong place, no such day, no number; and a sheet of totals
        "示例市2021年上半年生产安全事故台账（初报）.xlsx": {
            "region_unknown": 1,
            "date_does_not_exist": 1,
            "value_not_a_number": 1,
        },
        # a county that is none, no number, a negative one, no period
        "各县市区上报（未核）.csv": {
            "region_unknown": 1,
            "value_not_a_number": 1,
            "negative_count": 1,
            "period_not_recognised": 1,
        },
    }


def test_no_register_lacks_anything_that_counting_needs(outcomes: list[Outcome]) -> None:
    lacking = [each for each in outcomes if any("register" in code for code in each.remarks)]
    assert [Path(each.file).name[:7] for each in lacking] == ["示例市2021"]


def test_a_home_with_other_data_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with pytest.raises(DemoHomeTakenError):
        make_home(Settings(home=tmp_path, home_given="data"), 2026)
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_home_is_made_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "demo", home_given="demo")
    assert make_home(settings, 2026)
    assert not make_home(settings, 2026)
    with pytest.raises(DemoOfAnotherVersionError):
        make_home(settings, 2025)
    (settings.home / "planted.csv").unlink()
    assert make_home(settings, 2026)


def test_a_home_says_that_it_is_simulated(tmp_path: Path) -> None:
    assert homes.simulated(tmp_path) is None
    (tmp_path / "simulated.toml").write_text('name = "甲市"\nname_en = "City A"\n', "utf-8")
    assert homes.simulated(tmp_path) == "甲市"
    assert homes.simulated(tmp_path, "en") == "City A"
    (tmp_path / "simulated.toml").write_text("not = toml = at all", "utf-8")
    assert homes.simulated(tmp_path) is not None


def test_the_register_and_the_published_figure_agree(small_city: SmallCity) -> None:
    with connect(published_build(Settings(home=small_city.demo)).database) as connection:
        rows = connection.execute(
            """
            select basis_code, max(observed_value)
            from fct_observations
            where region_code = '990000-shili' and period = '2024' and measure_code = 'deaths'
                and scope_code = 'production' and period_basis = 'year' and is_latest_vintage
            group by basis_code
            """
        ).fetchall()
        planted = connection.execute(
            "select count(*) from fct_refused_rows where original_text like '%庚海区%'"
        ).fetchone()
    found = dict(rows)
    assert found["published"] > 100
    assert planted == (1,)


@pytest.mark.parametrize("name", ["overview", "trends", "data", "loads", "method", "quality"])
@pytest.mark.parametrize(("language", "said"), [("zh", "模拟数据："), ("en", "Simulated data:")])
def test_a_page_says_that_its_data_are_simulated(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch, name: str, language: str, said: str
) -> None:
    app = page(small_city.demo, monkeypatch, name, lang=language)
    assert not app.exception
    assert f'<p class="simulated" role="note"><span>{said}' in body(app)


def test_the_city_opens_by_itself_in_its_home(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(small_city.demo, monkeypatch, "overview", lang="zh")
    assert "示例市" in text(app)


def test_a_reader_goes_to_the_city_and_back(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = page(small_city.data, monkeypatch, "trends", lang="en", region="330400")
    assert "See the simulated city" in body(true)
    assert "Simulated data" not in body(true)
    simulated = page(small_city.data, monkeypatch, "trends", lang="en", home="demo")
    assert "Simulated data" in body(simulated)
    assert "Example City" in text(simulated)
    assert "Back to the true data" in body(simulated)
    assert 'data-published="published?home=demo"' in body(simulated)
    again = page(small_city.data, monkeypatch, "trends", lang="en", region="330400")
    assert "Simulated data" not in body(again)
    assert "Jiaxing" in text(again)


def test_an_address_that_names_no_home_there_shows_our_own(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, "data", lang="en", home="elsewhere")
    assert not app.exception
    assert "Simulated data" not in body(app)


def test_search_and_the_token_of_the_build_are_those_of_the_readers_home(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(small_city.data))
    search_pass = search_index.pass_for_readers()
    asked = f"/search?q=示例市&lang=zh&pass={search_pass}"
    assert get(asked).json() == []
    assert get(f"{asked}&home=demo").json()[0]["name"] == "示例市"
    assert get("/published").text != get("/published?home=demo").text


def test_the_command_says_that_the_home_is_simulated(small_city: SmallCity, warehouse: Run) -> None:
    home = {"WAREHOUSE_HOME": str(small_city.demo)}
    asked = warehouse("query", "select 1 as one", "--lang", "en", **home)
    assert "Simulated data: Example City" in asked.stderr
    assert json.loads(warehouse("status", "--json", **home).stdout)["simulated"] == "示例市"


def test_a_file_to_take_away_says_it_in_every_row_and_in_its_name(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[taking.File] = []
    monkeypatch.setenv("WAREHOUSE_HOME", str(small_city.demo))
    monkeypatch.setattr(taking, "button", lambda _label, file, _words, **_: taken.append(file))
    words = Words("zh")
    exhibits.draw_unbuilt_table(
        "deaths", "死亡人数", [tables.Column("地区")], [["甲江区"], ["乙山区"]], words
    )
    content = taken[0].make().decode("utf-8-sig").splitlines()
    assert content == ["地区,数据性质", "甲江区,模拟数据", "乙山区,模拟数据"]
    assert taking.called("死亡人数.csv", words) == "模拟数据_死亡人数.csv"
    monkeypatch.setenv("WAREHOUSE_HOME", str(small_city.data))
    assert taking.called("死亡人数.csv", words) == "死亡人数.csv"


def test_a_chart_is_cited_as_simulated(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(small_city.demo))
    drawn = layering.layered(alt.Chart(pl.DataFrame({"x": [1]})).mark_point().encode(x="x:Q"))
    figure = exhibits.Figure(
        "deaths", drawn, "Deaths.", Sheet(["x"], [[1]]), sources=citations.of_figures
    )
    words = Words("en")
    said = "Simulated data: Example City and its figures are invented"
    assert said in exhibits.citation(figure, citations.of_figures(), words)
    whole = exhibits.picture(figure, [layering.bare(drawn)], citations.of_figures(), words)
    assert said in json.dumps(whole)


def test_what_is_made_later_is_of_the_readers_home(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(small_city.data))
    monkeypatch.setattr(session, "remembered", lambda *_: {"home": "demo"})
    make = of_reader.later(lambda: of_reader.settings().home)
    monkeypatch.setattr(session, "remembered", lambda *_: {})
    assert make() == small_city.demo
    assert of_reader.settings().home == small_city.data


def test_the_demo_lies_beside_the_data() -> None:
    settings = Settings(home=Path("/x/data"), home_given="data", region="330400")
    beside = homes.demo_home(settings)
    assert (beside.home, beside.home_given, beside.region) == (Path("/x/demo"), "demo", "")
    assert homes.demo_home(replace(settings, home=Path("/y"))).home == Path("/demo")


def test_years_of_the_small_city_are_whole(small_city: SmallCity) -> None:
    with connect(published_build(Settings(home=small_city.demo)).database) as connection:
        rows = connection.execute(
            """
            select distinct cast(substring(period, 1, 4) as integer) from fct_accidents
            where region_code like '990000%'
            """
        ).fetchall()
    assert sorted(year for (year,) in rows) == list(YEARS)
