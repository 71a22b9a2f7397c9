"""Numbers, counts, yes and no: what a cell says, or why it cannot be told."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.words.numerals import read_numeral
from loaders.words.reading import LARGEST_COUNT, clean, read_count, read_number, read_truth


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def number(text: str) -> tuple[str, str | None]:
    reading = read_number(text)
    assert reading.value is not None, reading
    return f"{reading.value.value:f}", reading.value.unit


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3517.81", "3517.81"),
        (full_width("3517.81"), "3517.81"),
        ("1,234", "1234"),
        ("1，234，567.8", "1234567.8"),
        ("1 234.5", "1234.5"),
        ("1\u2009234.5", "1234.5"),
        ("1\u00a0234", "1234"),
        (" ".join(full_width("3517.81")), "3517.81"),
        ("3 5 1 7.81", "3517.81"),
        ("\u3000318\u200b", "318"),
        ("'007", "7"),
        (".5", "0.5"),
        ("+5", "5"),
        ("-2.17", "-2.17"),
        ("－2.17", "-2.17"),
        ("−2.17", "-2.17"),
        ("–2.17", "-2.17"),
        ("—2.17", "-2.17"),
        ("1.2E+05", "120000"),
        ("1.2e-3", "0.0012"),
        ("一百二十三", "123"),
        ("三千五百一十七点八一", "3517.81"),
        ("二〇一五", "2015"),
        ("十二", "12"),
        ("两千", "2000"),
        ("廿五", "25"),
        ("负三", "-3"),
        ("三万五千", "35000"),
        ("12万3千", "123000"),
        ("三万亿", "3000000000000"),
        ("壹佰零叁", "103"),
    ],
)
def test_a_number_is_read_in_all_its_forms(text: str, value: str) -> None:
    assert number(text) == (value, None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("318人", "318", "人"),
        ("25 起", "25", "起"),
        ("3.5万", "3.5", "万"),
        ("1.2亿元", "1.2", "亿元"),
        ("一点二亿元", "1.2", "亿元"),
        ("12.3%", "12.3", "%"),
        ("12.3\uff05", "12.3", "%"),
        ("百分之十二点三", "12.3", "%"),
        ("12万3千人", "123000", "人"),
        ("三千五百万元", "35000000", "元"),
        ("1.2 billion  yuan", "1.2", "billion yuan"),
        ("0.33人/10万人", "0.33", "人/10万人"),
        ("0.33 人/十万人", "0.33", "人/十万人"),
        ("3千人", "3000", "人"),
        ("5百万元", "500", "万元"),
    ],
)
def test_a_unit_inside_the_cell_is_kept_apart(text: str, value: str, unit: str) -> None:
    assert number(text) == (value, unit)


@pytest.mark.parametrize(
    ("text", "flag", "value", "unit"),
    [
        ("约300人", "approximate", "300", "人"),
        ("近3万人", "approximate", "3", "万人"),
        ("300人左右", "approximate", "300", "人"),
        ("~5", "approximate", "5", None),
        ("300余人", "at_least", "300", "人"),
        ("1.2万多人", "at_least", "1.2", "万人"),
        ("二十多万元", "at_least", "20", "万元"),
        ("3人以上", "at_least", "3", "人"),
        ("≥3", "at_least", "3", None),
        ("超过1万", "at_least", "1", "万"),
        ("不足5", "at_most", "5", None),
        ("5起以下", "at_most", "5", "起"),
    ],
)
def test_a_hedge_is_a_flag_and_never_silently_exact(
    text: str, flag: str, value: str, unit: str | None
) -> None:
    assert number(text) == (value, unit)
    assert read_number(text).flags == (flag,)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12,34", "value_not_a_number"),
        ("0,123", "value_not_a_number"),
        ("1.2.3", "value_not_a_number"),
        ("3.", "value_not_a_number"),
        ("--5", "value_not_a_number"),
        ("（12）", "value_not_a_number"),
        ("318²", "value_not_a_number"),
        ("①", "value_not_a_number"),
        ("½", "value_not_a_number"),
        ("٣", "value_not_a_number"),
        ("-", "value_not_a_number"),
        ("…", "value_not_a_number"),
        ("NaN", "value_not_a_number"),
        ("inf", "value_not_a_number"),
        ("None", "value_not_a_number"),
        ("null", "value_not_a_number"),
        ("数百", "value_not_a_number"),
        ("三四百", "value_not_a_number"),
        ("三万五", "value_not_a_number"),
        ("1e999999", "value_not_a_number"),
        ("1e31", "value_not_a_number"),
        ("1e-31", "value_not_a_number"),
        ("9" * 31, "value_not_a_number"),
        ("9" * 100_000, "value_not_a_number"),
        ("3～5", "value_has_two_numbers"),
        ("3-5", "value_has_two_numbers"),
        ("三至五", "value_has_two_numbers"),
        ("3 5", "value_has_two_numbers"),
        ("12 34", "value_has_two_numbers"),
        ("318\n270", "value_has_two_numbers"),
        ("27.7%31.7%44.3%", "value_has_two_numbers"),
        ("减少3起,3人", "value_has_two_numbers"),
        ("2015-03-01", "value_has_two_numbers"),
        ("=A1+B1", "formula_without_value"),
        ("#REF!", "formula_without_value"),
        ("#DIV/0!", "formula_without_value"),
        ("#N/A", "formula_without_value"),
    ],
)
def test_what_is_not_one_number_is_refused_with_its_reason(text: str, reason: str) -> None:
    reading = read_number(text)
    assert (reading.value, reading.reason) == (None, reason)
    assert len(reading.detail) < 100


def test_brackets_are_refused_with_what_an_accountant_means() -> None:
    assert read_number("（12）").detail == "(12) → -12 ?"


@pytest.mark.parametrize("text", ["三万五", "二三", "百", "一千三", "3.5万2千", "", "点五", "十十"])
def test_a_numeral_with_two_meanings_or_none_is_not_read(text: str) -> None:
    assert read_numeral(text) is None


def chinese(number: int) -> str:
    """The number in full Chinese numerals, written independently of the reader."""
    if number == 0:
        return "零"
    for size, scale in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            many, few = divmod(number, size)
            gap = "零" if few and few < size // 10 else ""
            return chinese(many) + scale + (gap + chinese(few) if few else "")
    return "零一二三四五六七八九"[number]


@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_in_chinese_is_read_back(value: int) -> None:
    assert read_numeral(chinese(value)) == value


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12
    )
)
def test_every_plain_decimal_is_read_exactly(value: Decimal) -> None:
    assert number(f"{value:f}")[0] == f"{value + 0:f}"


@given(st.integers(0, 10**15))
def test_thousands_separators_change_nothing(value: int) -> None:
    assert number(f"{value:,}") == (str(value), None)
    assert number(f"{value:,}".replace(",", "，")) == (str(value), None)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    for reading in (read_number(text), read_count(text), read_truth(text)):
        assert (reading.value is None) == (reading.reason is not None)


@given(st.text(alphabet="0123456789.,万亿千百十〇一二两点 -~E+%约余人起元/()", max_size=12))
def test_any_jumble_of_a_number_s_signs_is_read_or_refused(text: str) -> None:
    reading = read_number(text)
    assert (reading.value is None) == (reading.reason is not None)
    if reading.value is not None:
        assert reading.value.value.is_finite()


@given(st.text(alphabet="嘉兴市a1 \u3000\u200b\u00a0\n\uff11（", max_size=20))
def test_cleaning_leaves_blanks_only_between_ascii_characters(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert all(part.isascii() for part in re.findall(". .", once))


@pytest.mark.parametrize(
    "text",
    ["0", "零", "无", "未发生", "无事故", "实现安全生产", "零死亡", "未发生生产安全事故", "0起"],
)
def test_words_for_none_are_a_count_of_zero(text: str) -> None:
    assert read_count(text).value == 0


@pytest.mark.parametrize(
    ("text", "count"),
    [("3.0", 3), ("318人", 318), ("1.2万", 12000), ("3.5万人", 35000), ("２５宗", 25)],
)
def test_a_count_is_whole(text: str, count: int) -> None:
    assert read_count(text).value == count


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2.5", "value_not_whole"),
        ("-1", "negative_count"),
        (str(LARGEST_COUNT + 1), "value_not_a_number"),
        ("5万元", "unit_contradicts"),
        ("12%", "unit_contradicts"),
        ("持平", "value_not_a_number"),
        ("—", "value_not_a_number"),
        ("3起5人", "value_has_two_numbers"),
    ],
)
def test_what_is_no_count_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert (read_count(text).value, read_count(text).reason) == (None, reason)


def test_a_hedged_count_keeps_its_flag() -> None:
    assert (read_count("约30人").value, read_count("约30人").flags) == (30, ("approximate",))


@pytest.mark.parametrize("text", ["是", "√", "Y", "yes", "TRUE", "1", "1.0", "有", full_width("Y")])
def test_yes_is_read_in_all_its_forms(text: str) -> None:
    assert read_truth(text).value is True


@pytest.mark.parametrize("text", ["否", "×", "N", "no", "False", "0", "0.0", "无", "不是"])
def test_no_is_read_in_all_its_forms(text: str) -> None:
    assert read_truth(text).value is False


@pytest.mark.parametrize("text", ["x", "是否", "2", "也许"])
def test_what_is_neither_yes_nor_no_is_refused(text: str) -> None:
    assert read_truth(text).reason == "truth_not_recognised"
