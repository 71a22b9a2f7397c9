"""One awkward text file per defect, from the file to the lake; expectations found by hand."""

import bz2
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.loaders.conftest import Load, Look

HEADINGS = ["地区", "时期", "指标", "事故范围", "数值", "单位"]
GDP = ["嘉兴市", "2015", "地区生产总值", "", "3517.81", "亿元"]
DEATHS = ["嘉兴市", "2015", "死亡人数", "各类事故", "318", "人"]
REGISTER = ["事故编号", "发生时间", "地区代码", "死亡人数", "事故概况"]
ACCIDENT = ["嘉2015-01", "2015-03-01 14:30", "330402", "3", "高处坠落"]
File: TypeAlias = Callable[[str, bytes], Path]


def lines(*rows: list[str], separator: str = ",") -> str:
    """Answers rows as text, without quotes."""
    return "".join(separator.join(row) + "\n" for row in rows)


def wide(text: str) -> str:
    """Answers a text with full-width letters and figures."""
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


FIGURES = lines(HEADINGS, GDP, DEATHS)
BOTH = [("gdp", "3517.81", "亿元"), ("deaths", "318", "人")]


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Answers a function that writes bytes and answers their path."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def values(look: Look) -> list[tuple[object, ...]]:
    """Answers the accepted figures in the order of their rows."""
    rows = look("statistics").sort("sheet_name", "row_number", "cell")
    return rows.select("measure", "value", "unit").rows()


# Encodings.


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_figures_are_the_same_in_every_encoding(
    load: Load, look: Look, file: File, encoding: str
) -> None:
    assert load(file("figures.csv", FIGURES.encode(encoding))).status == "accepted"
    assert values(look) == BOTH
    assert look("statistics")["region_name"].to_list() == ["嘉兴市", "嘉兴市"]


def test_big5_that_also_decodes_as_gb18030_is_never_read_as_mojibake(
    load: Load, look: Look, file: File
) -> None:
    text = lines(REGISTER, [*ACCIDENT[:4], "某工廠發生墜落事故，業者未設置護欄，勞工當場死亡"])
    content = (
        text.replace("事故编号", "事故編號")
        .replace("发生时间", "發生時間")
        .encode("big5", "replace")
    )
    content.decode("gb18030")
    outcome = load(file("taiwan.csv", content))
    told = (
        [str(text) for row in look("refused").rows() for text in row] if outcome.rows_read else []
    )
    summaries = look("accidents")["summary"].to_list() if outcome.rows_accepted else []
    assert outcome.refusal in {None, "layout_not_recognised", "encoding_not_chinese"}
    assert all("工廠" in text for text in (*summaries, *(each for each in told if "[" in each)))


def test_a_utf_8_line_in_a_gb18030_file_is_refused_not_ruined(
    load: Load, look: Look, file: File
) -> None:
    good = [[f"嘉2015-{number}", *ACCIDENT[1:]] for number in range(40)]
    text = lines(REGISTER, *good).encode("gb18030")
    mixed = text + lines(["嘉-99", *ACCIDENT[1:4], "某企业发生高处坠落事故"]).encode()
    outcome = load(file("mixed.csv", mixed))
    if outcome.rows_accepted:
        assert all("事故" in text or "坠落" in text for text in look("accidents")["summary"])
    assert outcome.refusal == "encoding_not_recognised"


def test_a_gb18030_line_in_a_utf_8_file_is_refused_naming_its_line(load: Load, file: File) -> None:
    mixed = FIGURES.encode() * 20 + lines(GDP).encode("gb18030")
    outcome = load(file("mixed.csv", mixed))
    assert outcome.refusal == "encoding_not_recognised"
    assert "61" in outcome.refusal_detail


def test_text_that_was_ruined_before_it_came_is_refused(load: Load, file: File) -> None:
    ruined = FIGURES.encode("gb18030").decode("utf-8", errors="replace").encode()
    assert load(file("ruined.csv", ruined)).refusal == "encoding_not_recognised"


# Separators, quotes, line ends.


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(load: Load, look: Look, separator: str) -> None:
    assert (
        load("figures.csv", lines(HEADINGS, GDP, DEATHS, separator=separator)).status == "accepted"
    )
    assert values(look) == BOTH


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(load: Load, look: Look, file: File, end: str) -> None:
    assert load(file("figures.csv", FIGURES.replace("\n", end).encode())).status == "accepted"
    assert values(look) == BOTH


