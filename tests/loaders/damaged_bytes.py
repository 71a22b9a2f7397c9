"""Damage to the bytes of any file, and to the parts of a workbook."""

import io
import zipfile
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from tests.loaders.good_files import FORMS, KINDS, rendered

Chance: TypeAlias = np.random.Generator


def one_of(chance: Chance, choices: list[str]) -> str:
    """Answers one of some texts."""
    return choices[below(chance, len(choices))]


def below(chance: Chance, end: int) -> int:
    """Answers a number from 0 on, below the end."""
    return int(chance.integers(0, max(1, end)))


# The bytes of any file.


def _flipped(chance: Chance, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(1 + below(chance, 40)):
        changed[below(chance, len(changed))] ^= 1 << below(chance, 8)
    return bytes(changed)


def _range(chance: Chance, content: bytes) -> tuple[int, int]:
    begin = below(chance, len(content))
    return begin, begin + 1 + below(chance, int(chance.choice([4, 64, 1024, len(content)])))


def _range_deleted(chance: Chance, content: bytes) -> bytes:
    begin, end = _range(chance, content)
    return content[:begin] + content[end:]


def _range_doubled(chance: Chance, content: bytes) -> bytes:
    begin, end = _range(chance, content)
    return content[:end] + content[begin:]


def _range_zeroed(chance: Chance, content: bytes) -> bytes:
    begin, end = _range(chance, content)
    return content[:begin] + bytes(len(content[begin:end])) + content[end:]


def _range_random(chance: Chance, content: bytes) -> bytes:
    begin, end = _range(chance, content)
    return content[:begin] + chance.bytes(len(content[begin:end])) + content[end:]


def _truncated(chance: Chance, content: bytes) -> bytes:
    scales = [16, 512, len(content), len(content)]
    left = below(chance, int(chance.choice(scales)))
    return content[:left] if chance.random() < 2 / 3 else content[: len(content) - left]


def _halves_exchanged(chance: Chance, content: bytes) -> bytes:
    at = below(chance, len(content))
    return content[at:] + content[:at]


def _two_files_in_one(chance: Chance, content: bytes) -> bytes:
    other = rendered(one_of(chance, list(KINDS)), one_of(chance, list(FORMS)))
    return content + other if chance.random() < 1 / 2 else other[: below(chance, 64)] + content


BYTES: Final[dict[str, Callable[[Chance, bytes], bytes]]] = {
    "bytes flipped": _flipped,
    "range deleted": _range_deleted,
    "range doubled": _range_doubled,
    "range zeroed": _range_zeroed,
    "range random": _range_random,
    "truncated": _truncated,
    "halves exchanged": _halves_exchanged,
    "two files in one": _two_files_in_one,
}


# The parts of a workbook: the archive around them stays whole.


def repacked(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Answers a workbook whose parts have been changed.

    Args:
        content: A zip archive.
        change: Answers the new bytes of a part, given its name and bytes; None leaves it out.
    """
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            part = change(member.filename, source.read(member))
            if part is not None:
                target.writestr(zipfile.ZipInfo(member.filename, (2016, 1, 1, 0, 0, 0)), part)
    return packed.getvalue()


def _part_names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _part_left_out(chance: Chance, content: bytes) -> bytes:
    chosen = one_of(chance, _part_names(content))
    return repacked(content, lambda name, part: None if name == chosen else part)


def _part_damaged(chance: Chance, content: bytes) -> bytes:
    main = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
    chosen = one_of(chance, main)
    damage = one_of(chance, list(BYTES))
    return repacked(
        content, lambda name, part: BYTES[damage](chance, part) if name == chosen else part
    )


def _parts_exchanged(chance: Chance, content: bytes) -> bytes:
    one, other = (one_of(chance, _part_names(content)) for _ in range(2))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {one: archive.read(other), other: archive.read(one)}
    return repacked(content, parts.get)


def _numbers_in_part_changed(chance: Chance, content: bytes) -> bytes:
    """Another number in the XML: a row, a shared string, a style that does not exist."""

    def change(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/"):
            return part
        text = bytearray(part)
        digits = [at for at, byte in enumerate(text) if chr(byte).isdigit()]
        for _ in range(1 + below(chance, 10)):
            text[digits[below(chance, len(digits))]] = ord("0") + below(chance, 10)
        return bytes(text)

    return repacked(content, change)


PARTS: Final[dict[str, Callable[[Chance, bytes], bytes]]] = {
    "workbook: part left out": _part_left_out,
    "workbook: part damaged": _part_damaged,
    "workbook: parts exchanged": _parts_exchanged,
    "workbook: numbers changed": _numbers_in_part_changed,
}
