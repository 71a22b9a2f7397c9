"""Encodings: found, or refused by name; never guessed into rubbish."""

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.bytes.encodings import recognise_encoding
from loaders.bytes.unreadable import UnreadableFileError
from tests.loaders.reader_files import all_rows, read_bytes

SIMPLIFIED = "地区,年份,死亡人数\n嘉兴市,2015,318\n平湖市,2015,40\n"
TRADITIONAL = "地區,年份,死亡人數\n嘉義市,2015,318\n臺北市,2015,40\n"
JAPANESE = "都道府県,年,死亡者数\n東京都,2015,318\nさいたま市,2015,1\n北海道,2016,33\n"
KOREAN = "지역,연도,사망자수\n서울특별시,2015,318\n부산광역시,2016,22\n"
FRENCH = "Région,année,décès\nÎle-de-France,2015,3\nAuvergne-Rhône-Alpes,2016,5\n"
# Region, year, deaths; Moscow, Petersburg: in bytes, as some of these letters look Latin.
RUSSIAN = bytes.fromhex(
    "F2C5C7C9CFCE2CE7CFC42CF0CFC7C9C2CCCF0AEDCFD3CBD7C12C323031352C3331380AF0C5D4C5D2"
    "C2D5D2C72C323031362C32320A"
).decode("koi8_r")


def read_text(content: bytes, folder: Path) -> tuple[str | None, str]:
    """Answers the encoding found and the text read with it."""
    document = read_bytes(content, folder)
    lines = (",".join(str(cell) for cell in row[1:]) for row in all_rows(document.sheets[0]))
    return document.encoding, "".join(f"{line}\n" for line in lines)


def refusal(content: bytes, folder: Path) -> UnreadableFileError:
    """Answers why bytes are refused."""
    with pytest.raises(UnreadableFileError) as caught:
        read_bytes(content, folder)
    return caught.value


@pytest.mark.parametrize(
    ("mark", "codec", "found"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (b"", "gb18030", "gb18030"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
        ("\ufeff".encode("gb18030"), "gb18030", "gb18030"),
    ],
)
def test_chinese_text_is_read_in_any_of_its_encodings(
    mark: bytes, codec: str, found: str, tmp_path: Path
) -> None:
    assert read_text(mark + SIMPLIFIED.encode(codec), tmp_path) == (found, SIMPLIFIED)


@pytest.mark.parametrize(
    "text",
    [
        "嘉兴",
        "地区,数\n",
        "区县,人数\n姜堰,3\n",
        "姓名,村\n㐂先生,䶮村\n𠮷野,𪚥里\n地区,人\n",  # of four bytes
        "地区,死亡人数\n衢州,3\n亳州,4\n濮阳,1\n泸州,9\n",  # rarer characters of names
        TRADITIONAL,  # traditional characters written in GBK
        "n,region\n" + "1,a\n" * 50_000 + "2,嘉兴市\n",
        "id,type,production\n" + "1,坍塌,是\n" * 50,  # few different ones
    ],
)
def test_gb18030_is_recognised_by_few_and_by_rare_characters(text: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(text.encode("gb18030"))
    assert recognise_encoding(path) == "gb18030"


def test_big5_that_also_decodes_as_gb18030_is_read_as_big5(tmp_path: Path) -> None:
    content = TRADITIONAL.encode("big5")
    assert content.decode("gb18030") != TRADITIONAL  # it decodes, into rubbish
    assert read_text(content, tmp_path) == ("cp950", TRADITIONAL)


@pytest.mark.parametrize(
    ("text", "codec", "shown"),
    [
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (KOREAN, "euc_kr", "cp949"),
        (FRENCH, "cp1252", "windows-1252"),
        (RUSSIAN, "cp1251", "windows-1251"),
    ],
)
def test_other_languages_are_refused_by_the_name_of_their_encoding(
    text: str, codec: str, shown: str, tmp_path: Path
) -> None:
    error = refusal(text.encode(codec), tmp_path)
    assert (error.reason, error.detail) == ("encoding_not_chinese", shown)


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN, JAPANESE, "n°,été\n1,2\n", "a,b\n1,2\n"])
def test_any_language_is_read_in_utf_8(text: str, tmp_path: Path) -> None:
    assert read_text(text.encode(), tmp_path) == ("utf-8", text)


def test_a_short_gb_text_that_is_valid_utf_8_by_chance_is_read_as_gb(tmp_path: Path) -> None:
    content = "一,1\n".encode("gb18030")
    assert content.decode() == "\u04bb,1\n"
    assert read_text(content, tmp_path) == ("gb18030", "一,1\n")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_one_broken_byte_is_named_by_line_and_byte(codec: str, tmp_path: Path) -> None:
    lines = ["地区,数值", *[f"嘉兴市,{at}" for at in range(60_000)]]
    encoded = [line.encode(codec) for line in lines]
    encoded[41_234] = "嘉".encode(codec) + b"\xff" + "兴市,1".encode(codec)
    error = refusal(b"\n".join(encoded), tmp_path)
    byte = {"utf-8": 4, "gb18030": 3}[codec]
    assert error.reason == "encoding_not_recognised"
    assert error.detail == f"{codec}, 第41235行第{byte}字节 (line 41235, byte {byte}): 0xFF"


def test_utf_8_cut_in_the_middle_of_a_character_is_refused(tmp_path: Path) -> None:
    error = refusal(SIMPLIFIED.strip().encode() + "嘉兴".encode()[:-1], tmp_path)
    assert error.reason == "encoding_not_recognised"
    assert error.detail.startswith("utf-8, 第3行第21字节")


@pytest.mark.parametrize("ruin", ["\ufffd", "锟斤拷"])
def test_text_that_was_ruined_before_is_refused(ruin: str, tmp_path: Path) -> None:
    error = refusal(f"{SIMPLIFIED}嘉{ruin}市,2015,1\n".encode(), tmp_path)
    assert error.reason == "encoding_not_recognised"
    assert error.detail == f"第4行 (line 4): {ruin}"


def test_a_line_of_utf_8_in_a_gb18030_file_is_refused(tmp_path: Path) -> None:
    content = SIMPLIFIED.encode("gb18030") * 9 + "海宁,2015,1\n".encode()
    error = refusal(content, tmp_path)
    assert error.reason == "encoding_not_recognised"
    assert error.detail == "gb18030 + utf-8, 第28行 (line 28)"


def test_zero_bytes_in_a_text_are_damage(tmp_path: Path) -> None:
    error = refusal(b"a,b\n" + b"1,2\n" * 50_000 + b"\0" * 9 + b"\n", tmp_path)
    assert (error.reason, error.detail) == ("file_damaged", "第50002行 (line 50002): 0x00")


@settings(max_examples=60, deadline=None)
@given(
    codec=st.sampled_from(["big5", "shift_jis", "euc_jp", "euc_kr", "cp1251", "koi8_r"]),
    start=st.integers(0, 60),
)
def test_no_other_encoding_is_ever_read_as_gb18030(codec: str, start: int) -> None:
    texts = {"big5": TRADITIONAL, "shift_jis": JAPANESE, "euc_jp": JAPANESE, "euc_kr": KOREAN}
    text = texts.get(codec, RUSSIAN)
    words = [word for line in text.splitlines() for word in line.split(",")]
    turned = words[start % len(words) :] + words[: start % len(words)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes("\n".join(turned).encode(codec))
        try:
            found = recognise_encoding(path)
        except UnreadableFileError as error:
            found = error.reason
    assert found != "gb18030"
