"""Files that nobody sends by chance: bombs, false dimensions, things under another name."""

import bz2
import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise
from typing import Final

import xlsxwriter

from tests.loaders.damage import Damaged
from tests.loaders.damaged_bytes import repacked
from tests.loaders.good_files import as_csv, as_page, as_workbook, as_zip, rendered, tables

SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"
MIB: Final = 1 << 20
HEADINGS: Final = "region_code,period,measure,scope,value,unit"
FIGURE: Final = "330400,2015,gdp,,3517.81,亿元"


def hostile_files(leaving_out: Collection[str] = ()) -> Iterator[Damaged]:
    """Yields each crafted file; they are made only when asked for, for some are large.

    Args:
        leaving_out: Names of files that are not wanted.
    """
    for group, made in (
        ("crafted text", TEXTS),
        ("crafted archive", ARCHIVES),
        ("crafted workbook", WORKBOOKS),
        ("crafted page", PAGES),
        ("another form", FOREIGN),
        ("odd name", NAMES),
    ):
        for name, make in made.items():
            if name not in leaving_out:
                yield Damaged(group, name, make())


def _csv(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding, errors="surrogatepass")


def _figures(body: str = FIGURE) -> str:
    return f"{HEADINGS}\n{body}\n"


TEXTS: Final[dict[str, Callable[[], bytes]]] = {
    "empty.csv": bytes,
    "one byte.csv": lambda: b"\x80",
    "only a mark.csv": lambda: b"\xef\xbb\xbf",
    "two marks.csv": lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + _figures().encode(),
    "mark of UTF-16 only.csv": lambda: b"\xff\xfe",
    "odd UTF-16.csv": lambda: b"\xff\xfe" + _figures().encode("utf-16-le") + b"\n",
    "lone surrogates.csv": _csv(_figures(FIGURE.replace("gdp", "\ud800")), "utf-16"),
    "surrogates in UTF-8.csv": _csv(_figures(FIGURE.replace("gdp", "\udc00"))),
    "overlong UTF-8.csv": lambda: _figures().encode() + b"\xc0\x80,\xe0\x80\x80\n",
    "blanks.csv": lambda: b" \t \n" * 1000,
    "zeros.csv": lambda: bytes(5 * MIB),
    "zeros between.csv": _csv(_figures().replace(",", ",\0")),
    "returns.csv": lambda: b"\r" * MIB,
    "return ends.csv": _csv(_figures().replace("\n", "\r")),
    "commas.csv": lambda: b"," * MIB,
    "quotes.csv": lambda: b'"' * (MIB + 1),
    "quoted commas.csv": lambda: b'",' * MIB,
    "never closed.csv": _csv(HEADINGS + '\n"' + f"{FIGURE}\n" * 50_000),
    "one cell of a megabyte.csv": _csv(_figures(FIGURE + "x" * MIB)),
    "one quoted cell of two.csv": _csv(_figures(f'"{"x" * 2 * MIB}"')),
    "one line.csv": _csv(_figures("x" * 20 * MIB)),
    "5,000 columns.csv": _csv((HEADINGS + ",x" * 5_000 + "\n") * 3),
    "headings of a kilobyte.csv": _csv(HEADINGS + ("," + "指标" * 500) * 30 + f"\n{FIGURE}\n"),
    "100,000 blank lines.csv": _csv(HEADINGS + "\n" * 100_000 + FIGURE),
    "blank lines above.csv": _csv("\n" * 5_000 + _figures()),
    "100,000 headings.csv": _csv(f"{HEADINGS}\n" * 100_000),
    "100,000 the same.csv": _csv(_figures(f"{FIGURE}\n" * 100_000)),
    "20,000 contradictions.csv": _csv(
        _figures("\n".join(FIGURE.replace("3517", f"{number}") for number in range(20_000)))
    ),
    "20,000 wrong.csv": _csv(
        _figures("\n".join(FIGURE.replace("2015", f"x{number}") for number in range(20_000)))
    ),
    "wider and wider.csv": _csv(_figures("\n".join("," * width for width in range(1_500)))),
    "cells beyond the headings.csv": _csv(_figures(FIGURE + ",,,more,and more")),
    "separator named.csv": _csv("sep=;\n" + _figures().replace(",", ";")),
    "row_number.csv": _csv(f"{HEADINGS},row_number,cell\n{FIGURE},7,B7\n"),
    "own columns.csv": _csv(f"{HEADINGS},file_sha256,reason_codes,c1\n{FIGURE},a,b,c\n"),
    "long line of ASCII.csv": _csv(_figures(f"{FIGURE}\n{'x' * 300_000},2015"), "gb18030"),
    "long number.csv": _csv(_figures(FIGURE.replace("3517.81", "9" * 200_000))),
    "power of ten.csv": _csv(_figures(FIGURE.replace("3517.81", "1e999999999"))),
    "from right to left.csv": _csv(_figures(FIGURE.replace("3517", "\u202e7153"))),
    "formulas.csv": _csv(_figures(FIGURE.replace("3517.81", "=HYPERLINK(A1)"))),
    "two zones.csv": lambda: _figures().encode() + FIGURE.encode("gb18030") * 2,
    "random.csv": lambda: bytes((at * at * 31 + at * 7) % 251 for at in range(MIB)),
}


