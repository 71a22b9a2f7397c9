"""How the text of a file is encoded: found out and decoded strictly, never guessed into rubbish."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import chardet

from loaders.bytes.unreadable import UnreadableFileError

STEP: Final = 64 << 10  # stays in the cache of a processor
SAMPLE_BYTES: Final = 64 << 10
PLACES: Final = (0.0, 0.5, 0.97)  # of a file's length, where text is looked at

MARKS: Final = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
UTF_8: Final = frozenset({"utf-8", "utf-8-sig"})
# As chardet names them → the codec to decode with.
TRADITIONAL: Final = {"big5": "cp950", "cp950": "cp950", "big5hkscs": "big5hkscs"}
SIMPLIFIED: Final = frozenset({"gb18030", "gbk", "gb2312", "hz-gb-2312"})

# Characters that any table of ours is full of: where chardet hears another language in a very
# short file, these decide. In text of another encoding read as GB 18030 they are one in 12.
FAMILIAR: Final = frozenset(
    "年月日季度市县区省州镇乡街道村旗盟新地名称人口死亡受伤失踪事故起数值量单位合总计其中全部"
    "国本各级类别型业工矿商贸交通运输建筑消防火灾农林牧渔机车船水生产安经济损失万亿元率指标"
    "目规划上下东西南北中山江海河湖阳安平城州宁长大小一二三四五六七八九十百千比增减较以及"
    "编码号代期时间来源备注说明注表行统局，。：；（）、是否有无男女物体打击高处坠落坍塌触电淹溺灼烫"
    "中毒窒息爆炸瓦斯锅炉容器透冒顶片帮放炮起重械辆"
)
FAMILIAR_SHARE: Final = 0.2
FAMILIAR_SHARE_AGAINST_EAST_ASIAN: Final = 0.4
EAST_ASIAN: Final = (
    "cp949",
    "euc",
    "johab",
    "cp932",
    "shift",
    "iso-2022",
    "iso2022",
    "big5",
    "cp950",
)

# GB 2312: punctuation, full-width forms and level 1, the 3,755 commonest characters (rows 1, 3
# and 16 to 55). Of simplified text nearly all; of Big5 read as GB 18030 a quarter.
COMMON: Final = frozenset(
    bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312", errors="ignore")
    for row in (1, 3, *range(16, 56))
    for cell in range(1, 95)
)
MOSTLY: Final = 0.85
ALMOST_ALL: Final = 0.97
ENOUGH: Final = 8  # characters: more than a word of Russian becomes
# Big5: punctuation and level 1, the 5,401 commonest characters.
COMMON_TRADITIONAL: Final = frozenset(
    bytes([lead, trail]).decode("cp950", errors="ignore")
    for lead in range(0xA1, 0xC7)
    for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
)
LARGELY: Final = 0.75
AT_LEAST_COMMON: Final = 0.3  # traditional characters written in GBK
ORDINARY: Final = COMMON | frozenset(map(chr, (9, 10, 13, *range(32, 127), 0xFEFF)))
KANA: Final = frozenset(map(chr, range(0x3041, 0x30FF)))
KANA_SHARE: Final = 0.1

# Text that was ruined before it came here. The second is U+FFFD in UTF-8, read as GBK.
RUINS: Final = {
    "\ufffd": "encoding_not_recognised",
    "锟斤拷": "encoding_not_recognised",
    "\0": "file_damaged",
}
TWO_BYTES: Final = frozenset({"gb18030", "cp950", "big5hkscs"})
UTF_8_RUN: Final = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){2}")
BROKEN_BYTES_SHARE: Final = 0.2  # of all multi-byte characters: still a UTF-8 file, but damaged


def recognise_encoding(path: Path) -> str:
    """Answers the codec to decode a file with; UTF-8 has been decoded strictly already.

    A mark at the file's start decides; then UTF-16 by where its zero bytes lie; then strict
    UTF-8; then GB 18030, if the text is Chinese in it and chardet hears no other language.

    Returns:
        utf-8, utf-8-sig, utf-16-le, utf-16-be, utf-32-le, utf-32-be, gb18030, cp950 or
        big5hkscs.

    Raises:
        UnreadableFileError: encoding_not_recognised (naming line and byte where one byte is
            wrong, or that the text had been ruined before), encoding_not_chinese, file_form_unknown
            for bytes that are no text.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return strictly(path, encoding) if encoding in UTF_8 else encoding
    if b"\0" in head:
        return _utf_16_without_mark(head)
    is_escaped = b"\x1b$" in head  # ISO 2022: other languages in seven bits
    sample = head if is_escaped else _lines_beyond_ascii(path)
    encoding = _encoding_of(sample) if sample else "utf-8"
    return strictly(path, encoding) if encoding in UTF_8 else encoding