def test_quotes_and_line_breaks_inside_a_cell_stay_text(load: Load, look: Look) -> None:
    row = [*ACCIDENT[:4], '"某企业""甲""车间,\n一人坠落"']
    assert load("quoted.csv", lines(REGISTER, row, ["嘉2015-02", *ACCIDENT[1:]])).rows_accepted == 2
    rows = look("accidents").sort("row_number")
    assert rows["summary"].to_list() == ['某企业"甲"车间,\n一人坠落', "高处坠落"]
    assert rows["row_number"].to_list() == [2, 3]


def test_a_quote_that_is_never_closed_is_refused_naming_its_row(load: Load) -> None:
    outcome = load("open.csv", lines(HEADINGS, GDP, [*GDP[:5], '"亿元']) + lines(DEATHS) * 3)
    assert (outcome.refusal, outcome.refusal_detail) == ("quote_not_closed", "3")


def test_a_separator_at_the_end_of_each_line_is_no_column(load: Load, look: Look) -> None:
    assert load("trailing.csv", FIGURES.replace("\n", ",\n")).status == "accepted"
    assert values(look) == BOTH


def test_a_cell_beyond_the_headings_refuses_its_row(load: Load, look: Look) -> None:
    comma = [*ACCIDENT[:4], "高处坠落,一人死亡"]
    outcome = load("comma.csv", lines(REGISTER, comma, ["嘉2015-02", *ACCIDENT[1:]]))
    assert outcome.reasons == {"more_cells_than_headings": 1}
    assert json.loads(look("refused")["original_text"][0])[-1] == "一人死亡"


def test_a_row_with_fewer_cells_lacks_what_is_missing(load: Load) -> None:
    outcome = load("short.csv", FIGURES + "嘉兴市,2014,地区生产总值\n")
    assert outcome.rows_accepted == 2
    assert set(outcome.reasons) == {"value_missing", "unit_missing"}


def test_shifted_columns_are_refused_with_a_reason(load: Load) -> None:
    outcome = load("shifted.csv", lines(HEADINGS, GDP, ["", *DEATHS[:5]]))
    assert (outcome.rows_accepted, outcome.rows_refused) == (1, 1)


# What stands around a table.


def test_titles_above_and_footnotes_below_are_ignored(load: Load, look: Look) -> None:
    text = f"嘉兴市主要指标\n,,,,,单位见表\n\n{FIGURES}\n注：本表为初步数。\n数据来源：统计局\n"
    outcome = load("yearbook.csv", text)
    assert outcome.rows_accepted == 2
    assert values(look) == BOTH
    assert look("statistics")["row_number"].to_list() == [5, 6]


def test_a_heading_that_stands_again_further_down_is_no_figure(load: Load, look: Look) -> None:
    outcome = load(
        "pages.csv", FIGURES + lines(HEADINGS, [*GDP[:1], "2014", *GDP[2:4], "3352.6", "亿元"])
    )
    assert outcome.rows_accepted == 3
    assert len(values(look)) == 3


def test_a_totals_row_is_refused_not_counted_as_an_accident(load: Load) -> None:
    outcome = load("totals.csv", lines(REGISTER, ACCIDENT, ["合计", "", "", "3", ""]))
    assert (outcome.rows_accepted, outcome.rows_refused) == (1, 1)


def test_an_example_row_of_a_template_is_ignored(load: Load) -> None:
    example = ["示例：嘉2015-00", *ACCIDENT[1:]]
    outcome = load("template.csv", lines(REGISTER, example, ACCIDENT))
    assert (outcome.rows_accepted, outcome.ignored) == (1, {"example": 1})


def test_the_simulated_city_is_no_example(load: Load) -> None:
    named = ["示例市2015-01", *ACCIDENT[1:]]
    alone = ["示例", *ACCIDENT[1:]]
    outcome = load("register.csv", lines(REGISTER, named, alone))
    assert (outcome.rows_accepted, outcome.ignored) == (1, {"example": 1})


def test_a_file_with_only_headings_has_no_rows(load: Load) -> None:
    assert load("headings.csv", lines(HEADINGS)).refusal == "no_rows"


def test_a_heading_that_stands_over_two_columns_is_refused(load: Load) -> None:
    outcome = load("twice.csv", lines([*HEADINGS, "数值"], [*GDP, "1"]))
    assert (outcome.refusal, outcome.refusal_detail) == ("heading_repeated", "数值")


