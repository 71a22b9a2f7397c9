"""Workbooks made byte by byte, with what no library writes: damage, formulas without a value."""

import struct
import zipfile
from pathlib import Path

from loaders.bytes.documents import Document, Sheet
from loaders.readers import read_document

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def read(path: Path, scratch: Path) -> Document:
    """Answers the document, read into a scratch folder of its own."""
    folder = scratch / f"scratch-{sum(1 for _ in scratch.glob('scratch-*'))}"
    folder.mkdir()
    return read_document(path, folder)


def read_bytes(content: bytes, folder: Path, name: str = "file") -> Document:
    """Answers the document that bytes are."""
    path = folder / name
    path.write_bytes(content)
    return read(path, folder)


def all_rows(sheet: Sheet) -> list[tuple[int | str | None, ...]]:
    """Answers every row of a sheet, its number first."""
    return [row for frame in sheet.batches() for row in frame.rows()]


def rows_of(content: bytes, folder: Path) -> list[tuple[int | str | None, ...]]:
    """Answers every row of the first sheet of bytes."""
    return all_rows(read_bytes(content, folder).sheets[0])


def zip_of(path: Path, members: dict[str, str | bytes]) -> Path:
    """Writes a zip archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def xlsx(
    path: Path, rows: str, *, styles: str = "", prefix: str = "", dimension: str = "A1"
) -> Path:
    """Writes an XLSX of one sheet from the XML of its rows.

    Args:
        path: Where.
        rows: What stands inside <sheetData>.
        styles: What stands inside <styleSheet>.
        prefix: A namespace prefix with its colon, for the sheet's elements.
        dimension: The range of cells that the sheet says it has.
    """
    mark = f":{prefix[:-1]}" if prefix else ""
    sheet = (
        f'<{prefix}worksheet xmlns{mark}="{MAIN}"><{prefix}dimension ref="{dimension}"/>'
        f"<{prefix}sheetData>{rows}</{prefix}sheetData>"
        f"</{prefix}worksheet>"
    )
    members: dict[str, str | bytes] = _package("xml")
    members["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>'
        '<sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    members["xl/worksheets/sheet1.xml"] = sheet
    members["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return zip_of(path, members)


def _package(ending: str) -> dict[str, str | bytes]:
    main = "sheet.main+xml" if ending == "xml" else "sheet.binary.macroEnabled.main"
    relation = f'<Relationship Id="%s" Type="{OFFICE}/relationships/%s" Target="%s"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">%s</Relationships>'
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.{ending}" ContentType="{SHEET_TYPE}.{main}"/>'
            "</Types>"
        ),
        "_rels/.rels": relations % (relation % ("rId1", "officeDocument", f"xl/workbook.{ending}")),
        f"xl/_rels/workbook.{ending}.rels": relations
        % (
            relation % ("rId1", "worksheet", f"worksheets/sheet1.{ending}")
            + relation % ("rId2", "styles", f"styles.{ending}")
        ),
    }


def style_sheet(*formats: int, codes: dict[int, str] | None = None) -> str:
    """Answers the inside of a style sheet: style 0 is general, then one for each format."""
    own = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in (codes or {}).items()
    )
    used = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *formats))
    return f"<numFmts>{own}</numFmts><cellXfs>{used}</cellXfs>"


def record(kind: int, data: bytes = b"") -> bytes:
    """Answers a record of an XLS stream."""
    return struct.pack("<HH", kind, len(data)) + data


def xls(path: Path, cells: bytes, *, formats: tuple[int, ...] = (0,), locked: bool = False) -> Path:
    """Writes an XLS of one sheet from the records of its cells; style n has formats[n]."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if locked:
        begin += record(0x2F, bytes(54))
    begin += b"".join(record(0xE0, struct.pack("<HH16x", 0, number)) for number in formats)
    name = "表1".encode("utf-16-le")
    end = record(0x0A)
    size = 4 + 6 + 2 + len(name)
    place = len(begin) + 4 + size - 4 + len(end)
    begin += record(0x85, struct.pack("<IHBB", place, 0, len(name) // 2, 1) + name) + end
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + end
    return compound(path, "Workbook", begin + sheet)


def compound(path: Path, name: str, stream: bytes) -> Path:
    """Writes an OLE compound file with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    folder = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry(name, 2, 2, len(stream))
    body = struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + stream
    path.write_bytes(header + body)
    return path


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def varying(number: int) -> bytes:
    """Answers an integer of seven bits a byte."""
    data = b""
    while number > 0x7F:
        data += bytes([number & 0x7F | 0x80])
        number >>= 7
    return data + bytes([number])


def binary_record(kind: int, data: bytes = b"") -> bytes:
    """Answers a record of an XLSB part."""
    return varying(kind) + varying(len(data)) + data


def wide(text: str) -> bytes:
    """Answers a text of an XLSB part."""
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def xlsb(path: Path, cells: bytes, *, formats: tuple[int, ...] = (0,)) -> Path:
    """Writes an XLSB of one sheet from the records of its rows."""
    members = _package("bin")
    sheet = struct.pack("<II", 0, 1) + wide("rId1") + wide("表1")
    members["xl/workbook.bin"] = b"".join(
        [
            *(binary_record(131), binary_record(143), binary_record(156, sheet)),
            *(binary_record(144), binary_record(132)),
        ]
    )
    styles = b"".join(binary_record(47, struct.pack("<HH12x", 0, one)) for one in formats)
    members["xl/styles.bin"] = (
        binary_record(278)
        + binary_record(617, struct.pack("<I", len(formats)))
        + styles
        + binary_record(618)
        + binary_record(279)
    )
    members["xl/worksheets/sheet1.bin"] = b"".join(
        [
            *(binary_record(129), binary_record(148, struct.pack("<IIII", 0, 9, 0, 9))),
            *(binary_record(145), cells, binary_record(146), binary_record(130)),
        ]
    )
    return zip_of(path, members)


def ods(path: Path, tables: str, *, styles: str = "") -> Path:
    """Writes an ODS from the XML of its tables."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    error = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {error}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return zip_of(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        },
    )
