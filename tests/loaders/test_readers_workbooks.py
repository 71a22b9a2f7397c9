"""Workbooks: every cell where a spreadsheet shows it, as a spreadsheet shows it."""

import datetime as dt
import struct
from pathlib import Path

import pytest
import xlsxwriter

from loaders.bytes.unreadable import UnreadableFileError
from loaders.workbook import openings
from loaders.workbook.cells import FORMULA_WITHOUT_VALUE
from tests.loaders.reader_files import (
    all_rows,
    binary_record,
    compound,
    ods,
    read,
    record,
    style_sheet,
    wide,
    xls,
    xlsb,
    xlsx,
    zip_of,
)

MORNING = dt.datetime.combine(dt.date(2015, 3, 1), dt.time(10, 30))
FAR_AWAY = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


def refusal(path: Path, folder: Path) -> UnreadableFileError:
    """Answers why a file is refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read(path, folder)
    return caught.value


def first_rows(path: Path, folder: Path) -> list[tuple[int | str | None, ...]]:
    """Answers every row of the first sheet."""
    return all_rows(read(path, folder).sheets[0])


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Answers a workbook as people make them: titles, blanks, merged cells, hidden sheets."""
    path = tmp_path / "年报.xls"  # what it is called means nothing
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("各市")
        sheet.merge_range(2, 1, 2, 3, "表1 各市情况")
        sheet.write_row(4, 1, ["代码", "死亡人数", "比重", "日期", "时间", "是否"])
        sheet.write_string(5, 1, "000330")
        sheet.write_number(5, 2, 3517.81)
        sheet.write_number(5, 3, 0.123, book.add_format({"num_format": "0.0%"}))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(5, 4, dt.date(2015, 3, 1), day)
        moment = book.add_format({"num_format": 'yyyy"年"m"月"d"日" hh:mm'})
        sheet.write_datetime(5, 5, MORNING, moment)
        sheet.write_boolean(5, 6, boolean=True)
        sheet.write_formula(6, 1, "=1+1", None, 2)
        sheet.write_formula(6, 2, "=NA()", None, "#N/A")
        sheet.write_number(6, 4, 0.1 + 0.2)
        sheet.write_number(6, 5, 1.5e-11)
        sheet.write_datetime(6, 6, dt.time(8, 15), book.add_format({"num_format": "hh:mm"}))
        book.add_worksheet("说明").hide()
        book.add_worksheet("底稿").very_hidden()
    return path


def test_cells_stand_in_the_rows_and_columns_a_spreadsheet_shows(
    written: Path, tmp_path: Path
) -> None:
    document = read(written, tmp_path)
    assert (document.form, document.encoding, document.separator) == ("xlsx", None, None)
    nothing = [None] * 7
    assert all_rows(document.sheets[0]) == [
        (1, *nothing),
        (2, *nothing),
        (3, None, "表1 各市情况", None, None, None, None, None),
        (4, *nothing),
        (5, None, "代码", "死亡人数", "比重", "日期", "时间", "是否"),
        (6, None, "000330", "3517.81", "12.3%", "2015-03-01", "2015-03-01 10:30:00", "true"),
        (7, None, "2", "#N/A", None, "0.3", "0.000000000015", "08:15:00"),
    ]


def test_hidden_sheets_are_named_as_such(written: Path, tmp_path: Path) -> None:
    sheets = read(written, tmp_path).sheets
    assert [(sheet.name, sheet.is_hidden) for sheet in sheets] == [
        ("各市", False),
        ("说明", True),
        ("底稿", True),
    ]


def test_a_formula_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c></row>'
        '<row r="2"><c r="A2"><f>SUM(A1:A1)</f><v></v></c><c r="B2"><f>A1&lt;2</f><v/></c></row>'
        '<row r="3"><c r="C3" t="str"><f>A1&amp;""</f><v></v></c></row>'
        '<row r="9"><c r="D9"><f t="shared" si="0"/></c></row>'
    )
    found = first_rows(xlsx(tmp_path / "a.xlsx", rows), tmp_path)
    assert FORMULA_WITHOUT_VALUE == "="
    assert found[:3] == [
        (1, "1", "=A1+1", None, None),
        (2, "=SUM(A1:A1)", "=A1<2", None, None),
        (3, None, None, None, None),
    ]
    assert found[8] == (9, None, None, None, "=?")


