"""Files packed as gzip, bzip2 or zip: unpacked into scratch, within limits."""

import bz2
import errno
import gzip
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from loaders.bytes.unreadable import UnreadableFileError

MOST_LAYERS: Final = 2
MOST_BYTES: Final = 4 << 30
# Text of bureaus packs to a tenth, seldom to a hundredth; a bomb to a thousandth and less.
SUSPECT_BYTES: Final = 128 << 20
MOST_RATIO: Final = 400
STEP: Final = 1 << 20

GZIP_MARK: Final = b"\x1f\x8b"
BZIP2_MARK: Final = b"BZh"
ZIP_MARKS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
DRIVE: Final = re.compile(r"[A-Za-z]:")
# What stands in every office document, and in no archive of one table.
OFFICE_MEMBERS: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"})

DAMAGE: Final = (
    EOFError,
    IndexError,
    NotImplementedError,
    OverflowError,
    UnicodeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def damage_named() -> Iterator[None]:
    """Turns what the unpackers raise on damaged bytes into file_damaged."""
    try:
        yield
    except DAMAGE as error:
        raise UnreadableFileError("file_damaged", str(error)) from None
    except RuntimeError as error:  # zipfile says so of a password
        if "password" in str(error):
            raise UnreadableFileError("workbook_locked", "zip") from None
        raise UnreadableFileError("file_damaged", str(error)) from None
    except OSError as error:
        # Only the archive itself can lead to a place before its beginning (EINVAL); other numbers
        # are the disk's fault.
        if error.errno not in {None, errno.EINVAL}:
            raise
        raise UnreadableFileError("file_damaged", str(error)) from None


def unpack(path: Path, scratch: Path) -> Path:
    """Answers the file that a packed file holds, or the file itself where it is not packed.

    Args:
        path: Any file.
        scratch: A folder for what is unpacked.

    Raises:
        UnreadableFileError: file_damaged, archive_has_several_files, archive_too_large,
            archive_leads_out where its file is a link or is named as one outside, or
            workbook_locked where the archive asks for a password.
    """
    for layer in range(MOST_LAYERS + 1):
        kind = packing_of(path)
        if not kind:
            return path
        if layer == MOST_LAYERS:
            break
        unpacked = scratch / f"unpacked-{layer}"
        with damage_named():
            _unpack_one(path, kind, unpacked)
        path = unpacked
    raise UnreadableFileError("archive_too_large", f"> {MOST_LAYERS} × zip/gz/bz2")


def packing_of(path: Path) -> str:
    """Answers gzip, bzip2, zip, or "" for what is not packed (a workbook is not)."""
    with path.open("rb") as file:
        mark = file.read(10)
    if mark.startswith(GZIP_MARK):
        return "gzip"
    if mark.startswith(BZIP2_MARK) and mark[4:10] in {b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"}:
        return "bzip2"
    if mark.startswith(ZIP_MARKS):
        with damage_named(), zipfile.ZipFile(path) as archive:
            return "" if OFFICE_MEMBERS & set(archive.namelist()) else "zip"
    return ""


def _unpack_one(path: Path, kind: str, target: Path) -> None:
    packed_size = path.stat().st_size
    if kind == "gzip":
        with gzip.open(path) as source:
            _copy(source, target, packed_size)
    elif kind == "bzip2":
        with bz2.open(path) as source:
            _copy(source, target, packed_size)
    else:
        with zipfile.ZipFile(path) as archive:
            member = _only_member(archive)
            with archive.open(member) as source:
                _copy(source, target, min(packed_size, member.compress_size))


def _only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and not member.filename.startswith("__MACOSX/")
        and not member.filename.endswith(".DS_Store")
    ]
    outside = next((member for member in archive.infolist() if _leads_out(member)), None)
    if outside is not None:
        raise UnreadableFileError("archive_leads_out", outside.filename)
    if not members:
        raise UnreadableFileError("file_empty", "zip")
    if len(members) > 1:
        listed = ", ".join(member.filename for member in members[:5])
        raise UnreadableFileError("archive_has_several_files", f"{len(members)}: {listed}")
    if members[0].file_size > MOST_BYTES:
        raise UnreadableFileError("archive_too_large", _in_words(members[0].file_size))
    return members[0]


def _leads_out(member: zipfile.ZipInfo) -> bool:
    """Answers whether a member is a link, or is named so that it would lie somewhere else."""
    steps = re.split(r"[/\\]", member.filename)
    is_elsewhere = not steps[0] or DRIVE.fullmatch(steps[0]) is not None or ".." in steps
    return is_elsewhere or stat.S_ISLNK(member.external_attr >> 16)


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, packed_size: int) -> None:
    most = max(SUSPECT_BYTES, min(MOST_BYTES, packed_size * MOST_RATIO))
    written = 0
    with target.open("wb") as file:
        while piece := source.read(STEP):
            written += len(piece)
            if written > most:
                raise UnreadableFileError("archive_too_large", f"> {_in_words(most)}")
            file.write(piece)


def _in_words(size: int) -> str:
    return f"{size / (1 << 20):,.0f} MiB"
