"""The cells of an XLSB workbook that calamine reads wrongly; see loaders.workbook.cells.

Source: [MS-XLSB], Excel Binary File Format (.xlsb).
"""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Final

from loaders.workbook.cells import BadPartError, Inspection, Styles
from loaders.workbook.package_parts import Parts
from loaders.workbook.xls import ERRORS, unpacked

WORKBOOK, SHEET, FORMAT, STYLE, BEGIN_STYLES, END_STYLES = 153, 156, 44, 47, 617, 618
ROW, BLANK, RK, ERROR, REAL, FORMULA_NUMBER, FORMULA_ERROR = 0, 1, 2, 3, 5, 9, 11
LAST_CELL: Final = 11  # records 1 to 11 are cells
STEP: Final = 1 << 20
LONGEST_RECORD: Final = 64 << 20


def inspect(path: str) -> list[Inspection]:
    """Answers what is to mend in each sheet, in the workbook's order.

    Raises:
        BadPartError: A part is missing, damaged or too large.
        zipfile.BadZipFile: The archive is damaged; zipfile raises other errors for it as well.
    """
    with zipfile.ZipFile(path) as archive:
        parts = Parts(archive)
        try:
            return _inspect(parts)
        except struct.error as error:
            raise BadPartError("file_damaged", error) from None


def _inspect(parts: Parts) -> list[Inspection]:
    sheets = []
    from_1904 = False
    with parts.open(parts.workbook) as part:
        for kind, data in _records(part):
            if kind == SHEET:
                sheets.append(parts.rows_of(_text(data, 8)))
            elif kind == WORKBOOK:
                from_1904 = bool(data[0] & 1)
    styles = _read_styles(parts, from_1904=from_1904)
    return [_inspect_sheet(parts, name, styles) if name else Inspection() for name in sheets]


def _read_styles(parts: Parts, *, from_1904: bool) -> Styles:
    codes: dict[int, str] = {}
    formats: list[int] = []
    is_used = False
    if parts.styles:
        with parts.open(parts.styles) as part:
            for kind, data in _records(part):
                if kind in {BEGIN_STYLES, END_STYLES}:
                    is_used = kind == BEGIN_STYLES
                elif kind == FORMAT:
                    codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)
                elif kind == STYLE and is_used:
                    formats.append(struct.unpack_from("<H", data, 2)[0])
    styles = Styles.of(formats, codes, from_1904=from_1904)
    # In XLSB calamine takes the dates among whole numbers for numbers, whatever their format.
    return replace(styles, other_dates=styles.dates | styles.other_dates)


def _inspect_sheet(parts: Parts, name: str, styles: Styles) -> Inspection:
    found = Inspection(styles)
    first: int | None = None
    row = 0
    with parts.open(name) as part:
        for kind, data in _records(part):
            if kind == ROW:
                row = struct.unpack_from("<I", data)[0]
            elif BLANK < kind <= LAST_CELL:
                column, style = struct.unpack_from("<II", data)
                first = column if first is None else min(first, column)
                style &= 0xFFFFFF
                if kind in {ERROR, FORMULA_ERROR}:
                    found.add_missing(row, column, ERRORS.get(data[8], "#ERROR"))
                elif kind == RK:
                    number = unpacked(struct.unpack_from("<I", data, 8)[0])
                    found.add_number(row, column, number, style)
                elif kind in {REAL, FORMULA_NUMBER}:
                    number = struct.unpack_from("<d", data, 8)[0]
                    found.add_number(row, column, number, style)
    found.first_column = first or 0
    return found


def _records(part: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yields the kind and the data of each record."""
    waiting, at = b"", 0
    while True:
        # A record's head is at most 6 bytes; near the end there may be fewer.
        if len(waiting) - at < STEP:
            waiting, at = waiting[at:] + part.read(STEP), 0
        if at >= len(waiting):
            return
        kind, at = _varying(waiting, at, 2)
        size, at = _varying(waiting, at, 4)
        if size > LONGEST_RECORD:
            raise BadPartError("file_damaged", size)
        while len(waiting) - at < size:
            more = part.read(max(STEP, size))
            if not more:
                return
            waiting, at = waiting[at:] + more, 0
        yield kind, waiting[at : at + size]
        at += size


def _varying(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Answers an integer of seven bits a byte, and where it ends; a kind keeps its marks."""
    number = 0
    for count in range(most):
        if at >= len(data):
            raise BadPartError("file_damaged")
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << (7 * count)
        if not byte & 0x80:
            break
    return number, at


def _text(data: bytes, at: int) -> str:
    length = struct.unpack_from("<I", data, at)[0]
    return data[at + 4 : at + 4 + 2 * length].decode("utf-16-le", errors="replace")