def test_numbers_keep_fifteen_digits_and_no_artefacts(tmp_path: Path) -> None:
    values = ["9.0399999999999994E-2", "3517.8099999999999", "0.1234567890123", "1.2E-5", "-4E-12"]
    values += ["123456789012345678", "330400", "0.30000000000000004", "-0.5"]
    row = "".join(f'<c r="{chr(65 + at)}1"><v>{value}</v></c>' for at, value in enumerate(values))
    path = xlsx(tmp_path / "a.xlsx", f'<row r="1">{row}</row>')
    assert first_rows(path, tmp_path) == [
        (
            *(1, "0.0904", "3517.81", "0.1234567890123", "0.000012", "-0.000000000004"),
            *("123456789012345680", "330400", "0.3", "-0.5"),
        )
    ]


def test_chinese_built_in_date_formats_are_dates(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" s="1"><v>42064</v></c><c r="B1" s="2"><v>42064</v></c>'
        '<c r="C1" s="3"><v>42064.4375</v></c><c r="D1" s="4"><v>0.25</v></c></row>'
    )
    path = xlsx(tmp_path / "a.xlsx", rows, styles=style_sheet(31, 57, 27, 32))
    assert first_rows(path, tmp_path) == [
        (1, "2015-03-01", "2015-03-01", "2015-03-01 10:30:00", "06:00:00")
    ]


def test_only_a_format_that_shows_per_cent_makes_a_percentage(tmp_path: Path) -> None:
    styles = style_sheet(9, 164, 165, codes={164: "0.00%;[Red]-0.00%", 165: "0.0&quot;%&quot;"})
    rows = (
        '<row r="1"><c r="A1" s="1"><v>0.3</v></c><c r="B1" s="2"><v>-0.075</v></c>'
        '<c r="C1" s="3"><v>12.5</v></c><c r="D1" s="1" t="inlineStr"><is><t>30</t></is></c>'
        '<c r="E1" t="n" s="1"><v>1</v></c></row>'
    )
    path = xlsx(tmp_path / "a.xlsx", rows, styles=styles)
    assert first_rows(path, tmp_path) == [(1, "30%", "-7.5%", "12.5", "30", "100%")]


def test_cells_without_places_and_with_prefixes_are_found(tmp_path: Path) -> None:
    rows = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c><x:c s="1"><x:v>0.5</x:v></x:c>'
        '</x:row><x:row r="3"><x:c><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row>'
    )
    path = xlsx(tmp_path / "a.xlsx", rows, styles=style_sheet(10), prefix="x:")
    assert first_rows(path, tmp_path) == [(1, "甲", "50%"), (2, None, None), (3, "1", "#REF!")]


def test_a_percentage_in_every_row_of_a_long_sheet_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0%"})
        for row in range(30_000):
            sheet.write_number(row, 2, row / 100, percent)
            sheet.write_string(row, 3, f"地区{row}")
    rows = first_rows(path, tmp_path)
    assert rows[::9999] == [
        (1, None, None, "0%", "地区0"),
        (10_000, None, None, "9999%", "地区9999"),
        (19_999, None, None, "19998%", "地区19998"),
        (29_998, None, None, "29997%", "地区29997"),
    ]


def test_an_old_workbook_keeps_percentages_dates_and_errors(tmp_path: Path) -> None:
    def number(row: int, column: int, style: int, value: float) -> bytes:
        return record(0x203, struct.pack("<HHHd", row, column, style, value))

    name = "地区".encode("utf-16-le")
    cells = record(0x204, struct.pack("<HHHHB", 3, 1, 0, 2, 1) + name)
    cells += number(3, 2, 1, 0.123) + number(4, 1, 0, 3517.81)
    cells += record(0x27E, struct.pack("<HHHI", 4, 2, 2, 42064 << 2 | 2))
    packed = struct.pack("<HIHI", 1, 5 << 2 | 3, 3, 42064 << 2 | 2)
    cells += record(0xBD, struct.pack("<HH", 5, 1) + packed + struct.pack("<H", 2))
    cells += record(0x205, struct.pack("<HHHBB", 6, 1, 0, 0x2A, 1))
    failed = bytes([2, 0, 7, 0, 0, 0, 255, 255]) + bytes(8)
    cells += record(0x06, struct.pack("<HHH", 6, 2, 0) + failed)
    path = xls(tmp_path / "a.csv", cells, formats=(0, 10, 14, 31))
    document = read(path, tmp_path)
    assert (document.form, document.sheets[0].name) == ("xls", "表1")
    assert all_rows(document.sheets[0])[2:] == [
        (3, None, None, None),
        (4, None, "地区", "12.3%"),
        (5, None, "3517.81", "2015-03-01"),
        (6, None, "5%", "2015-03-01"),
        (7, None, "#N/A", "#DIV/0!"),
    ]