def _nested(depth: int) -> bytes:
    content = as_csv(tables()["statistics"])
    for _ in range(depth):
        content = as_zip(content, "inside.zip")
    return content


def _bomb() -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(600):
            member.write(bytes(MIB))
    return packed.getvalue()


def _gzip_bomb() -> bytes:
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(_figures().encode())
        for _ in range(600):
            file.write(b",,,,,,,\n" * (MIB // 8))
    return packed.getvalue()


def _false_size(size: int) -> bytes:
    """A zip whose directory promises another size than the file has."""
    content = bytearray(as_zip(as_csv(tables()["statistics"])))
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + 24, size)
    return bytes(content)


def _with_password() -> bytes:
    """A zip that says its file is locked."""
    content = bytearray(as_zip(as_csv(tables()["statistics"])))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _with_members(names: list[str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), as_csv(tables()["statistics"]))
    return packed.getvalue()


ARCHIVES: Final[dict[str, Callable[[], bytes]]] = {
    "bomb.zip": _bomb,
    "bomb.csv.gz": _gzip_bomb,
    "bomb.csv.bz2": lambda: bz2.compress(bytes(600 * MIB)),
    "bomb in a bomb.gz": lambda: gzip.compress(_gzip_bomb(), mtime=0),
    "one in one.zip": lambda: _nested(2),
    "ten in one another.zip": lambda: _nested(10),
    "workbook.zip": lambda: as_zip(rendered("statistics", "xlsx"), "表.xlsx"),
    "workbook.xlsx.gz": lambda: gzip.compress(rendered("statistics", "xlsx"), mtime=0),
    "empty.zip": lambda: _with_members([]),
    "empty inside.zip": lambda: as_zip(b""),
    "two.zip": lambda: _with_members(["a.csv", "b.csv"]),
    "one beside what a Mac adds.zip": lambda: _with_members(["__MACOSX/._a.csv", "a.csv"]),
    "10,000.zip": lambda: _with_members([f"{number}.csv" for number in range(10_000)]),
    "outside.zip": lambda: _with_members(["../../../outside.csv"]),
    "root.zip": lambda: _with_members(["/etc/outside.csv"]),
    "folder only.zip": lambda: _with_members(["folder/"]),
    "promises little.zip": lambda: _false_size(1),
    "promises much.zip": lambda: _false_size(0xFFFFFFFE),
    "locked.zip": _with_password,
    "end only.zip": lambda: b"PK\x05\x06" + bytes(18),
    "no end.zip": lambda: as_zip(as_csv(tables()["statistics"]))[:-22],
    "something before.zip": lambda: b"PK\x03\x04" + as_zip(as_csv(tables()["statistics"])),
    "empty.gz": lambda: gzip.compress(b"", mtime=0),
    "head only.gz": lambda: b"\x1f\x8b\x08",
    "rubbish behind.gz": lambda: rendered("statistics", "csv.gz") + b"rubbish",
    "two in a row.gz": lambda: rendered("statistics", "csv.gz") * 2,
    "half.bz2": lambda: rendered("statistics", "csv.bz2")[:200],
    "page.csv.bz2": lambda: as_page(tables()["statistics"]),
    "packed page.csv.bz2": lambda: bz2.compress(as_page(tables()["statistics"])),
}


def _with_sheet(change: Callable[[str], str], part: str = SHEET) -> Callable[[], bytes]:
    """Answers a workbook with one part changed as text."""

    def make() -> bytes:
        return repacked(
            rendered("statistics", "xlsx"),
            lambda name, found: change(found.decode()).encode() if name == part else found,
        )

    return make


def _added_rows(rows: str) -> Callable[[], bytes]:
    return _with_sheet(lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))


