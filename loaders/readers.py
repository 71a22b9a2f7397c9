"""Reading any statistics file by its content, whatever its name ends in."""

import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from loaders.bytes.contents import TEXT, form_of
from loaders.bytes.delimited import find_separator, read_delimited
from loaders.bytes.documents import Document
from loaders.bytes.encodings import UTF_8, decoded_texts, recognise_encoding, strictly
from loaders.bytes.markup import declared_charset, is_page, read_tables
from loaders.bytes.packed import unpack
from loaders.bytes.unreadable import UnreadableFileError
from loaders.workbook.workbooks import read_workbook

HEAD_BYTES: Final = 64 << 10
SPREADSHEET_XML: Final = "urn:schemas-microsoft-com:office:spreadsheet"
JSON_BEGINS: Final = re.compile(r'\s*(\{\s*"[^"]*"\s*:|\{\s*\}|\[\s*[\[{]|\[\s*"[^"]*"\s*[,\]])')
DECLARED: Final = {
    "utf-8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "cp950",
}


def read_document(path: Path, scratch: Path, sha256: str | None = None) -> Document:
    """Reads a file: CSV or other separated text, a workbook, or HTML tables, packed or not.

    Args:
        path: The file; what its name ends in means nothing.
        scratch: An existing empty folder for temporary files. It must stay while the document
            is used, as must the file.
        sha256: Of the file, if it is known already.

    Raises:
        UnreadableFileError: The file is missing, empty, damaged, locked, too large, in a form or
            an encoding that is not known, or is text with a quote that is never closed.
    """
    if not path.is_file():
        raise UnreadableFileError("file_missing", path.name)
    with ThreadPoolExecutor(max_workers=1) as beside:
        fingerprint = beside.submit(_fingerprint, path, sha256)
        content = unpack(path, scratch)
        form = form_of(content)
        if form == TEXT:
            return _read_text(path, content, scratch, fingerprint.result)
        sheets = read_workbook(content, form, scratch)
        return Document(path, fingerprint.result(), form, None, None, sheets)


def _fingerprint(path: Path, known: str | None) -> str:
    if known is not None:
        return known
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_text(path: Path, content: Path, scratch: Path, sha256: Callable[[], str]) -> Document:
    with content.open("rb") as file:
        head = file.read(HEAD_BYTES)
    encoding = _encoding_of(content, head)
    text = content
    if encoding not in UTF_8:
        text = scratch / "text"
        with text.open("wb") as target:
            for piece in decoded_texts(content, encoding):
                target.write(piece.encode())
    with text.open(encoding="utf-8-sig", newline="") as file:
        beginning = file.read(HEAD_BYTES)
    if not beginning.strip() and _is_blank(text):
        raise UnreadableFileError("file_empty")
    foreign = _foreign_form(beginning)
    if foreign is not None:
        raise UnreadableFileError("file_form_unknown", foreign)
    if is_page(beginning):
        return Document(path, sha256(), "html", encoding, None, read_tables(text))
    if beginning.lstrip().startswith("<?xml"):
        raise UnreadableFileError("file_form_unknown", "XML")
    separator = find_separator(text)
    sheet = read_delimited(text, separator, scratch)
    return Document(path, sha256(), "csv", encoding, separator or None, (sheet,))


def _encoding_of(content: Path, head: bytes) -> str:
    """Answers the encoding: found; where none is found, what an HTML page declares."""
    try:
        return recognise_encoding(content)
    except UnreadableFileError:
        declared = DECLARED.get(declared_charset(head)) if b"<" in head[:100] else None
        if declared is None:
            raise
        return strictly(content, declared)


def _foreign_form(beginning: str) -> str | None:
    """Answers what a text is that holds figures, but not as a table; None for other texts."""
    if SPREADSHEET_XML in beginning:
        return "Excel 2003 XML"
    return "JSON" if JSON_BEGINS.match(beginning) else None


def _is_blank(text: Path) -> bool:
    with text.open(encoding="utf-8-sig", newline="") as file:
        while piece := file.read(HEAD_BYTES):
            if piece.strip():
                return False
    return True
