"""What is drawn with a chart and what may be taken away with it."""

import base64
import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import altair as alt
import docx
import fastexcel
import polars as pl
import pytest
from PIL import Image

from app.base.words import Words
from app.figure import documents, downloads, exhibits, layering, pictures, tables
from app.figure.answers import Answer, Ruled
from app.figure.downloads import Sheet
from app.figure.leading import leading
from tests.app.test_pages import page, text
from warehouse.ground.project_files import PROJECT_DIR

ZH = Words("zh")
FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", "\uff1d1"]
SOURCES = pl.DataFrame(
    {
        "publisher": ["甲局", "甲局", "乙局"],
        "title": ["统计公报", "年鉴", "年报"],
        "figures": [3, 2, 1],
    }
)


def test_nothing_else_in_the_explorer_writes_csv_or_workbooks() -> None:
    writers = {
        path.relative_to(PROJECT_DIR).as_posix()
        for path in (PROJECT_DIR / "app").rglob("*.py")
        if re.search(r"csv\.writer|DictWriter|write_csv|write_excel|\bWorkbook\(", path.read_text())
    }
    assert writers == {"app/figure/downloads.py"}


def figure(charts: int = 1) -> exhibits.Figure:
    """Answers a figure of one bar chart or several."""
    rows = pl.DataFrame({"year": [2014, 2015], "value": [4, -3], "day": [date(2015, 1, 1)] * 2})
    bars = alt.Chart(rows).encode(x="year:O", y=alt.Y("value:Q", title="人/亿元")).mark_bar()
    bars = bars.encode(tooltip="year:O")
    chart = layering.layered(bars)
    several = [exhibits.Panel(chart, f"小图{place}") for place in range(charts)]
    return exhibits.Figure(
        name="bars",
        chart=chart if charts == 1 else several,
        shows="柱形图：两年的率，单位：人/亿元。",
        says="率下降了",
        signs=["● 计算值"],
        data=Sheet(["年", "率"], rows.select("year", "value").rows()),
        sources=lambda: SOURCES,
    )


def drawn(given: exhibits.Figure) -> dict[str, object]:
    """Answers the figure's picture as Vega-Lite."""
    charts = [layering.bare(panel.chart) for panel in given.panels]
    return exhibits.picture(given, charts, SOURCES, ZH)


def workbook(content: bytes) -> Sequence[tuple[object, ...]]:
    """Answers the first sheet's rows, its headings left out, with the types it has."""
    return fastexcel.read_excel(content).load_sheet(0).to_polars().rows()


@pytest.mark.parametrize("given", FORMULAS)
def test_no_text_becomes_a_formula(given: str) -> None:
    sheet = Sheet(["说明", given], [(given, -3), ("嘉兴市", -2.5)])
    rows = list(csv.reader(io.StringIO(sheet.as_csv().decode("utf-8-sig"), newline="")))
    assert rows[0][1] == rows[1][0] == f"'{given}"
    assert [row[1] for row in rows[1:]] == ["-3", "-2.5"]  # negative numbers stay numbers
    held = workbook(sheet.as_workbook([given], ZH))
    assert held[0][0] == given.replace("\r", "_x000D_") or held[0][0] == given
    assert [row[1] for row in held] == [-3, -2.5]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("3,517.81", Decimal("3517.81")),
        ("0.090", Decimal("0.090")),
        ("−24", Decimal(-24)),
        ("–", None),
        ("0.081–0.101", "0.081–0.101"),
        ("3,517.81 亿元", "3,517.81 亿元"),
    ],
)
def test_what_a_cell_shows_keeps_its_digits(cell: str, expected: downloads.Value) -> None:
    assert downloads.shown(cell) == expected
    assert expected is None or str(downloads.shown(cell)) == str(expected)


def test_columns_without_a_value_are_left_out() -> None:
    frame = pl.DataFrame({"a": [1, None], "b": [None, None], "c": ["x", "y"]})
    sheet = Sheet.of(frame, {"c": "文", "b": "空", "a": "数"})
    assert sheet == Sheet(["文", "数"], [("x", 1), ("y", None)])