def strictly(path: Path, encoding: str) -> str:
    """Answers the encoding, having decoded the whole file strictly."""
    for _ in decoded_texts(path, encoding):
        pass
    return encoding


def _encoding_of(sample: bytes) -> str:
    """Answers the encoding of lines that are not ASCII."""
    if not sample.isascii() and _is_utf_8(sample):
        return "utf-8"
    return _by_language(sample)


def _is_utf_8(sample: bytes) -> bool:
    """Answers whether the lines are UTF-8, be it with a few broken bytes or cut short."""
    text = codecs.getincrementaldecoder("utf-8")(errors="replace").decode(sample)
    beyond = [character for character in text if character > "\x7f"]
    broken = beyond.count("\ufffd")
    if broken:
        return broken <= max(1.0, BROKEN_BYTES_SHARE * len(beyond)) and len(beyond) > 2 * broken
    if any(character >= "\u0800" for character in beyond):
        return True
    # Two bytes each: Latin letters with accents, or GB 2312 that happens to be valid UTF-8.
    if all(character < "\u0180" for character in beyond):
        return True
    return share_of(sample.decode("gb18030", errors="ignore"), COMMON) < MOSTLY


def _by_language(sample: bytes) -> str:
    """Answers which Chinese encoding other than UTF-8 it is, or refuses.

    GB 18030 decodes almost anything. What speaks for it: that all characters are common ones, of
    which some are those our tables are full of; else chardet. Against it: many kana, which EUC-JP
    keeps where GB 2312 does. Korean and Japanese become common characters too, by chance, so
    against these it takes more; in other languages a word of an odd length breaks the pairs.
    """
    heard = (chardet.detect(sample)["encoding"] or "").lower()
    chinese = sample.decode("gb18030", errors="ignore")
    common, familiar = share_of(chinese, COMMON), share_of(chinese, FAMILIAR)
    is_east_asian = heard.startswith(EAST_ASIAN)
    least = FAMILIAR_SHARE_AGAINST_EAST_ASIAN if is_east_asian else FAMILIAR_SHARE
    if share_of(chinese, KANA) < KANA_SHARE:
        if familiar >= least and common >= MOSTLY:
            return "gb18030"
        if heard in SIMPLIFIED and common >= AT_LEAST_COMMON:
            return "gb18030"
        is_long = len(chinese) - len(chinese.encode("ascii", errors="ignore")) >= ENOUGH
        if not is_east_asian and is_long and common >= ALMOST_ALL and _decodes(sample, "gb18030"):
            return "gb18030"
    traditional = sample.decode("big5hkscs", errors="ignore")
    if heard in TRADITIONAL and share_of(traditional, COMMON_TRADITIONAL) >= LARGELY:
        return TRADITIONAL[heard] if _decodes(sample, TRADITIONAL[heard]) else "big5hkscs"
    if not heard or heard in SIMPLIFIED or heard in {"utf-8", "ascii"}:
        raise UnreadableFileError("encoding_not_recognised", heard or "?")
    raise UnreadableFileError("encoding_not_chinese", heard)


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def share_of(text: str, characters: frozenset[str]) -> float:
    """Answers which share of the characters beyond ASCII is among the given ones."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in characters for character in beyond) / max(1, len(beyond))


def decoded_texts(path: Path, encoding: str) -> Iterator[str]:
    """Yields the text piece by piece, without a mark.

    Args:
        path: A text file.
        encoding: As recognise_encoding answers.

    Raises:
        UnreadableFileError: encoding_not_recognised, naming line and byte; file_damaged where
            zero bytes stand in the text.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    is_first = True
    for piece in _pieces(path):
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            raise _broken(path, encoding) from None
        if is_first and text:
            text = text.removeprefix("\ufeff")
            is_first = False
        if _is_ruined(text) or (b"\0" in piece and "\0" in text):
            raise _ruined(path, encoding)
        if encoding in TWO_BYTES and UTF_8_RUN.search(piece):
            _refuse_mixture(path, encoding)
        yield text


