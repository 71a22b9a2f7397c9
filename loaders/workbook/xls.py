"""The cells of an XLS workbook that calamine reads wrongly; see loaders.workbook.cells.

Source: [MS-XLS], Excel Binary File Format; records of BIFF5 and BIFF8.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from loaders.bytes.compound import Compound, CompoundError
from loaders.workbook.cells import BadPartError, Inspection, Styles

BOF, EOF, FILEPASS, DATE_1904, FORMAT, XF, BOUNDSHEET = 0x809, 0x0A, 0x2F, 0x22, 0x41E, 0xE0, 0x85
NUMBER, RK, MULRK, FORMULA, BOOLERR = 0x203, 0x27E, 0xBD, 0x06, 0x205
OTHER_VALUES: Final = frozenset({0xFD, 0x204, 0xD6})  # LABELSST, LABEL, RSTRING
BIFF8: Final = 0x600
ERROR_RESULT: Final = 2
NO_NUMBER: Final = 0xFFFF
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Record(NamedTuple):
    """A record of a workbook's stream."""

    kind: int
    data: bytes


def inspect(path: str) -> list[Inspection]:
    """Answers what is to mend in each sheet, in the workbook's order.

    Raises:
        BadPartError: The workbook is damaged or locked with a password.
    """
    try:
        stream = _stream(Compound(Path(path)))
        return _inspect(stream)
    except (CompoundError, struct.error) as error:
        raise BadPartError("file_damaged", error) from None


def _stream(compound: Compound) -> bytes:
    names = {name.lower(): name for name in compound.entries}
    return compound.stream(names.get("workbook") or names.get("book") or "Workbook")


def _inspect(stream: bytes) -> list[Inspection]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    sheets: list[int] = []
    version, from_1904 = BIFF8, False
    for kind, data in _records(stream, 0):
        if kind == BOF:
            version = struct.unpack_from("<H", data)[0]
        elif kind == FILEPASS:
            raise BadPartError("workbook_locked")
        elif kind == FORMAT:
            codes[struct.unpack_from("<H", data)[0]] = _text(data[2:], version)
        elif kind == XF:
            formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == DATE_1904:
            from_1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == BOUNDSHEET:
            sheets.append(struct.unpack_from("<I", data)[0])
    styles = Styles.of(formats, codes, from_1904=from_1904)
    return [_inspect_sheet(stream, at, styles) for at in sheets]


def _inspect_sheet(stream: bytes, begin: int, styles: Styles) -> Inspection:
    found = Inspection(styles)
    first: int | None = None
    for kind, data in _records(stream, begin):
        if kind in {NUMBER, RK, FORMULA, BOOLERR, MULRK} or kind in OTHER_VALUES:
            row, column, style = struct.unpack_from("<HHH", data)
            first = column if first is None else min(first, column)
            if kind == MULRK:
                for at in range(4, len(data) - 6, 6):
                    style, packed = struct.unpack_from("<HI", data, at)
                    number = unpacked(packed)
                    found.add_number(row, column, number, style)
                    column += 1
            else:
                _look_at(found, kind, data)
    found.first_column = first or 0
    return found


def _look_at(found: Inspection, kind: int, data: bytes) -> None:
    row, column, style = struct.unpack_from("<HHH", data)
    if kind == NUMBER:
        number = struct.unpack_from("<d", data, 6)[0]
        found.add_number(row, column, number, style)
    elif kind == RK:
        number = unpacked(struct.unpack_from("<I", data, 6)[0])
        found.add_number(row, column, number, style)
    elif kind == BOOLERR and data[7]:
        found.add_missing(row, column, ERRORS.get(data[6], "#ERROR"))
    elif kind == FORMULA and struct.unpack_from("<H", data, 12)[0] == NO_NUMBER:
        if data[6] == ERROR_RESULT:
            found.add_missing(row, column, ERRORS.get(data[8], "#ERROR"))
    elif kind == FORMULA:
        number = struct.unpack_from("<d", data, 6)[0]
        found.add_number(row, column, number, style)


def _records(stream: bytes, begin: int) -> Iterator[Record]:
    """Yields the records from a place to the end of their substream."""
    at, depth = begin, 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield Record(kind, stream[at + 4 : at + 4 + size])
        at += 4 + size
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return


def unpacked(packed: int) -> float:
    """Answers an RK number: 30 bits of a float or an integer, perhaps a hundredfold."""
    if packed & 2:
        number = float((packed >> 2) - ((packed >> 31) << 30))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0])
    return number / 100 if packed & 1 else number


def _text(data: bytes, version: int) -> str:
    if version < BIFF8:
        return data[1 : 1 + data[0]].decode("latin-1")
    length, is_wide = struct.unpack_from("<HB", data)
    if is_wide & 1:
        return data[3 : 3 + 2 * length].decode("utf-16-le", errors="replace")
    return data[3 : 3 + length].decode("latin-1")
