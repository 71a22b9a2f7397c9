"""Streams in an OLE compound file: the folder-in-a-file that XLS and locked workbooks are.

Source: [MS-CFB], Compound File Binary File Format.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARK: Final = bytes.fromhex("D0CF11E0A1B11AE1")
LAST_SECTOR: Final = 0xFFFFFFFA  # this and above are marks, not sectors
ENTRY_SIZE: Final = 128
HEADER_FAT_SECTORS: Final = 109
STORAGE, STREAM, ROOT = 1, 2, 5  # kinds of directory entries


class CompoundError(Exception):
    """The file is not whole."""


@dataclass(frozen=True)
class Entry:
    """A stream: its name, where it begins and how many bytes it has."""

    name: str
    start: int
    size: int


class Compound:
    """A compound file held in memory."""

    def __init__(self, path: Path) -> None:
        """Reads the directory.

        Raises:
            CompoundError: The file is not whole.
        """
        self._bytes = path.read_bytes()
        try:
            self._read_header()
        except (struct.error, UnicodeDecodeError) as error:
            raise CompoundError(str(error)) from None

    def _read_header(self) -> None:
        if not self._bytes.startswith(MARK):
            raise CompoundError
        (shift, mini_shift) = struct.unpack_from("<HH", self._bytes, 30)
        if (shift, mini_shift) not in {(9, 6), (12, 6)}:
            raise CompoundError
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_fat = (
            struct.unpack_from("<I", self._bytes, at)[0] for at in (48, 56, 60)
        )
        self._fat = self._read_fat()
        self.entries = self._read_directory(self._chain(directory))
        self._mini_fat = _integers(self._chain(mini_fat)) if mini_fat < LAST_SECTOR else ()
        self._mini = b""
        if self.root.size and self.root.start < LAST_SECTOR:
            self._mini = self._chain(self.root.start)

    def _read_fat(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{HEADER_FAT_SECTORS}I", self._bytes, 76))
        following = struct.unpack_from("<I", self._bytes, 68)[0]
        most = len(self._bytes) // self._sector
        while following < LAST_SECTOR and len(sectors) <= most:
            numbers = _integers(self._at(following))
            sectors.extend(numbers[:-1])
            following = numbers[-1]
        fat = b"".join(self._at(sector) for sector in sectors if sector < LAST_SECTOR)
        return _integers(fat)

    def _read_directory(self, directory: bytes) -> dict[str, Entry]:
        self.root = Entry("", LAST_SECTOR, 0)
        entries: dict[str, Entry] = {}
        for at in range(0, len(directory) - ENTRY_SIZE + 1, ENTRY_SIZE):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind not in {STORAGE, STREAM, ROOT}:
                continue
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
            start, size = struct.unpack_from("<II", directory, at + 116)
            entry = Entry(name, start, size)
            if kind == ROOT:
                self.root = entry
            else:
                entries.setdefault(name, entry)
        return entries

    def stream(self, name: str) -> bytes:
        """Answers the bytes of a stream.

        Raises:
            CompoundError: There is none of that name, or it is not whole.
        """
        entry = self.entries.get(name)
        if entry is None:
            raise CompoundError(name)
        try:
            if entry.size < self._cutoff:
                return self._mini_chain(entry.start, entry.size)
            return self._chain(entry.start)[: entry.size]
        except struct.error as error:
            raise CompoundError(str(error)) from None

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self._sector
        return self._bytes[begin : begin + self._sector]

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < LAST_SECTOR:
            if sector >= len(self._fat) or len(parts) > len(self._fat):
                raise CompoundError(str(sector))
            parts.append(self._at(sector))
            sector = self._fat[sector]
        return b"".join(parts)

    def _mini_chain(self, sector: int, size: int) -> bytes:
        parts: list[bytes] = []
        while sector < LAST_SECTOR and len(parts) * self._mini_sector < size:
            if sector >= len(self._mini_fat):
                raise CompoundError(str(sector))
            begin = sector * self._mini_sector
            parts.append(self._mini[begin : begin + self._mini_sector])
            sector = self._mini_fat[sector]
        return b"".join(parts)[:size]


def _integers(data: bytes) -> tuple[int, ...]:
    whole = len(data) - len(data) % 4
    return struct.unpack(f"<{whole // 4}I", data[:whole])
