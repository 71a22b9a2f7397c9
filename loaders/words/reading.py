"""Text of a cell → what it says: numbers, counts, yes and no.

A reader takes the text of a cell that is not empty and answers a Reading: the value, or the reason
why there is none. Nothing that was not empty becomes nothing in silence. The detail of a refusal
is free of words, so that it reads in both languages: what was found → what may have been meant.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, Never, TypeVar

from loaders.words.numerals import EXACT, FIGURES, NUMERALS, read_numeral

T_co = TypeVar("T_co", covariant=True)

LONGEST_TEXT: Final = 200
LONGEST_NUMBER: Final = 30  # digits, decimals among them
LARGEST_COUNT: Final = 2**31 - 1
LONGEST_DETAIL: Final = 60

COUNT_WORDS: Final = frozenset(("人", "名", "起", "宗", "件", "例", "次", "位", "项", "条"))


@dataclass(frozen=True, slots=True)
class Reading(Generic[T_co]):
    """What a text says, or why that cannot be told.

    Attributes:
        value: What was read; None when it was refused.
        flags: What the text says about its value: approximate, at_least, at_most, …
        reason: Code of the reason for refusal, None when it was read.
        detail: For people: what was found, candidates, nearest spellings.
    """

    value: T_co | None = None
    flags: tuple[str, ...] = ()
    reason: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the unit that stood beside it in the cell.

    Attributes:
        value: As printed: 3.5 of 3.5万人.
        unit: 万人, 亿, %, 起 …, blanks and full-width forms mended; None where none stood.
    """

    value: Decimal
    unit: str | None = None


def refused(reason: str, detail: str = "") -> Reading[Never]:
    """Answers the reading of a text that cannot be read."""
    return Reading(reason=reason, detail=detail)


def shorten(text: str) -> str:
    """Answers a text fit for a detail: on one line, at most LONGEST_DETAIL characters."""
    line = " ".join(text[: 4 * LONGEST_DETAIL].split())
    return line if len(line) <= LONGEST_DETAIL else f"{line[:LONGEST_DETAIL]}…"


_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")
_BLANKS: Final = re.compile(r"\s+")
_IDLE_BLANK: Final = re.compile(r"(?<![!-~]) | (?![!-~])")


