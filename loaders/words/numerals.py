"""Chinese numerals: 一百二十三, 三千五百一十七点八一, 二〇一五, 廿五, 12万3千.

Own, since cn2an (MIT, alive) refuses the round zero and 两 when strict, takes 二三 ("two or three")
for 23 when not, and answers decimals as floats.
"""

import re
from decimal import Context, Decimal
from typing import Final

EXACT: Final = Context(prec=100)

ZEROS: Final = "\u3007\u25cb零"  # the round zero of 二〇一五, and the circle typed for it

_FIGURES: Final = {
    **dict.fromkeys(ZEROS, 0),
    **{figure: n for n, figure in enumerate("0123456789")},
    **{figure: n for n, figure in enumerate("一二三四五六七八九", 1)},
    **{figure: n for n, figure in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "两": 2,
}
_TO_ASCII: Final = str.maketrans({figure: str(n) for figure, n in _FIGURES.items()})
_TO_PLAIN: Final = str.maketrans({"拾": "十", "佰": "百", "仟": "千", "萬": "万", "億": "亿"})
_TENS: Final = {"廿": "二十", "卅": "三十", "卌": "四十"}

FIGURES: Final = "".join(_FIGURES)
NUMERALS: Final = f"{FIGURES}十百千万亿廿卅卌拾佰仟萬億"

_SECTION: Final = re.compile(
    "(?:([0-9])千)?(0*)(?:([0-9])百)?(0*)(?:([0-9]?)十)?(0*)([0-9])?", re.ASCII
)
_ARABIC: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)


def read_digits(text: str) -> str:
    """Answers a text with each Chinese figure as a digit: 二〇一五 is 2015; others stay."""
    return text.translate(_TO_ASCII)


def read_numeral(text: str) -> Decimal | None:
    """Answers what a numeral means, exactly, or None where it is none or means several things.

    Args:
        text: 十二, 两千, 三千五百一十七点八一, 12万3千, 二〇一五. Refused are 三万五 (35000 or
            30005), 二三 (two or three) and 百.
    """
    whole, point, decimals = text.partition("点")
    amount = _read_whole(whole)
    if amount is None or not point:
        return amount
    figures = read_digits(decimals)
    if not re.fullmatch("[0-9]+", figures):
        return None
    return EXACT.add(amount, Decimal(f"0.{figures}"))


def _read_whole(text: str) -> Decimal | None:
    if text and all(figure in FIGURES for figure in text):
        is_two_or_three = re.fullmatch("[^0-9]{2}", text) and not set(text) & set(ZEROS)
        return None if is_two_or_three else Decimal(read_digits(text))
    plain = text.translate(_TO_PLAIN)
    for character, tens in _TENS.items():
        plain = plain.replace(character, tens)
    return _read_scaled(read_digits(plain), ("亿", "万"))


def _read_scaled(text: str, scales: tuple[str, ...]) -> Decimal | None:
    """Answers 12万3千 and its like, split at the largest scale there is."""
    if not scales:
        return _read_section(text)
    scale, *smaller = scales
    many, found, few = text.rpartition(scale)
    if not found:
        return _read_scaled(text, tuple(smaller))
    above = Decimal(many) if _ARABIC.fullmatch(many) else _read_scaled(many, tuple(smaller))
    below = _read_rest(few, tuple(smaller))
    if above is None or below is None or not above or (below and "." in many):
        return None
    return EXACT.add(
        EXACT.multiply(above, Decimal(10_000 if scale == "万" else 100_000_000)), below
    )


def _read_rest(text: str, scales: tuple[str, ...]) -> Decimal | None:
    """Answers what follows a scale: nothing, or a numeral that cannot be a shortened one."""
    if not text:
        return Decimal(0)
    return None if re.fullmatch("[1-9]", text) else _read_scaled(text, scales)


def _read_section(text: str) -> Decimal | None:
    """Answers a numeral below ten thousand, or a whole number in digits."""
    if re.fullmatch("[0-9]+", text):
        return Decimal(text)
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    thousands, zero_1, hundreds, zero_2, tens, zero_3, ones = match.groups()
    is_shortened = ones and not (zero_1 or zero_2 or zero_3) and tens is None
    if is_shortened and (thousands or hundreds):
        return None
    ten = 0 if tens is None else int(tens or 1)
    return Decimal(
        1000 * int(thousands or 0) + 100 * int(hundreds or 0) + 10 * ten + int(ones or 0)
    )