def _dimension(text: str) -> str:
    head, _, rest = text.partition('<dimension ref="')
    return f'{head}<dimension ref="A1:XFD1048576{rest[rest.index(chr(34)) :]}'


def _entities(text: str) -> str:
    names = [f"e{number}" for number in range(20)]
    entities = "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in pairwise(names))
    head = f'<!DOCTYPE sst [<!ENTITY e19 "x">{entities}]>'
    return text.replace("<sst", f"{head}<sst", 1).replace("<t>", "<t>&e0;", 1)


def _outside(text: str) -> str:
    head = '<!DOCTYPE sst [<!ENTITY outside SYSTEM "file:///etc/passwd">]>'
    return text.replace("<sst", f"{head}<sst", 1).replace("<t>", "<t>&outside;", 1)


def _written(write: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        write(book)
    return content.getvalue()


def _with_sheets(book: xlsxwriter.Workbook) -> None:
    for number in range(200):
        sheet = book.add_worksheet(f"{number}月")
        sheet.write_row(0, 0, HEADINGS.split(","))
        sheet.write_row(1, 0, FIGURE.split(","))


def _with_formulas(book: xlsxwriter.Workbook, value: object) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS.split(","))
    sheet.write_row(1, 0, FIGURE.split(","))
    sheet.write_formula(1, 4, "=1/0", None, value)


def _far_away(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADINGS.split(","))
    sheet.write_row(1, 0, FIGURE.split(","))
    sheet.write(1_048_575, 16_383, "x")


def _with_macros() -> bytes:
    kinds = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    content = io.BytesIO(
        repacked(
            rendered("statistics", "xlsx"),
            lambda name, part: part.replace(kinds, macros) if "Content" in name else part,
        )
    )
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(1000))
    return content.getvalue()


def _padded(size: int) -> Callable[[], bytes]:
    return _with_sheet(lambda text: text.replace("</sheetData>", f"{' ' * size}</sheetData>"))


