"""The cells of an XLSX workbook that calamine reads wrongly; see loaders.workbook.cells.

The sheets are tens of megabytes of XML. A regular expression visits only the pieces, and in them
only the cells, that have something to mend.
"""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from typing import Final

from loaders.workbook.cells import (
    FORMULA_WITHOUT_VALUE,
    BadPartError,
    Inspection,
    Styles,
    column_letters,
    column_of,
    has_few_decimals,
)
from loaders.workbook.package_parts import Parts, elements

STEP: Final = 64 << 10  # stays in the cache of a processor
LONGEST_ROW: Final = 64 << 20

VALUE: Final = re.compile(rb"<v[^>]*>([^<]*)</v>")
FORMULA: Final = re.compile(rb"<f[^>]*>([^<]*)</f>")
TYPE: Final = re.compile(rb'\bt="(\w+)"')
STYLE: Final = re.compile(rb'\bs="(\d+)"')
# A number that may have more decimals than calamine gives, whole.
LONG_NUMBER: Final = re.compile(
    rb"<v>(-?[0-9]+(?:\.[0-9]{10,}(?:[eE][-+]?[0-9]+)?|(?:\.[0-9]*)?[eE]-[0-9]+))"
)
FORMULA_ALONE: Final = re.compile(
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
ERROR: Final = re.compile(rb'\bt="e"')
CELL_START: Final = b'<c r="'
CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>/]*)>(.*?)</c>', re.DOTALL)

# What of a cell's attributes, and what follows them, makes a column a used one.
ANY_FORMULA: Final = rb"\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)"
HAS_VALUE: Final = rb'<c r="(%%b)[0-9]+"[^>/]*>(?:%b)?\s*<(?:v>[^<]|v [^<]|is\b)' % ANY_FORMULA
IN_FIRST_COLUMN: Final = re.compile(HAS_VALUE % b"A")
IN_ANY_COLUMN: Final = re.compile(HAS_VALUE % b"[A-Z]{1,3}")

PREFIX: Final = re.compile(rb"<(/?)[A-Za-z_][\w.-]*:")
TAG: Final = re.compile(rb"<(row|c)\b([^>]*?)(/?)>")
PLACE: Final = re.compile(rb'\sr="([A-Z]*)([0-9]+)"')


def inspect(path: str) -> list[Inspection]:
    """Answers what is to mend in each sheet, in the workbook's order.

    Raises:
        BadPartError: A part is missing or too large.
        zipfile.BadZipFile: The archive is damaged; zipfile raises other errors for it as well.
    """
    with zipfile.ZipFile(path) as archive:
        parts = Parts(archive)
        styles = _read_styles(parts)
        sheets = [
            parts.rows_of(next((sheet[key] for key in sheet if key.endswith(":id")), ""))
            for sheet in elements(parts.text(parts.workbook), "sheet")
        ]
        return [_inspect_sheet(parts, name, styles) if name else Inspection() for name in sheets]


def _read_styles(parts: Parts) -> Styles:
    text = parts.text(parts.styles) if parts.styles else ""
    codes = {int(one["numFmtId"]): one.get("formatCode", "") for one in elements(text, "numFmt")}
    begin, end = re.search(r"<(?:\w+:)?cellXfs\b", text), re.search(r"</(?:\w+:)?cellXfs", text)
    used = text[begin.start() : end.start()] if begin and end else ""
    formats = [int(one.get("numFmtId", "0")) for one in elements(used, "xf")]
    from_1904 = any(
        one.get("date1904") in {"1", "true"}
        for one in elements(parts.text(parts.workbook), "workbookPr")
    )
    return Styles.of(formats, codes, from_1904=from_1904)


def _inspect_sheet(parts: Parts, name: str, styles: Styles) -> Inspection:
    found = Inspection(styles)
    marks = _Marks(styles)
    first: int | None = None
    last_row = 0
    is_standard: bool | None = None  # programs write all rows alike: the first ones tell
    for given in _pieces(parts, name):
        piece = given
        if is_standard is None and b"c>" in piece:
            is_standard = _is_standard(piece)
        if is_standard is False:
            piece, last_row = _with_places(PREFIX.sub(rb"<\1", piece), last_row)
        if first != 0:
            first = _first_column(piece, first)
        for cell in marks.cells(piece):
            _mend(found, cell)
    found.first_column = first or 0
    return found


