"""Packed files, foreign files, and good files with damage done to them."""

import bz2
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
import xlsxwriter

from loaders.bytes import packed
from loaders.bytes.unreadable import UnreadableFileError
from tests.loaders.reader_files import all_rows, ods, read_bytes, rows_of, xls, xlsx

Pack: TypeAlias = Callable[[bytes], bytes]

TEXT = "地区,死亡\n嘉兴,318\n".encode("gb18030")
ROWS = [(1, "地区", "死亡"), (2, "嘉兴", "318")]


def zipped(**members: bytes) -> bytes:
    """Answers a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def refusal(content: bytes, folder: Path) -> UnreadableFileError:
    """Answers why bytes are refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(content, folder)
    return caught.value


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda text: zipped(file=text)])
def test_a_packed_file_is_unpacked_whatever_it_is_called(pack: Pack, tmp_path: Path) -> None:
    assert rows_of(pack(TEXT), tmp_path) == ROWS
    assert rows_of(pack(pack(TEXT)), tmp_path) == ROWS
    assert refusal(pack(pack(pack(TEXT))), tmp_path).reason == "archive_too_large"


def test_a_packed_workbook_is_read(tmp_path: Path) -> None:
    content = xlsx(tmp_path / "a", '<row r="1"><c r="A1"><v>5</v></c></row>').read_bytes()
    document = read_bytes(zipped(**{"年报.xlsx": content}), tmp_path)
    assert (document.form, all_rows(document.sheets[0])) == ("xlsx", [(1, "5")])


def test_the_fingerprint_is_of_the_file_as_given(tmp_path: Path) -> None:
    known = read_bytes(b"a,b\n1,2\n", tmp_path).sha256
    assert known == "492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470"


def test_what_a_macintosh_adds_to_an_archive_is_passed_over(tmp_path: Path) -> None:
    members = {"folder/": b"", "folder/a.csv": TEXT, "__MACOSX/folder/._a.csv": b"x"}
    assert rows_of(zipped(**members, **{".DS_Store": b"x"}), tmp_path) == ROWS


def test_an_archive_of_several_files_names_them(tmp_path: Path) -> None:
    error = refusal(zipped(甲=TEXT, 乙=TEXT), tmp_path)
    assert (error.reason, error.detail) == ("archive_has_several_files", "2: 甲, 乙")
    assert refusal(zipped(), tmp_path).reason == "file_empty"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda text: zipped(a=text)])
def test_a_bomb_is_refused_early(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "SUSPECT_BYTES", 1 << 20)
    error = refusal(pack(bytes(64 << 20)), tmp_path)
    assert error.reason == "archive_too_large"
    left = sum(path.stat().st_size for path in tmp_path.rglob("unpacked-*"))
    assert left <= 40 << 20


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lambda text: zipped(a=text)])
def test_a_packed_file_cut_short_is_damaged(pack: Pack, tmp_path: Path) -> None:
    assert refusal(pack(TEXT * 99)[:-15], tmp_path).reason == "file_damaged"


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"{\\rtf1", "RTF"),
        (bytes(257) + b"ustar", "tar"),
        (b"\x01\x02\x00\x00\xff\xfe", "01 02 00 00 FF FE 00 00"),
    ],
)
def test_a_file_of_another_kind_is_named(mark: bytes, name: str, tmp_path: Path) -> None:
    error = refusal(mark + bytes(500), tmp_path)
    assert (error.reason, error.detail) == ("file_form_unknown", name)


def good_files(folder: Path) -> dict[str, bytes]:
    """Answers a small good file of each form."""
    book = folder / "book.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        workbook.add_worksheet("表").write_row(3, 2, ["甲", 0.5, "乙"])
    cell = '<table:table-cell office:value-type="float" office:value="5"/>'
    table = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    page = "<table><tr><td>甲</td><td>1</td></tr></table>".encode()
    return {
        "csv": '地区,数\n嘉兴,"3\n18"\n'.encode(),
        "gb18030": TEXT,
        "utf-16": "地区,数\n嘉兴,318\n".encode("utf-16"),
        "gzip": gzip.compress(TEXT),
        "bz2": bz2.compress(TEXT),
        "zip": zipped(a=TEXT),
        "html": page,
        "xlsx": book.read_bytes(),
        "ods": ods(folder / "a.ods", table).read_bytes(),
        "xls": xls(folder / "a.xls", b"").read_bytes(),
    }


SLOW = frozenset({"xlsx", "ods", "xls"})  # a process each


@pytest.mark.parametrize(
    "form", ["csv", "gb18030", "utf-16", "gzip", "bz2", "zip", "html", "xlsx", "ods", "xls"]
)
def test_damage_of_any_kind_ends_in_one_sentence_or_in_rows(form: str, tmp_path: Path) -> None:
    content = good_files(tmp_path)[form]
    chance = np.random.default_rng(list(form.encode()))
    outcomes: set[str] = set()
    for _ in range(12 if form in SLOW else 150):
        damaged = bytearray(content)
        for place in chance.integers(len(damaged), size=chance.integers(1, 5)):
            damaged[place] = chance.integers(256)
        if chance.random() < 0.3:
            del damaged[chance.integers(len(damaged)) :]
        outcomes.add(outcome(bytes(damaged), tmp_path))
    assert outcomes


def outcome(content: bytes, folder: Path) -> str:
    """Answers why bytes are refused, or that they are read; any other error fails the test."""
    try:
        rows = [row for sheet in read_bytes(content, folder).sheets for row in all_rows(sheet)]
    except UnreadableFileError as error:
        return error.sentence("zh")
    return "read" if rows else "empty"
