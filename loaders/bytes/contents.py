"""What a file is, by its content."""

import zipfile
from pathlib import Path
from typing import Final

from loaders.bytes.compound import MARK as COMPOUND_MARK
from loaders.bytes.compound import Compound, CompoundError
from loaders.bytes.packed import MOST_BYTES, MOST_RATIO, SUSPECT_BYTES, ZIP_MARKS, damage_named
from loaders.bytes.unreadable import UnreadableFileError

TEXT: Final = "text"
MOST_COMPOUND_BYTES: Final = 512 << 20

FOREIGN: Final = (
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MIME-Version:", "MHTML"),
)
# Marks that a text could begin with as well, unless zero bytes follow.
NEEDS_ZERO: Final = frozenset({"BMP"})
TAR_MARK_AT: Final = 257
WORKBOOK_STREAMS: Final = frozenset({"Workbook", "Book", "WORKBOOK", "BOOK"})
HEAD_BYTES: Final = 4096


def form_of(path: Path) -> str:
    """Answers xlsx, xlsb, ods, xls, or text for what can only be text.

    Args:
        path: A file, unpacked.

    Raises:
        UnreadableFileError: file_empty, file_damaged, file_form_unknown (naming what it is),
            workbook_locked.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise UnreadableFileError("file_empty")
    for mark, name in FOREIGN:
        if head.startswith(mark) and (name not in NEEDS_ZERO or b"\0" in head[:16]):
            raise UnreadableFileError("file_form_unknown", name)
    if head.startswith(b"ustar", TAR_MARK_AT):
        raise UnreadableFileError("file_form_unknown", "tar")
    if head.startswith(COMPOUND_MARK):
        return _of_compound(path)
    if head.startswith(ZIP_MARKS):
        with damage_named():
            return _of_office(path)
    return TEXT


def _of_compound(path: Path) -> str:
    if path.stat().st_size > MOST_COMPOUND_BYTES:
        raise UnreadableFileError("workbook_too_large", f"> {MOST_COMPOUND_BYTES >> 20} MiB")
    try:
        names = frozenset(Compound(path).entries)
    except CompoundError as error:
        raise UnreadableFileError("file_damaged", f"OLE {error}") from None
    if "EncryptedPackage" in names:
        raise UnreadableFileError("workbook_locked")
    if names & WORKBOOK_STREAMS:
        return "xls"
    shown = "DOC" if "WordDocument" in names else f"OLE: {', '.join(sorted(names)[:4])}"
    raise UnreadableFileError("file_form_unknown", shown)


def _of_office(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        _refuse_bomb(archive)
        names = frozenset(archive.namelist())
        kinds = b""
        for name in ("mimetype", "[Content_Types].xml"):
            if name in names:
                with archive.open(name) as member:
                    kinds += member.read(1 << 20)
    if b"sheet.binary" in kinds:
        return "xlsb"
    if b"spreadsheetml.sheet.main" in kinds or b"sheet.macroEnabled.main" in kinds:
        return "xlsx"
    if b"spreadsheetml.template.main" in kinds or "xl/workbook.xml" in names:
        return "xlsx"
    if b"opendocument.spreadsheet" in kinds:
        return "ods"
    known = {"word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX"}
    shown = next((known[name] for name in known if name in names), ", ".join(sorted(names)[:4]))
    raise UnreadableFileError("file_form_unknown", shown)


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """Refuses a workbook that says it unpacks to more than any honest one."""
    for member in archive.infolist():
        most = max(SUSPECT_BYTES, min(MOST_BYTES, member.compress_size * MOST_RATIO))
        if member.file_size > most:
            raise UnreadableFileError(
                "workbook_too_large", f"{member.filename}: {member.file_size >> 20:,} MiB"
            )