def _locked() -> bytes:
    """A compound file with nothing but the names of a locked workbook's streams."""
    sector = 512
    head = bytearray(sector)
    head[:8] = bytes.fromhex("D0CF11E0A1B11AE1")
    struct.pack_into("<5H", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", head, 44, 1)  # sectors of the table of sectors
    struct.pack_into("<4I", head, 48, 1, 0, 4096, 0xFFFFFFFE)
    struct.pack_into("<4I", head, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = [("Root Entry", 5), ("EncryptedPackage", 2), ("EncryptionInfo", 2), ("", 0)]
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB3I", 2 * len(name) + 2, kind, 1, *[0xFFFFFFFF] * 3)
        + bytes(36)
        + struct.pack("<3I", 0xFFFFFFFE, 0, 0)
        for name, kind in entries
    )
    return bytes(head) + table + directory


WORKBOOKS: Final[dict[str, Callable[[], bytes]]] = {
    "10 GB it says.xlsx": _with_sheet(_dimension),
    "far away.xlsx": lambda: _written(_far_away),
    "row beyond the last.xlsx": _added_rows(
        '<row r="99999999999"><c r="A99999999999" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
    "column beyond the last.xlsx": _added_rows(
        '<row r="99"><c r="ZZZZZ99" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
    "no such string.xlsx": _added_rows('<row r="99"><c r="A99" t="s"><v>999999999</v></c></row>'),
    "no such style.xlsx": _added_rows('<row r="99"><c r="A99" s="99999"><v>1</v></c></row>'),
    "day beyond the last.xlsx": _added_rows('<row r="99"><c r="A99" t="d"><v>99999</v></c></row>'),
    "rows upside down.xlsx": _added_rows('<row r="2"><c r="A1"><v>1</v></c></row>'),
    "everything merged.xlsx": _with_sheet(
        lambda text: text.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        )
    ),
    "a row for each.xlsx": _added_rows('<row r="99"/>' * 1_000_000),
    "half a gigabyte of blanks.xlsx": _padded(512 * MIB),
    "many strings it says.xlsx": _with_sheet(
        lambda text: text.replace('count="', 'count="999999999999', 1), STRINGS
    ),
    "entities.xlsx": _with_sheet(_entities, STRINGS),
    "entity from outside.xlsx": _with_sheet(_outside, STRINGS),
    "deep.xlsx": _with_sheet(
        lambda text: text.replace("<t>", f"<t>{'<r>' * 100_000}{'</r>' * 100_000}", 1), STRINGS
    ),
    "macros.xlsm": _with_macros,
    "formula with a value.xlsx": lambda: _written(lambda book: _with_formulas(book, 3517.81)),
    "formula without a value.xlsx": lambda: _written(lambda book: _with_formulas(book, "")),
    "formula with an error.xlsx": lambda: _written(lambda book: _with_formulas(book, "#DIV/0!")),
    "200 sheets.xlsx": lambda: _written(_with_sheets),
    "no cells.xlsx": lambda: as_workbook([]),
    "locked.xlsx": _locked,
    "mark of a compound file.xls": lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4096),
}

PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "wide.html": lambda: as_page([["x"]]).replace(b"<td>", b"<td colspan=999999999>"),
    "high.html": lambda: as_page([["x"]]).replace(b"<td>", b"<td rowspan=999999999>"),
    "deep.html": lambda: b"<html><body>" + b"<div><table><tr><td>" * 50_000,
    "never ends.html": lambda: as_page(tables()["statistics"])[:-40],
    "no table.html": lambda: b"<!doctype html><html><body><h1>404</h1></body></html>",
    "script.html": lambda: as_page([["<script>alert(1)</script>"]]),
    "page.csv": lambda: as_page(tables()["statistics"]),
    "big.html": lambda: as_page([["x" * 50] * 20] * 20_000),
    "XML.xml": lambda: b'<?xml version="1.0"?><a><b>1</b></a>',
    "entities.html": lambda: b"<table><tr><td>" + b"&amp;#9999999999;&x;" * 100_000,
}

FOREIGN: Final[dict[str, Callable[[], bytes]]] = {
    "image.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "report.csv": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "letter.xlsx": lambda: _with_members(["[Content_Types].xml", "word/document.xml"]),
    "database.csv": lambda: b"SQLite format 3\0" + bytes(4096),
    "archive.rar.csv": lambda: b"Rar!\x1a\x07\x00" + bytes(100),
    "program.csv": lambda: b"\x7fELF" + bytes(range(256)) * 20,
    "lake.parquet": lambda: b"PAR1" + bytes(100) + b"PAR1",
    "object.json": lambda: b'{"region_code": "330400", "value": [1, 2]}',
    "workbook.csv": lambda: rendered("statistics", "xlsx"),
    "text.xlsx": lambda: rendered("statistics", "gb.csv"),
}

NAMES: Final[dict[str, Callable[[], bytes]]] = {
    f"a.{'x' * 240}": lambda: _figures().encode(),
    f"{'统' * 80}.csv": lambda: _figures().encode(),
    "line\nbreak.csv": lambda: _figures().encode(),
    "quote's \" and %s {detail} $x.csv": lambda: _figures().encode(),
    "-o.csv": lambda: _figures().encode(),
    "*.csv": lambda: _figures().encode(),
    "[a-z]?.csv": lambda: _figures().encode(),
    ".hidden": lambda: _figures().encode(),
    "no ending": lambda: _figures().encode(),
    "name in GB 18030 \udcc4\udcfe.csv": lambda: _figures().encode(),
    "[bold]markup[red].csv": lambda: _figures(FIGURE.replace("gdp", "[/red]")).encode(),
    "~$locked.xlsx": lambda: b"\x05admin" + b" " * 159,
    "blank at the end.csv ": lambda: _figures().encode(),
}