@pytest.mark.parametrize("charts", [1, 5])
def test_a_picture_opens_and_says_what_it_is(
    charts: int, published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    spec = drawn(figure(charts))
    with Image.open(io.BytesIO(pictures.as_png(spec))) as picture:
        assert picture.format == "PNG"
        assert picture.width >= 2 * pictures.WIDTH
    said = pictures.as_svg(spec).decode()
    build = (published_home / "builds" / "current").resolve().name
    for words in ("率下降了", ">人/亿元<", "● 计算值", "甲局、乙局", build):
        assert words in said, words
    # what is told to those who cannot see a chart stands not on it as well
    assert ("单位：人/亿元" in said) == (charts > 1)
    assert said.count('aria-roledescription="bar"') == 2 * charts


def test_a_citation_names_what_from_whom_and_which_build(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(published_home))
    lines = exhibits.citation(figure(), SOURCES, ZH).splitlines()
    assert lines[:3] == [
        "率下降了",
        "柱形图：两年的率，单位：人/亿元。",
        "资料来源：甲局《统计公报》、甲局《年鉴》、乙局《年报》。",
    ]
    assert (published_home / "builds" / "current").resolve().name in lines[3]


@pytest.mark.parametrize("name", ["trends", "compare", "drivers", "data"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_carries_its_sentence_and_sources(
    name: str, lang: str, published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(published_home, monkeypatch, name, region="000000,330400", lang=lang)
    assert not app.exception
    said = text(app)
    assert said.count({"zh": "资料来源：", "en": "Sources: "}[lang]) >= 1
    for chart in app.get("arrow_vega_lite_chart"):
        assert chart.proto.alt


def test_pages_draw_charts_in_one_way() -> None:
    found = [
        path.name
        for path in (PROJECT_DIR / "app").rglob("*.py")
        if "altair_chart" in (code := path.read_text(encoding="utf-8")) or "vega_lite_chart" in code
    ]
    assert found == ["exhibits.py"]


def test_pages_draw_tables_in_one_way() -> None:
    found = {
        path.name
        for path in (PROJECT_DIR / "app").rglob("*.py")
        if re.search(r"tables\.table\(|<table|st\.(table|dataframe)\(", path.read_text("utf-8"))
    }
    # tables.py makes them; the evaluation is a form of its own, with downloads made for print
    assert found == {"exhibits.py", "tables.py", "evaluations.py"}


@pytest.mark.parametrize("name", ["quality", "loads"])
def test_a_table_is_taken_away_as_it_is_shown(
    name: str, loaded_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(loaded_home, monkeypatch, name)
    assert not app.exception
    drawn = sum(element.proto.body.count("<table") for element in app.get("html"))
    takes = [each.proto.label for each in app.get("download_button")]
    assert drawn > 1
    assert takes.count("CSV") == takes.count("Excel") == drawn


def test_a_table_that_no_build_holds_cites_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_HOME", str(tmp_path / "empty"))
    given: list[exhibits.Takes] = []
    monkeypatch.setattr(
        exhibits, "_draw_files", lambda takes, _document, _words: given.append(takes)
    )
    columns = [tables.Column("文件"), tables.Column("行数", "number")]
    exhibits.draw_unbuilt_table("checked", "校验", columns, [["甲.csv", "1,234"]], ZH)
    sheet, about = given[0].sheet, given[0].about
    assert sheet.rows == [("甲.csv", Decimal(1234))]
    assert about[0] == "校验"
    assert "建库编号" not in about[1]


def test_the_same_rows_have_the_same_name_and_others_another() -> None:
    def names(value: int) -> set[str]:
        rows = pl.DataFrame({"value": [value]})
        _, frames = layering.bare(
            layering.layered(alt.Chart(rows).mark_point().encode(x="value:Q"))
        )
        return set(frames)

    assert names(1) == names(1) != names(2)


def test_lines_end_between_words_and_before_no_stop() -> None:
    spec = pictures.whole([], title="甲" * 101 + "。", subtitle="word " * 60, footer=["x"])
    title, subtitle = spec["title"]["text"], spec["title"]["subtitle"]
    assert "".join(title) == "甲" * 101 + "。"
    assert all(not line.startswith("。") for line in title)
    assert {word for line in subtitle for word in line.split()} == {"word"}


def test_what_was_written_together_stands_in_columns_of_its_own() -> None:
    sheet = Sheet.of_cells(
        ["地区", "区间", "分母", "说明"],
        [
            ("嘉兴市", "0.157–0.192", "2,315.5 亿元", "2010–2015"),
            ("全国", None, "", "无"),
        ],
        ZH,
    )
    assert sheet.headings == ["地区", "区间 下限", "区间 上限", "分母", "分母单位", "说明"]
    assert sheet.rows == [
        ("嘉兴市", Decimal("0.157"), Decimal("0.192"), Decimal("2315.5"), "亿元", "2010–2015"),
        ("全国", None, None, None, None, "无"),
    ]


def test_an_answer_is_taken_away_as_a_document_for_word() -> None:
    picture = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    answer = Answer(
        title="2015年嘉兴市亿元GDP死亡率为 0.090 人/亿元",
        tables=[
            Ruled(
                "折线图，单位：人/亿元。",
                Sheet(["地区", "年份", "值"], [("嘉兴市", 2015, 0.0904), ("全国", 2015, None)]),
            ),
            Ruled("又一表", Sheet(["年份"], [("2030年",)])),
        ],
        sentences=["一句话。"],
        closing=["资料来源：嘉兴市应急管理局。"],
        written_at=datetime(2026, 1, 2, tzinfo=UTC),
        picture=picture,
    )
    made = documents.as_document(answer)
    opened = docx.Document(io.BytesIO(made))
    said = [paragraph.text for paragraph in opened.paragraphs]
    shows = answer.tables[0].shows
    assert said == [answer.title, "一句话。", "", shows, "又一表", *answer.closing]
    table, second = opened.tables
    assert [row.cells[0].text for row in second.rows] == ["年份", "2030年"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["地区", "年份", "值"],
        ["嘉兴市", "2015", "0.0904"],
        ["全国", "2015", "–"],
    ]
    assert table.style is not None
    assert table.style.name == "三线表"
    # a rule above, a thinner one below the headings, one at the end
    ruled = re.findall(r'<w:(top|bottom) w:val="single" w:sz="(\d+)"', table.style.element.xml)
    assert ruled == [("top", "12"), ("bottom", "12"), ("bottom", "6")]
    heading = opened.paragraphs[0].style
    assert heading is not None
    assert heading.name == "Title"
    assert len(opened.inline_shapes) == 1
    assert f'descr="{shows}"' in opened.element.xml

    # the same build says the same
    def written(content: bytes) -> str:
        return str(docx.Document(io.BytesIO(content)).element.xml)

    assert written(documents.as_document(answer)) == written(made)


def test_a_layer_without_a_row_is_no_picture() -> None:
    rows = pl.DataFrame({"year": [2015, 2016], "value": [1.0, 2.0]})
    line = alt.Chart(rows).mark_line().encode(x="year:Q", y="value:Q")
    rule = alt.Chart(rows.clear()).mark_rule().encode(x="year:Q")
    spec, frames = layering.bare(layering.layered(rule, line))
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["line"]
    assert [frame.height for frame in frames.values()] == [2]


def test_a_chart_lies_on_its_page_and_a_picture_on_paper() -> None:
    rows = pl.DataFrame({"year": [2015], "value": [1.0]})
    chart = layering.layered(alt.Chart(rows).mark_point().encode(x="year:Q", y="value:Q"))
    bare = layering.bare(chart)
    assert bare[0]["config"]["background"] is None
    whole = pictures.whole([bare], title="", subtitle="", footer=[])
    assert whole["config"]["background"] == "white"


def test_a_mark_that_leads_on_leads_nowhere_in_a_picture() -> None:
    rows = pl.DataFrame({"a": [1.0], "opens": ["./trends?region=330400#sources"]})
    point = leading(alt.Chart(rows).mark_point().encode(x="a:Q"), rows)
    bare = layering.bare(layering.layered(point))
    assert bare[0]["layer"][0]["encoding"]["href"]["field"] == "opens"
    whole = pictures.whole([bare], title="", subtitle="", footer=[])
    assert "href" not in json.dumps(whole)
    assert "sources" not in json.dumps(whole)
    assert b"href" not in pictures.as_svg(whole)
    plain = rows.drop("opens")
    point = leading(alt.Chart(plain).mark_point().encode(x="a:Q"), plain)
    assert "href" not in json.dumps(layering.bare(layering.layered(point))[0])


def test_files_are_called_after_what_they_show(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[exhibits.Takes] = []
    monkeypatch.setattr(
        exhibits, "_draw_files", lambda takes, _document, _words: taken.append(takes)
    )
    query = {"region": "330400", "scope": "all_kinds"}
    page(published_home, monkeypatch, "trends", indicator="deaths_per_100m_yuan_gdp", **query)
    assert "嘉兴市_亿元GDP死亡率_2010_2015" in [each.file for each in taken]