def test_headings_with_blanks_inside_and_line_breaks_are_known(load: Load, look: Look) -> None:
    spaced = ["地 区", " 时期", "指　标", '"事故\n范围"', "数\xa0值", "单位 "]
    assert load("spaced.csv", lines(spaced, GDP, DEATHS)).status == "accepted"
    assert values(look) == BOTH


def test_a_heading_named_as_an_inner_column_is_only_a_heading(load: Load, look: Look) -> None:
    own = ["row_number", "cell", "file_sha256", "reason_codes"]
    outcome = load("own.csv", lines([*HEADINGS, *own], [*GDP, "7", "B7", "x", "y"]))
    assert outcome.status == "accepted"
    assert look("statistics")["row_number"].to_list() == [2]


# Cells.


@pytest.mark.parametrize(
    ("printed", "value", "flags"),
    [
        (wide("3517.81"), "3517.81", None),
        ('"3,517.81"', "3517.81", None),
        ("3 517.81", "3517.81", None),
        (" 3517.81\xa0", "3517.81", None),
        ("'3517.81", "3517.81", None),
        ("约3517.81", "3517.81", "value:approximate"),
        ("3517余", "3517", "value:at_least"),
        ("三千五百一十七点八一", "3517.81", None),
        ("3517.81亿元", "3517.81", None),
        ("\u200b3517.81", "3517.81", None),
    ],
)
def test_a_number_is_read_however_a_clerk_writes_it(
    load: Load, look: Look, printed: str, value: str, flags: str | None
) -> None:
    assert load("clerk.csv", lines(HEADINGS, [*GDP[:4], printed, "亿元"])).rows_accepted == 1
    row = look("statistics").row(0, named=True)
    assert (row["value"], row["unit"], row["flags"]) == (value, "亿元", flags)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("-3517.81", "negative_count"),
        ("3517~3600", "value_has_two_numbers"),
        ("1e999", "value_not_a_number"),
        ("NaN", "value_not_a_number"),
        ("inf", "value_not_a_number"),
        ("#REF!", "value_not_a_number"),
        ("\u202e3517", "value_not_a_number"),
        ("9" * 400, "value_not_a_number"),
        ("万亿", "value_not_a_number"),
        ("35.17.81", "value_not_a_number"),
    ],
)
def test_a_number_that_is_none_is_refused(load: Load, printed: str, reason: str) -> None:
    outcome = load("wrong.csv", lines(HEADINGS, DEATHS, [*GDP[:4], printed, "亿元"]))
    assert outcome.rows_accepted == 1
    assert set(outcome.reasons) <= {reason, "formula_without_value"}
    assert outcome.rows_refused == 1


def test_yi_in_the_cell_and_yuan_beside_it_make_yi_yuan(load: Load, look: Look) -> None:
    load("inside.csv", lines(HEADINGS, [*GDP[:4], "3517.81亿", "元"]))
    assert values(look) == [("gdp", "3517.81", "亿元")]


@pytest.mark.parametrize("year", ["2015.0", "2015年", "２０１５", "二〇一五年", "2015 年"])
def test_a_year_is_read_however_it_is_written(load: Load, look: Look, year: str) -> None:
    assert load("year.csv", lines(HEADINGS, [GDP[0], year, *GDP[2:]])).status == "accepted"
    assert look("statistics")["period"].to_list() == ["2015"]


@pytest.mark.parametrize("code", ["330402", "３３０４０２", " 330402 ", "330402.0"])
def test_a_region_code_is_read_however_it_is_typed(load: Load, look: Look, code: str) -> None:
    row = [*ACCIDENT[:2], code, *ACCIDENT[3:]]
    assert load("code.csv", lines(REGISTER, row)).status == "accepted"
    assert look("accidents")["region_code"].to_list() == ["330402"]


def test_accident_numbers_keep_their_zeros(load: Load, look: Look) -> None:
    rows = [["000123", *ACCIDENT[1:]], ["0123", *ACCIDENT[1:]], ["1E5", *ACCIDENT[1:]]]
    assert load("zeros.csv", lines(REGISTER, *rows)).rows_accepted == 3
    assert look("accidents")["accident_id"].to_list() == ["000123", "0123", "1E5"]


def test_full_width_letters_and_figures_are_read(load: Load, look: Look) -> None:
    row = ["嘉兴市", wide("2015年"), wide("GDP"), "", wide("3517.81"), "亿元"]
    assert load("wide.csv", lines(HEADINGS, row)).status == "accepted"
    assert values(look) == [("gdp", "3517.81", "亿元")]