def test_a_binary_workbook_keeps_percentages_dates_and_errors(tmp_path: Path) -> None:
    def cell(kind: int, column: int, style: int, data: bytes) -> bytes:
        return binary_record(kind, struct.pack("<II", column, style) + data)

    def row(number: int) -> bytes:
        return binary_record(0, struct.pack("<I", number) + bytes(13))

    cells = row(1) + cell(6, 1, 0, wide("地区")) + cell(5, 2, 1, struct.pack("<d", 0.123))
    cells += row(3) + cell(2, 1, 2, struct.pack("<I", 42064 << 2 | 2))
    cells += cell(3, 2, 0, bytes([0x2A])) + cell(9, 3, 1, struct.pack("<d", 0.5) + bytes(10))
    path = xlsb(tmp_path / "a", cells, formats=(0, 10, 14))
    document = read(path, tmp_path)
    assert (document.form, document.sheets[0].name) == ("xlsb", "表1")
    assert all_rows(document.sheets[0]) == [
        (1, None, None, None, None),
        (2, None, "地区", "12.3%", None),
        (3, None, None, None, None),
        (4, None, "2015-03-01", "#N/A", "50%"),
    ]


def test_an_open_document_keeps_repeats_percentages_dates_and_errors(tmp_path: Path) -> None:
    cell, row = "table:table-cell", "table:table-row"
    display = '<style:table-properties table:display="false"/>'
    hidden = f'<style:style style:name="t2">{display}</style:style>'
    tail = f'<{cell} table:number-columns-repeated="16384"/>'
    tables = f"""<table:table table:name="表1">
      <{row} table:number-rows-repeated="2"><{cell}/></{row}>
      <{row}><{cell}/><{cell} office:value-type="float" office:value="3517.81"/>
      <{cell} office:value-type="percentage" office:value="0.123"><text:p>12%</text:p></{cell}>
      <{cell} office:value-type="date" office:date-value="2015-03-01T00:00:00"/>
      <{cell} office:value-type="string" table:number-columns-repeated="2"><text:p>甲<text:s
        text:c="2"/>乙</text:p><text:p>丙</text:p></{cell}>
      <{cell} calcext:value-type="error"><text:p>#N/A</text:p></{cell}>
      <{cell} table:formula="of:=[.A1]"/></{row}>
      <{row} table:number-rows-repeated="1048573">{tail}</{row}>
      </table:table><table:table table:name="藏" table:style-name="t2"/>"""
    document = read(ods(tmp_path / "a", tables, styles=hidden), tmp_path)
    assert document.form == "ods"
    assert [(sheet.name, sheet.is_hidden) for sheet in document.sheets] == [
        ("表1", False),
        ("藏", True),
    ]
    text = "甲  乙\n丙"
    assert all_rows(document.sheets[0])[2] == (
        *(3, None, "3517.81", "12.3%", "2015-03-01", text, text, "#N/A", "=[.A1]"),
    )
    assert len(all_rows(document.sheets[0])) == 3


def test_workbooks_with_a_password_are_locked(tmp_path: Path) -> None:
    modern = compound(tmp_path / "a.xlsx", "EncryptedPackage", b"secret")
    assert refusal(modern, tmp_path).reason == "workbook_locked"
    old = xls(tmp_path / "a.xls", b"", locked=True)
    assert refusal(old, tmp_path).reason == "workbook_locked"


def test_a_workbook_without_cells_is_empty(tmp_path: Path) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", ""), tmp_path).reason == "file_empty"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', "too_many_columns"),
        (FAR_AWAY, "workbook_too_large"),
    ],
)
def test_a_stray_cell_far_away_is_refused_and_harms_nobody(
    rows: str, reason: str, tmp_path: Path
) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", rows), tmp_path).reason == reason


def test_a_dimension_that_lies_costs_nothing(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>5</v></c></row>'
    path = xlsx(tmp_path / "a.xlsx", rows, dimension="A1:XFD1048576")
    assert first_rows(path, tmp_path) == [(1, None, None), (2, None, "5")]


def test_a_workbook_that_unpacks_to_blanks_without_end_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", " " * (200 << 20))
    assert refusal(path, tmp_path).detail == "xl/worksheets/sheet1.xml: 200 MiB"


def test_a_workbook_that_takes_too_long_is_given_up(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "PATIENCE", 0.01)
    assert refusal(written, tmp_path).reason == "workbook_too_large"


def test_a_workbook_that_takes_too_much_memory_is_given_up(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openings, "MOST_BYTES", 600 << 20)  # Polars alone reserves more
    assert refusal(written, tmp_path).reason == "workbook_too_large"


def test_other_office_documents_are_named(tmp_path: Path) -> None:
    word = zip_of(tmp_path / "a", {"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"})
    assert refusal(word, tmp_path).detail == "DOCX"
    old_word = compound(tmp_path / "b", "WordDocument", b"text")
    assert refusal(old_word, tmp_path).detail == "DOC"
