"""Separated text of every kind, and what is wrong with it."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.bytes.quoting import Records
from loaders.bytes.unreadable import UnreadableFileError
from loaders.readers import read_document
from tests.loaders.reader_files import all_rows, read_bytes, rows_of


def refusal(content: bytes, folder: Path) -> UnreadableFileError:
    """Answers why bytes are refused."""
    with pytest.raises(UnreadableFileError) as caught:
        rows_of(content, folder)
    return caught.value


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found(separator: str, tmp_path: Path) -> None:
    rows = [["表1 各市情况", "", ""], ["地区", "年份", "死亡"], ["嘉兴", "2015", "318"]]
    text = "\n".join(separator.join(row) if row[1] else row[0] for row in rows)
    document = read_bytes(text.encode(), tmp_path)
    assert (document.form, document.separator) == ("csv", separator)
    assert all_rows(document.sheets[0]) == [
        (1, "表1 各市情况", None, None),
        (2, "地区", "年份", "死亡"),
        (3, "嘉兴", "2015", "318"),
    ]


def test_decimal_commas_do_not_hide_a_semicolon(tmp_path: Path) -> None:
    text = b"a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n"
    assert rows_of(text, tmp_path)[1] == (2, "1,5", "2,5", "3,5")


def test_a_single_column_stays_one_column(tmp_path: Path) -> None:
    document = read_bytes("地区\n嘉兴\n\n台州\n".encode(), tmp_path)
    assert document.separator is None
    assert all_rows(document.sheets[0]) == [(1, "地区"), (2, "嘉兴"), (3, None), (4, "台州")]


def test_blank_rows_count_and_every_cell_of_a_wide_row_is_kept(tmp_path: Path) -> None:
    rows = rows_of(b"a,b\n\n1,2,3,4\n5\n,,\n6,7\n", tmp_path)
    assert rows == [
        (1, "a", "b", None, None),
        (2, None, None, None, None),
        (3, "1", "2", "3", "4"),
        (4, "5", None, None, None),
        (5, None, None, None, None),
        (6, "6", "7", None, None),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_understood(end: str, tmp_path: Path) -> None:
    text = end.join(["a,b", "1,2", "", "3,4", ""])
    rows = rows_of(text.encode(), tmp_path)
    assert rows == [(1, "a", "b"), (2, "1", "2"), (3, None, None), (4, "3", "4")]


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    assert rows_of(b"a,b\r\n1,2\n3,4\r5,6", tmp_path)[3] == (4, "5", "6")


def test_quotes_hold_separators_line_breaks_and_quotes(tmp_path: Path) -> None:
    rows = rows_of(b'a,b\r\n"x,y","say ""hi""\nthere"\r\n"",z\r\n', tmp_path)
    assert rows[1:] == [(2, "x,y", 'say "hi"\nthere'), (3, None, "z")]


def test_a_quote_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    rows = rows_of(b'size,n\n5" pipe,1\n"6"" pipe",2\n"ab" cd,3\n', tmp_path)
    assert [row[1] for row in rows] == ["size", '5" pipe', '6" pipe', "ab cd"]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,2\n"3,4\n5,6\n', "3"),  # to the end of the file
        ('a,b\n"1,2\n"3",4\n', "2"),  # up to the next quote
        ('a,b\n1,"2\n3,4\n5,"6"\n', "2"),
        ('a,b\n"1,"2"\n', "2"),  # within one row
    ],
)
def test_a_quote_that_is_never_closed_names_its_row(text: str, row: str, tmp_path: Path) -> None:
    error = refusal(text.encode(), tmp_path)
    assert (error.reason, error.detail) == ("quote_not_closed", row)


def test_a_text_longer_than_a_mebibyte_is_refused(tmp_path: Path) -> None:
    assert refusal(b"a,b\n1," + b"x" * (1 << 20) + b"x\n", tmp_path).reason == "text_too_long"
    assert refusal(b'a,b\n1,"' + b"x\n" * (1 << 20), tmp_path).reason == "text_too_long"


def test_a_text_of_a_mebibyte_is_kept(tmp_path: Path) -> None:
    longest = "长" * (1 << 20)
    assert rows_of(f"a,b\n1,{longest}\n".encode(), tmp_path)[1] == (2, "1", longest)


def test_more_than_2000_columns_are_refused(tmp_path: Path) -> None:
    assert len(rows_of(b"a" + b",a" * 1999 + b"\n1,2\n", tmp_path)[0]) == 2001
    error = refusal(b"a" + b",a" * 2000 + b"\n1,2\n", tmp_path)
    assert error.reason == "too_many_columns"


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_a_file_without_text_is_empty(content: bytes, tmp_path: Path) -> None:
    assert refusal(content, tmp_path).reason == "file_empty"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_document(tmp_path / "没有.csv", tmp_path)
    assert (caught.value.reason, caught.value.detail) == ("file_missing", "没有.csv")


def test_rows_over_many_pieces_come_in_order(tmp_path: Path) -> None:
    text = "n,words\n" + "".join(f'{at},"字{at}\n,行"\n' for at in range(450_000))
    sheet = read_bytes(text.encode(), tmp_path).sheets[0]
    frames = list(sheet.batches())
    assert max(frame.height for frame in frames) <= 200_000
    assert sheet.head.height == 100
    assert [frames[0].row(0), frames[-1].row(-1)] == [
        (1, "n", "words"),
        (450_001, "449999", "字449999\n,行"),
    ]
    assert sum(frame.height for frame in sheet.batches()) == 450_001


WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd\ufeff"), max_size=6
).filter(lambda text: "锟斤拷" not in text)
CELLS = st.one_of(
    WORDS, st.sampled_from(['"', '""', "\n", "\r", "\r\n", ",", ";", " ", "'", "a\nb"])
)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@settings(max_examples=120, deadline=None)
@given(rows=TABLES, separator=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n"]))
@example(rows=[["", '"'], ["\r", ""]], separator=",", end="\n")
def test_any_table_written_as_csv_is_read_back(
    rows: list[list[str]], separator: str, end: str
) -> None:
    table = [["地区", "数值", *["列"] * (len(rows[0]) - 2)]] * 3 + rows
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows(table)
    assert read_back(text.getvalue()) == numbered(table)


@settings(max_examples=80, deadline=None)
@given(rows=TABLES, separator=st.sampled_from(",;\t|"))
def test_quotes_only_where_they_must_be_are_read_as_well(
    rows: list[list[str]], separator: str
) -> None:
    plain = [[cell.replace("\r", "") for cell in row] for row in rows]
    table = [["地区", "数值", *["列"] * (len(rows[0]) - 2)]] * 3 + plain
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(table)
    assert read_back(text.getvalue()) == numbered(table)


def read_back(text: str) -> list[tuple[int | str | None, ...]]:
    """Answers every row of a text."""
    with TemporaryDirectory() as folder:
        return rows_of(text.encode(), Path(folder))


def numbered(table: list[list[str]]) -> list[tuple[int | str | None, ...]]:
    """Answers rows as a sheet has them."""
    return [(number, *(cell or None for cell in row)) for number, row in enumerate(table, start=1)]


PIECES = st.lists(
    st.sampled_from(['"', '""', ",", "\n", "\r\n", "a", "长", " ", '",', ',"']), max_size=14
)


@settings(max_examples=250, deadline=None)
@given(pieces=PIECES)
@example(pieces=['"', "a", '"', "\n", '"', ",", '"'])
def test_any_text_is_split_as_the_slow_way_does_or_refused(pieces: list[str]) -> None:
    text = "a,b\nc,d\n" + "".join(pieces)
    records = Records(io.StringIO(text, newline=""), ",")
    with TemporaryDirectory() as folder:
        try:
            expected = list(records)
        except UnreadableFileError:
            expected = []
        if not expected:
            assert refusal(text.encode(), Path(folder)).reason == "quote_not_closed"
            return
        rows = rows_of(text.encode(), Path(folder))
    width = max(map(len, expected))
    assert [row[1:] for row in rows] == [
        (*(cell or None for cell in cells), *[None] * (width - len(cells))) for cells in expected
    ]