def _mend(found: Inspection, cell: re.Match[bytes]) -> None:
    column, row = column_of(cell[1]), int(cell[2]) - 1
    kind, style = TYPE.search(cell[3]), STYLE.search(cell[3])
    value = VALUE.search(cell[4])
    text = value[1].decode(errors="replace").strip() if value else ""
    type_code = kind[1] if kind else b"n"
    if type_code == b"e":
        found.add_missing(row, column, text or "#ERROR")
    elif not text:
        if type_code != b"str" and b"<f" in cell[4]:
            formula = FORMULA.search(cell[4])
            shown = unescape(formula[1].decode(errors="replace")) if formula else "?"
            found.add_missing(row, column, FORMULA_WITHOUT_VALUE + shown)
    elif type_code == b"n":
        found.add_number(row, column, float(text), int(style[1]) if style else 0)


class _Marks:
    """What shows that a cell may have to be mended; each leads back to the cell it stands in."""

    def __init__(self, styles: Styles) -> None:
        numbers = b"|".join(b"%d" % style for style in styles.to_mend)
        self._style = re.compile(rb' s="(?:%b)"' % numbers) if numbers else None

    def cells(self, piece: bytes) -> Iterator[re.Match[bytes]]:
        """Yields the cells to look at: none, most often."""
        starts = {piece.rfind(CELL_START, 0, place) for place in self._places(piece)}
        for start in sorted(starts - {-1}):
            cell = CELL.match(piece, start)
            if cell:
                yield cell

    def _places(self, piece: bytes) -> Iterator[int]:
        marks = [self._style] if self._style else []
        if b't="e"' in piece:
            marks.append(ERROR)
        if b"f" in piece and b"<f" in piece:  # one letter is found fifteen times as fast
            marks.append(FORMULA_ALONE)
        for mark in marks:
            yield from (match.start() for match in mark.finditer(piece))
        for match in LONG_NUMBER.finditer(piece):
            if not has_few_decimals(float(match[1])):
                yield match.start()


def _first_column(piece: bytes, known: int | None) -> int | None:
    if IN_FIRST_COLUMN.search(piece):
        return 0
    found = {column_of(letters) for letters in set(IN_ANY_COLUMN.findall(piece))}
    if known is not None:
        found.add(known)
    return min(found, default=None)


def _pieces(parts: Parts, name: str) -> Iterator[bytes]:
    """Yields a sheet's XML in pieces that end with a row."""
    waiting = b""
    with parts.open(name) as part:
        while read := part.read(max(STEP, len(waiting))):
            waiting += read
            rows, end, rest = waiting.rpartition(b"row>")
            if end:
                yield rows + end
                waiting = rest
            elif len(waiting) > LONGEST_ROW:
                raise BadPartError("file_damaged", name)
    yield waiting


def _is_standard(piece: bytes) -> bool:
    """Answers whether every cell is written as <c r="A1" …>."""
    has_other = any(mark in piece for mark in (b"<c>", b":c ", b":c>"))
    return not has_other and piece.count(b"<c ") == piece.count(b'<c r="')


def _with_places(piece: bytes, last_row: int) -> tuple[bytes, int]:
    """Writes each cell's place as its first attribute; where it has none, after its neighbour."""
    row, column = last_row, -1

    def placed(match: re.Match[bytes]) -> bytes:
        nonlocal row, column
        place = PLACE.search(match[2])
        if match[1] == b"row":
            row, column = (int(place[2]) if place else row + 1), -1
            return match[0]
        if place and place[1]:
            row, column = int(place[2]), column_of(place[1])
        else:
            column += 1
        rest = PLACE.sub(b"", match[2])
        return b'<c r="%b%d"%b%b>' % (column_letters(column), row, rest, match[3])

    return TAG.sub(placed, piece), row
