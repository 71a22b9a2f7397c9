"""Layouts: forms of bureaus described in a few lines."""

import json
from pathlib import Path

import jsonschema
import pytest

from loaders.form.layouts import LAYOUTS_DIR, SCHEMA_FILE, read_layout, read_layouts
from loaders.form.refusals import LayoutFaultyError
from loaders.lake.schemas import CANONICAL
from tests.loaders.conftest import Load, Look, Write

HEAD = 'name = "own"\nkind = "statistics"\ntitle = "自有表"\n'


def test_every_shipped_layout_has_the_right_form() -> None:
    for path in LAYOUTS_DIR.glob("*.toml"):
        layout = read_layout(path)  # checked, as a user's own is
        assert layout.name == path.stem
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["$defs"]["canonical"]["enum"]) == CANONICAL


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD + 'colums = { value = "数" }\n', "colums"),
        (HEAD.replace("statistics", "poems"), "poems"),
        ('kind = "statistics"\ntitle = "x"\n', "name"),
        (HEAD + "[table]\nheader_rows = 4\n", "table.header_rows"),
        (HEAD + '[table]\nend = "("\n', "("),
        (HEAD + "[columns\n", "line"),
        (HEAD + '[fold]\ndeaths = "mean"\n', "fold.deaths"),
        (HEAD + '[columns]\ndeath = "死亡"\n', "death"),
    ],
)
def test_a_faulty_layout_says_where_and_what(write: Write, text: str, problem: str) -> None:
    with pytest.raises(LayoutFaultyError) as caught:
        read_layout(write("own.toml", text))
    assert "own.toml" in caught.value.sentence("en")
    assert problem in caught.value.sentence("en")


def test_a_home_s_layout_replaces_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(HEAD.replace("own", "statistics"), encoding="utf-8")
    assert read_layouts([tmp_path])["statistics"].title == "自有表"


def test_titles_years_across_and_footnotes(load: Load, look: Look, write: Write) -> None:
    layout = write(
        "own.toml",
        HEAD
        + '[recognise]\nabove = ["^表3-1 (?P<measure>.+)$"]\n'
        + '[table]\nmissing = ["-", "…"]\nend = "^注"\nignore = ["^合计"]\n'
        + '[columns]\nregion_name = "地区"\n[across]\nheadings = "(?P<period>[0-9]{4}年)"\n'
        + '[constants]\nunit = "万人"\n',
    )
    text = (
        "表3-1 常住人口,,\n,,\n地区,2014年,2015年\n嘉兴市,457.0,458.5\n东阳市,-,…\n合计,1,2\n"
        "注：年末数,,\n来源：统计局,,\n"
    )
    outcome = load("yearbook.csv", text, layout=str(layout))
    assert outcome.rows_accepted == 2
    assert outcome.ignored == {"title": 2, "footnote": 3, "no_figure": 2}
    found = look("statistics").sort("period")
    assert found["value"].to_list() == ["457.0", "458.5"]
    assert found["cell"].to_list() == ["B4", "C4"]
    assert set(found["measure"]) == {"population_resident"}


def test_two_levels_of_headings_and_filling_down(load: Load, look: Look, write: Write) -> None:
    layout = write(
        "own.toml",
        HEAD
        + '[table]\nheader_rows = 2\nfill_down = ["年份"]\n'
        + '[columns]\nperiod = "年份"\nregion_name = "地区"\n'
        + '[across.names."生产安全事故/起数"]\nmeasure = "accidents"\nscope = "production"\n'
        + '[across.names."生产安全事故/死亡人数"]\nmeasure = "deaths"\nscope = "production"\n',
    )
    text = (
        "年份,地区,生产安全事故,,备注\n,,起数,死亡人数,\n2019,嘉兴市,120,95,\n,海宁市,20,15,无\n"
        "2020,嘉兴市,107,86,\n"
    )
    outcome = load("two.csv", text, layout=str(layout))
    assert outcome.rows_accepted == 6
    found = look("statistics").filter(measure="deaths").sort("row_number")
    assert found.select("period", "region_code", "value").rows() == [
        ("2019", "330400", "95"),
        ("2019", "330481", "15"),
        ("2020", "330400", "86"),
    ]


def test_regions_across(load: Load, look: Look, write: Write) -> None:
    layout = write(
        "own.toml",
        HEAD
        + '[columns]\nperiod = "年份"\n[across]\nheadings = "(?P<region_name>.+市)"\n'
        + '[constants]\nmeasure = "gdp"\nunit = "亿元"\n',
    )
    load("regions.csv", "年份,嘉兴市,东莞市\n2015,3517.81,6374.29\n", layout=str(layout))
    assert dict(look("statistics").select("region_code", "value").rows()) == {
        "330400": "3517.81",
        "441900": "6374.29",
    }


def test_months_across(load: Load, look: Look, write: Write) -> None:
    layout = write(
        "own.toml",
        HEAD
        + '[columns]\nregion_name = "地区"\n[across]\nheadings = "(?P<period>2019年[0-9]+月)"\n'
        + '[constants]\nmeasure = "deaths"\nscope = "production"\n',
    )
    load("months.csv", "地区,2019年1月,2019年12月\n嘉兴市,3,0\n", layout=str(layout))
    assert look("statistics").select("period", "period_basis", "value").rows() == [
        ("2019-01", "single_month", "3"),
        ("2019-12", "single_month", "0"),
    ]


def test_two_layouts_that_fit_alike_are_ambiguous(load: Load, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "layouts"
    folder.mkdir(parents=True)
    body = (
        '[columns]\nregion_name = "城市"\nperiod = "年"\nvalue = "数"\n'
        '[constants]\nmeasure = "gdp"\nunit = "亿元"\n'
    )
    for name in ("one", "two"):
        (folder / f"{name}.toml").write_text(HEAD.replace("own", name) + body, encoding="utf-8")
    outcome = load("alike.csv", "城市,年,数\n嘉兴市,2015,3517.81\n")
    assert (outcome.refusal, outcome.refusal_detail) == ("layout_ambiguous", "one, two")
    assert load("alike.csv", "城市,年,数\n嘉兴市,2015,3517.81\n", "one").status == "accepted"


def test_a_layout_that_does_not_exist_is_told_with_those_that_do(load: Load) -> None:
    outcome = load("any.csv", "a,b\n1,2\n", "nowhere")
    assert outcome.refusal == "layout_unknown"
    assert "statistics" in outcome.refusal_detail


def test_a_named_layout_that_does_not_fit_says_what_is_lacking(load: Load) -> None:
    outcome = load("any.csv", "事故编号,死亡人数\n1,2\n", "accidents")
    assert outcome.refusal == "layout_does_not_fit"
    assert "发生时间" in outcome.refusal_detail
