"""HTML tables under the name of a spreadsheet."""

from pathlib import Path

import pytest

from loaders.bytes.unreadable import UnreadableFileError
from tests.loaders.reader_files import all_rows, read_bytes, rows_of

PAGE = """<html><head><meta charset="%s"><style>td {color: red}</style></head><body><table>
<tr><td colspan=3>表1&nbsp;各市情况<br>单位：人</td></tr>
<tr><th rowspan=2>地区</th><th colspan=2>死亡人数</th></tr>
<tr><th>2014</th><th>2015</th></tr>
<tr><td> 嘉兴 <td align=right>318</td><td><b>3</b>,517.81</tr>
</table></body></html>"""
ROWS = [
    (1, "表1 各市情况\n单位：人", None, None),
    (2, "地区", "死亡人数", None),
    (3, None, "2014", "2015"),
    (4, "嘉兴", "318", "3,517.81"),
]


def refusal(content: bytes, folder: Path) -> UnreadableFileError:
    """Answers why bytes are refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(content, folder)
    return caught.value


@pytest.mark.parametrize(
    ("charset", "codec"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("x", "utf-16")]
)
def test_a_page_named_as_a_workbook_is_read_as_its_table(
    charset: str, codec: str, tmp_path: Path
) -> None:
    document = read_bytes((PAGE % charset).encode(codec), tmp_path, "年报.xls")
    assert document.form == "html"
    assert [(sheet.name, all_rows(sheet)) for sheet in document.sheets] == [("", ROWS)]


def test_a_page_that_lies_about_its_encoding_is_read_by_its_bytes(tmp_path: Path) -> None:
    assert rows_of((PAGE % "gb2312").encode(), tmp_path) == ROWS
    assert rows_of((PAGE % "utf-8").encode("gb18030"), tmp_path) == ROWS


def test_a_table_in_a_cell_is_a_table_of_its_own(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>菜单</td><td>前<table><tr><td>甲</td></tr><tr><td>1</td></tr></table>后"
        "</td></tr></table><table><tr><td> </td></tr></table>"
    )
    sheets = read_bytes(page.encode(), tmp_path).sheets
    assert [(sheet.name, all_rows(sheet)) for sheet in sheets] == [
        ("1", [(1, "菜单", "前\n后")]),
        ("2", [(1, "甲"), (2, "1")]),
    ]


def test_a_cell_over_rows_and_columns_covers_those_below(tmp_path: Path) -> None:
    page = (
        "<table><tr><td rowspan=3 colspan=2>甲<td>1<tr><td>2<tr><td>3<tr><td>乙<td>丙<td>4</table>"
    )
    assert rows_of(page.encode(), tmp_path) == [
        (1, "甲", None, "1"),
        (2, None, None, "2"),
        (3, None, None, "3"),
        (4, "乙", "丙", "4"),
    ]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body><p>没有表</p></body></html>", "file_form_unknown"),
        ("<table>" + "<div>" * 3000 + "<tr><td>深</td></tr></table>", "file_damaged"),
        ("<table><td>不在行里</td></table>", "file_damaged"),
        ("<table><tr>" + "<td colspan=1500>宽</td>" * 2 + "</tr></table>", "too_many_columns"),
        ('<?xml version="1.0"?><Workbook><Table/></Workbook>', "file_form_unknown"),
    ],
)
def test_a_page_whose_cells_would_be_lost_is_refused(
    page: str, reason: str, tmp_path: Path
) -> None:
    assert refusal(page.encode(), tmp_path).reason == reason


def test_a_workbook_of_excel_2003_is_called_so(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>地区</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    error = refusal(page.encode(), tmp_path)
    assert (error.reason, error.detail) == ("file_form_unknown", "Excel 2003 XML")