def test_control_characters_in_a_cell_are_refused_or_read_never_fatal(load: Load) -> None:
    row = ["嘉兴\x1f市", "20\x1f15", "gdp\x1f", "\x1f", "1\x1f2", "亿\x1f元"]
    outcome = load("control.csv", lines(HEADINGS, DEATHS, row))
    assert (outcome.rows_read, outcome.rows_accepted) == (2, 1)


@pytest.mark.parametrize(
    "day", ["9999-99-99", "2015-02-29", "2015年2月30日", "42064", "昨天", "0000-00-00"]
)
def test_a_day_that_does_not_exist_is_refused(load: Load, day: str) -> None:
    outcome = load("day.csv", lines(REGISTER, ACCIDENT, ["2", day, *ACCIDENT[2:]]))
    assert (outcome.rows_accepted, outcome.rows_refused) == (1, 1)
    assert set(outcome.reasons) <= {
        "date_not_recognised",
        "date_does_not_exist",
        "occurred_in_future",
    }


# Things under another name, and packed ones.


def page(rows: list[list[str]], encoding: str) -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return (
        f'<html><head><meta charset="{encoding}"></head><body><table>{cells}</table></body></html>'
    ).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_page_saved_as_xls_is_read(load: Load, look: Look, file: File, encoding: str) -> None:
    assert load(file("导出.xls", page([HEADINGS, GDP, DEATHS], encoding))).status == "accepted"
    assert values(look) == BOTH


def test_text_renamed_to_xlsx_is_read(load: Load, look: Look, file: File) -> None:
    assert load(file("表.xlsx", FIGURES.encode("gb18030"))).status == "accepted"
    assert values(look) == BOTH


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv.gz", gzip.compress(FIGURES.encode(), mtime=0)),
        ("a.csv.bz2", bz2.compress(FIGURES.encode("gb18030"))),
        ("a.csv", gzip.compress(bz2.compress(FIGURES.encode()), mtime=0)),
    ],
)
def test_packed_text_is_read(load: Load, look: Look, file: File, name: str, content: bytes) -> None:
    assert load(file(name, content)).status == "accepted"
    assert values(look) == BOTH


def test_a_zip_of_two_files_is_refused_naming_them(load: Load, file: File) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("一.csv", FIGURES)
        archive.writestr("二.csv", FIGURES)
    outcome = load(file("both.zip", packed.getvalue()))
    assert outcome.refusal == "archive_has_several_files"
    assert "一.csv" in outcome.refusal_detail


def test_an_image_named_xlsx_is_refused_for_what_it_is(load: Load, file: File) -> None:
    outcome = load(file("scan.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200)))
    assert (outcome.refusal, outcome.refusal_detail) == ("file_form_unknown", "PNG")


def test_a_page_that_says_not_found_under_the_name_of_a_table_is_refused(
    load: Load, file: File
) -> None:
    content = b"<!doctype html><html><body><h1>404 Not Found</h1></body></html>"
    assert load(file("accident_2013.csv.bz2", content)).refusal == "file_form_unknown"


def test_an_empty_file_is_refused(load: Load, file: File) -> None:
    assert load(file("empty.csv", b"")).refusal == "file_empty"


def test_a_folder_is_no_file(load: Load, tmp_path: Path) -> None:
    assert load(tmp_path).refusal == "file_is_folder"


@pytest.mark.parametrize(
    "name", [f"a.{'x' * 240}", f"{'统' * 80}.csv", "a\nb.csv", "[a]*?.csv", "无后缀"]
)
def test_a_name_may_be_anything_a_disk_takes(load: Load, look: Look, file: File, name: str) -> None:
    assert load(file(name, FIGURES.encode())).status == "accepted"
    assert look("outcome")["file_name"].to_list() == [name]


def test_a_formula_like_text_stays_text(load: Load, look: Look) -> None:
    row = [*ACCIDENT[:4], "=HYPERLINK(A1)"]
    assert load("formula.csv", lines(REGISTER, row)).rows_accepted == 1
    assert look("accidents")["summary"].to_list() == ["=HYPERLINK(A1)"]


def test_published_dates_are_read_however_they_are_written(load: Load, look: Look) -> None:
    days = ["2016-03-01", "2016/3/1", "2016年3月1日", "20160301", "2016.3.1"]
    rows = [[f"{at}", *ACCIDENT[1:], day] for at, day in enumerate(days)]
    assert load("days.csv", lines([*REGISTER, "发布日期"], *rows)).rows_accepted == len(days)
    assert set(look("accidents")["published_date"]) == {date(2016, 3, 1)}