def _is_ruined(text: str) -> bool:
    # Looking for one character is quicker than for three.
    return not text.isascii() and ("\ufffd" in text or ("锟" in text and "锟斤拷" in text))


def _refuse_mixture(path: Path, encoding: str) -> None:
    """Refuses a file of several encodings: lines of UTF-8 also decode, but into rubbish."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if UTF_8_RUN.search(line) and _is_utf_8_line(line, encoding):
                place = f"第{number}行 (line {number})"
                raise UnreadableFileError("encoding_not_recognised", f"{encoding} + utf-8, {place}")


def _is_utf_8_line(line: bytes, encoding: str) -> bool:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return share_of(text, COMMON) > share_of(line.decode(encoding, errors="ignore"), COMMON)


def _pieces(path: Path) -> Iterator[bytes]:
    """Yields the file in pieces that end with a line, last an empty one."""
    with path.open("rb") as file:
        while piece := file.read(STEP):
            yield piece if piece.endswith(b"\n") else piece + file.readline(STEP)
    yield b""


def _broken(path: Path, encoding: str) -> UnreadableFileError:
    """Answers the refusal that names the first byte which does not decode."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, before, found = 1, "", b""
    for piece in _pieces(path):
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            text = error.object[: error.start].decode(encoding, errors="ignore")
            found = error.object[error.start : error.start + 1]
        line += text.count("\n")
        before = text.rpartition("\n")[2] if "\n" in text else before + text
        if found:
            break
    name = encoding.removesuffix("-sig")
    place = f"第{line}行第{len(before.encode(name)) + 1}字节"
    place_en = f"line {line}, byte {len(before.encode(name)) + 1}"
    return UnreadableFileError(
        "encoding_not_recognised", f"{name}, {place} ({place_en}): 0x{found.hex().upper()}"
    )


def _ruined(path: Path, encoding: str) -> UnreadableFileError:
    """Answers the refusal that names the first line which was ruined before it came here."""
    line = 1
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in _pieces(path):
        text = decoder.decode(piece)
        found = {text.find(ruin): ruin for ruin in RUINS if ruin in text}
        if found:
            at = min(found)
            line += text.count("\n", 0, at)
            shown = "0x00" if found[at] == "\0" else found[at]
            reason = RUINS[found[at]]
            return UnreadableFileError(reason, f"第{line}行 (line {line}): {shown}")
        line += text.count("\n")
    return UnreadableFileError("file_damaged")


def _utf_16_without_mark(head: bytes) -> str:
    """Answers the byte order under which the text is made of ordinary characters."""
    even = head[: len(head) - len(head) % 2]
    shares = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = even.decode(encoding, errors="replace")
        shares[encoding] = sum(map(ORDINARY.__contains__, text)) / max(1, len(text))
    likely = max(shares, key=shares.__getitem__)
    if shares[likely] < MOSTLY:
        raise UnreadableFileError("file_form_unknown", head[:8].hex(" ").upper())
    return likely


def _lines_beyond_ascii(path: Path) -> bytes:
    """Answers lines that are not ASCII: the first ones, and some from the middle and the end."""
    size = path.stat().st_size
    found = []
    with path.open("rb") as file:
        while piece := file.read(STEP):
            piece += b"" if piece.endswith(b"\n") else file.readline(STEP)
            if not piece.isascii():
                found.append(_some_lines(piece))
                # Up to here nothing was found; two more places will do.
                if len(found) < len(PLACES) and file.tell() < PLACES[len(found)] * size:
                    file.seek(int(PLACES[len(found)] * size))
                    file.readline(STEP)
                elif len(found) >= len(PLACES):
                    break
    return b"".join(found)


def _some_lines(piece: bytes) -> bytes:
    lines: list[bytes] = []
    size = 0
    for line in piece.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > SAMPLE_BYTES:
            break
    return b"".join(lines)
