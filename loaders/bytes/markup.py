"""Tables of an HTML page, as web sites save them under the name of a spreadsheet."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from loaders.bytes.documents import MOST_COLUMNS, Sheet, sheet_of_rows
from loaders.bytes.unreadable import UnreadableFileError

Row = list[str | None]

MOST_BYTES: Final = 64 << 20
MOST_CELLS: Final = 5_000_000
SPACES: Final = re.compile(r"[ \t\r\n\f\xa0]+")
CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
PAGE: Final = re.compile(r"<(!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
DIGITS: Final = re.compile("[0-9]{1,5}")
LINE_BREAKS: Final = frozenset({"br", "p", "div", "li", "table"})
SILENT: Final = frozenset({"script", "style", "table"})


def is_page(head: str) -> bool:
    """Answers whether a text begins as an HTML page does."""
    return head.lstrip("\ufeff \t\r\n").startswith("<") and PAGE.search(head) is not None


def declared_charset(head: bytes) -> str:
    """Answers the encoding that a page says it has, in lower case; "" where it says none."""
    match = CHARSET.search(head)
    return match[1].decode("ascii", errors="ignore").lower() if match else ""


def read_tables(path: Path) -> tuple[Sheet, ...]:
    """Answers each table of a page that has any text, in the page's order.

    A cell over several rows or columns is its value and then empty cells, as a merged cell of a
    workbook is. A table inside a cell is a table of its own and not that cell's text.

    Args:
        path: HTML in UTF-8.

    Raises:
        UnreadableFileError: file_form_unknown where there is no table; workbook_too_large;
            too_many_columns.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableFileError("workbook_too_large", f"HTML > {MOST_BYTES >> 20} MiB")
    parser = etree.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(path, parser).getroot()
    except etree.LxmlError as error:
        raise UnreadableFileError("file_damaged", f"HTML: {error}") from None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise UnreadableFileError("file_damaged", f"HTML: {parser.error_log[-1].message}")
    tables = [] if root is None else [_rows(table) for table in root.iter("table")]
    if root is not None and sum(1 for _ in root.iter("td", "th")) != _cells_in(root):
        raise UnreadableFileError("file_damaged", "HTML: <td> ∉ <table><tr>")
    told = [rows for rows in tables if any(any(row) for row in rows)]
    if not told:
        raise UnreadableFileError("file_form_unknown", "HTML, 0 <table>")
    if len(told) == 1:
        return (sheet_of_rows("", told[0]),)
    return tuple(sheet_of_rows(str(number), rows) for number, rows in enumerate(told, start=1))


def _rows(table: etree._Element) -> list[Row]:
    rows: list[Row] = []
    covered: dict[int, int] = {}  # column → how many more rows a cell above reaches down
    cells = 0
    for line in _own(table, "tr"):
        row: Row = []
        for cell in _own(line, "td", "th"):
            while covered.get(len(row), 0):
                row.append(None)
            wide = _span(cell, "colspan")
            high = _span(cell, "rowspan")
            begin = len(row)
            row.extend([_text(cell), *[None] * (wide - 1)])
            if len(row) > MOST_COLUMNS:
                raise UnreadableFileError("too_many_columns", f"> {MOST_COLUMNS:,}")
            if high > 1:
                # One more than is left below: this row takes one off itself.
                covered.update(dict.fromkeys(range(begin, len(row)), high))
        covered = {column: left - 1 for column, left in covered.items() if left > 1}
        rows.append(row)
        cells += len(row)
        if cells > MOST_CELLS:
            raise UnreadableFileError("workbook_too_large", f"HTML > {MOST_CELLS:,}")
    return rows


def _cells_in(root: etree._Element) -> int:
    """Answers how many cells belong to a row of a table; others would be lost."""
    lines = (line for table in root.iter("table") for line in _own(table, "tr"))
    return sum(1 for line in lines for _ in _own(line, "td", "th"))


def _own(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yields the descendants of a tag that do not lie in a table or cell further in."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in tags:
            yield element
        elif element.tag not in {"table", "tr", "td", "th"}:
            waiting.extend(reversed(element))


def _span(cell: etree._Element, attribute: str) -> int:
    given = DIGITS.fullmatch((cell.get(attribute) or "").strip())
    return max(1, min(int(given[0]), MOST_COLUMNS)) if given else 1


def _text(cell: etree._Element) -> str | None:
    """Answers what a browser shows of a cell: blanks run together, line breaks kept."""
    parts: list[str] = []
    _collect(cell, parts)
    lines = (SPACES.sub(" ", line).strip() for line in "".join(parts).split("\0"))
    return "\n".join(line for line in lines if line) or None


def _collect(element: etree._Element, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        breaks = "\0" if child.tag in LINE_BREAKS else ""
        parts.append(breaks)
        if child.tag not in SILENT:
            _collect(child, parts)
        parts.extend((breaks, child.tail or ""))