def clean(text: str) -> str:
    """Answers a text in its plain form: half-width, without what cannot be seen.

    Blanks stay, as one, only between two ASCII characters: 嘉 兴 市 is 嘉兴市, "RMB  bn" is
    "RMB bn", "1 234" is "1 234". A leading apostrophe, which spreadsheets put before text, goes.
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).strip()
    plain = plain.removeprefix("'").removeprefix("\u2019")
    return _IDLE_BLANK.sub("", _BLANKS.sub(" ", plain).strip())


# Words before and after a number, the longest first.
_BEFORE: Final = (
    ("approximate", "大约为?|约为|约计|约|接近于?|将近|近|大概|[~≈]"),
    ("at_least", "不少于|不低于|超过|多于|大于|至少|逾|超|>=?|≥|≧"),
    ("at_most", "不超过|不多于|不高于|不足|不到|未满|少于|低于|小于|至多|最多|<=?|≤|≦"),
)
_AFTER: Final = (
    ("approximate", "左右|上下"),
    ("at_least", r"及?以上|\+"),
    ("at_most", "及?以下|以内|之内"),
)
_PREFIX: Final = re.compile("|".join(f"(?P<{flag}>{words})" for flag, words in _BEFORE))
_SUFFIX: Final = re.compile(f"(?:{'|'.join(f'(?P<{flag}>{words})' for flag, words in _AFTER)})$")
_MIDDLE: Final = re.compile("([十百千万亿]*)[余多](?!于)")

_FORMULA: Final = re.compile(
    r"=.*|#(?:REF|DIV/0|NAME|VALUE|N/A|NULL|NUM|SPILL|CALC|BUSY|FIELD)[!?]?", re.IGNORECASE
)
_SIGN: Final = "[-+−\u2010-\u2015负]?"  # the hyphens and dashes of Unicode
_DECIMALS: Final = r"(?:\.[0-9]+)?"
_NUMBER: Final = re.compile(
    rf"(?P<sign>{_SIGN}) ?(?P<digits>"
    rf"[1-9][0-9]{{0,2}}(?:,[0-9]{{3}})+{_DECIMALS}"  # 1,234.5
    rf"|[1-9][0-9]{{0,2}}(?: [0-9]{{3}})+{_DECIMALS}"  # 1 234.5
    r"|[0-9](?: [0-9]){2,}(?: ?\. ?[0-9](?: ?[0-9])*)?"  # 3 5 1 7.81
    rf"|[0-9]+{_DECIMALS}E[+-]?[0-9]+"
    rf"|[0-9]+{_DECIMALS}|\.[0-9]+"
    r") ?(?P<unit>(?!/[0-9]+$)(?:[^\W\d_]|[%‰() /]|(?<=/)[0-9]+)*)",
    re.IGNORECASE,
)
_NUMERAL: Final = re.compile(
    rf"(?P<sign>{_SIGN})(?P<digits>[{NUMERALS}.]+(?:点[{FIGURES}]+)?)"
    r"(?P<unit>(?!/[0-9]+$)(?:[^\W\d_]|[%‰() /]|(?<=/)[0-9]+)*)"
)
_PER_CENT: Final = re.compile(f"(?P<sign>{_SIGN})百分之(?P<amount>.+)")
_ARABIC: Final = re.compile(r"(?:[0-9]*\.)?[0-9]+(?:E[+-]?[0-9]+)?")
_TOKEN: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:E[+-]?[0-9]+)?", re.IGNORECASE)
_RANGE: Final = re.compile(f"[{NUMERALS}][^{NUMERALS}Ee]{{0,4}}[至到~—–、-][{NUMERALS}]")
_LINES: Final = re.compile(r"[0-9][ \t]*[\t\n\r\v\f\u2028\u2029]+[ \t]*[0-9]")
_FOLDED: Final = {"十": 10, "百": 100, "千": 1000}


def read_number(text: str) -> Reading[Number]:
    """Answers the number a cell says, with its sign, unit and hedges.

    Number(value, unit) is the amount as printed: 3.5万人 is 3.5 of 万人. Of scales only 万 and 亿
    stay in the unit: 3千人 is 3000 of 人, 12万3千人 is 123000 of 人. 约, 近, 左右 give the flag
    approximate; 余, 多, 以上, ≥ at_least; 不足, 以下, ≤ at_most. (12) is refused: an accountant
    means -12 by it, a list the twelfth. Superscripts and ① are footnote marks, not digits.

    Args:
        text: A cell, not empty.

    Returns:
        The number, or value_not_a_number, value_has_two_numbers, formula_without_value.
    """
    if len(text) > LONGEST_TEXT or any(unicodedata.category(c) == "No" for c in text):
        return refused("value_not_a_number", shorten(text))
    plain = clean(text)
    if _FORMULA.fullmatch(plain):
        return refused("formula_without_value", shorten(plain))
    if _LINES.search(text):
        return refused("value_has_two_numbers", shorten(text))
    core, flags = _split_hedges(plain)
    per_cent = _PER_CENT.fullmatch(core)
    if per_cent:
        core = f"{per_cent['sign']}{per_cent['amount']}%"
    for pattern in (_NUMBER,) if _RANGE.search(core) else (_NUMBER, _NUMERAL):
        match = pattern.fullmatch(core)
        amount = _amount_of(match["sign"], match["digits"]) if match else None
        if match and amount is not None:
            return _settle(amount, match["unit"], flags) or _refuse_number(plain, core)
    return _refuse_number(plain, core)


def _split_hedges(text: str) -> tuple[str, tuple[str, ...]]:
    """Splits 约300人以上 into 300人 and its flags."""
    flags = []
    if before := _PREFIX.match(text):
        flags.append(before.lastgroup or "")
        text = text[before.end() :]
    if after := _SUFFIX.search(text):
        flags.append(after.lastgroup or "")
        text = text[: after.start()]
    return text.strip(), tuple(flags)


def _amount_of(sign: str, digits: str) -> Decimal | None:
    """Answers digits or a numeral as an exact number, None when it is neither or too long."""
    joined = digits.replace(",", "").replace(" ", "").upper()
    exponent = joined.partition("E")[2]
    if len(exponent.lstrip("+-0")) > len(str(LONGEST_NUMBER)):
        return None
    if joined.isascii():
        amount = Decimal(joined) if _ARABIC.fullmatch(joined) else None
    else:
        amount = read_numeral(joined)
    if amount is None:
        return None
    if exponent:
        amount = Decimal(f"{amount:f}")
    return EXACT.minus(amount) if sign and sign != "+" else amount


def _settle(amount: Decimal, unit: str, flags: tuple[str, ...]) -> Reading[Number] | None:
    """Answers the reading of an amount, 余 and 千 taken out of its unit; None when too long."""
    unit = unit.strip()
    if hedge := _MIDDLE.match(unit):
        flags = (*flags, "at_least")
        unit = hedge[1] + unit[hedge.end() :]
    while unit[:1] in _FOLDED:
        amount = EXACT.multiply(amount, Decimal(_FOLDED[unit[0]]))
        unit = unit[1:]
    exponent = amount.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    if max(amount.adjusted() + 1, 1) + max(decimals, 0) > LONGEST_NUMBER:
        return None
    return Reading(Number(amount, unit or None), tuple(dict.fromkeys(flags)))


def _refuse_number(plain: str, core: str) -> Reading[Never]:
    if len(_TOKEN.findall(core)) > 1 or _RANGE.search(core):
        return refused("value_has_two_numbers", shorten(plain))
    if bracketed := re.fullmatch(r"\(([0-9.,]+)\)", core):
        return refused("value_not_a_number", f"{shorten(plain)} → -{bracketed[1]} ?")
    return refused("value_not_a_number", shorten(plain))


_NONE_HAPPENED: Final = re.compile(
    "(?:没有|没|未发生|未|无|零)(?:发生)?(?:生产安全|安全生产|安全|死亡|伤亡|人员|亡人|各类)*"
    "(?:事故|伤亡|死亡|受伤|发生)?|(?:实现|保持)?(?:安全生产|安全)无事故|实现(?:了)?安全生产"
    "|(?:实现|保持)?零(?:事故|死亡|伤亡)"
)


def read_count(text: str) -> Reading[int]:
    """Answers how many, a whole number from 0.

    Words for none are zeros here: 未发生, 无, 无事故, 零, 实现安全生产. 持平 is not: it says "as
    many as before". A unit may only be a word for counting people or accidents, or a scale.

    Args:
        text: A cell, not empty.

    Returns:
        The count, or negative_count, value_not_whole, unit_contradicts, value_not_a_number,
        value_has_two_numbers, formula_without_value.
    """
    if len(text) <= LONGEST_TEXT and _NONE_HAPPENED.fullmatch(clean(text)):
        return Reading(0)
    reading = read_number(text)
    if reading.value is None:
        return refused(reading.reason or "value_not_a_number", reading.detail)
    amount, unit = reading.value.value, reading.value.unit or ""
    for scale, factor in (("亿", 100_000_000), ("万", 10_000)):
        if scale in unit[:2]:
            amount = EXACT.multiply(amount, Decimal(factor))
            unit = unit.replace(scale, "", 1)
    if unit and unit not in COUNT_WORDS:
        return refused("unit_contradicts", f"{unit} → {' / '.join(sorted(COUNT_WORDS))}")
    return _whole(amount, text, reading.flags)


def _whole(amount: Decimal, text: str, flags: tuple[str, ...]) -> Reading[int]:
    if amount < 0:
        return refused("negative_count", shorten(text))
    if amount != amount.to_integral_value():
        return refused("value_not_whole", shorten(text))
    if amount > LARGEST_COUNT:
        return refused("value_not_a_number", f"{shorten(text)} > {LARGEST_COUNT}")
    return Reading(int(amount), flags)


_YES: Final = frozenset(
    ("是", "有", "对", "真", "属于", "√", "✓", "✔", "y", "yes", "t", "true", "1")
)
_NO: Final = frozenset(
    (
        "否",
        "不是",
        "无",
        "非",
        "没有",
        "假",
        "不属于",
        "×",
        "✗",
        "✘",
        "❌",
        "n",
        "no",
        "f",
        "false",
        "0",
    )
)


def read_truth(text: str) -> Reading[bool]:
    """Answers yes or no: 是, √, Y, true, 1, 有 or 否, ×, N, false, 0, 无 and the like.

    Returns:
        The answer, or truth_not_recognised; a Latin x is refused, it may be a cross or a tick.
    """
    word = re.sub(r"\.0+$", "", clean(text[:LONGEST_TEXT]).casefold())
    if word in _YES:
        return Reading(value=True)
    if word in _NO:
        return Reading(value=False)
    return refused("truth_not_recognised", shorten(text))
