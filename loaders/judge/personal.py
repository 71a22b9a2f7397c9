"""Personal data: names, identity and telephone numbers of people have no place in a register here.

Statistics need none of them. A row that holds one is refused unless the home's setting allows it
(WAREHOUSE_PERSONAL_DATA), and of what is kept of refused rows they are taken out. A firm's name, a
place, the number of an accident or a document and the credit code of a firm are no personal data.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

import polars as pl

from loaders.form.layouts import Layout, parts_of, plain
from loaders.form.marks import ROW
from loaders.words.columns import DETAIL, LINE, REASONS

MASK: Final = "***"
# Canonical columns of free text: they may hold what no other column can.
FREE_TEXT: Final = frozenset(("summary", "place", "enterprise", "region_name", "source_title"))

_NAME: Final = re.compile(
    r"姓名|名单|^(死者|伤者|死伤者|遇难者?|遇难人员|死亡人员|受伤人员|伤亡人员|受害[人者]|当事人|肇事[人者]"
    r"|目击[人者]|联系人|(主要|现场|安全)?负责人|法定代表人|法人代表|(事故)?责任人|报告人|报案人|填报人|经办人|审核人)"
    r"[0-9一二三四五六七八九十]*$"
    r"|^(full|first|last|family|given|victims?|contact|persons?|workers?|patients?)?names?$"
    r"|^(victims?|contact(person)?|deceased|injuredpersons?)$",
)
_PHONE: Final = re.compile(
    r"手机|电话|联系方式|联系号码|^(contact|mobile|cell)?(tele)?phone(number|no)?$|^mobile(number|no)?$|^tel$"
)
_IDENTITY: Final = re.compile(
    r"身份证|身份证明|公民身份|证件号|^(id|identity)(card|number|no|cardnumber|cardno)$"
)
# Columns whose long numbers are those of things, not of people.
_OF_THINGS: Final = re.compile(
    r"编号|编码|代码|文号|案号|单号|序号|统一社会信用|执照|许可证|车牌|坐标|经度|纬度|id$|code$|no$|number$"
)
_NO_NAME: Final = frozenset(
    ("无", "不详", "未知", "不明", "没有", "是", "否", "none", "na", "n/a", "unknown", "nil")
)
_LETTER: Final = re.compile(r"[^\W\d_]")
# Eleven or more digits, however they are grouped: few cells have them.
_LONG_NUMBER: Final = r"(?:\p{Nd}[ -]?){10}"
_IDENTITY_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])([1-8][0-9]{5})[ -]?([0-9]{8})[ -]?([0-9]{3}[0-9Xx])(?![0-9A-Za-z])"
)
_MOBILE_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}"
    r"(?![0-9A-Za-z]|\.[0-9]|[元万亿吨])"
)
_PROVINCES: Final = frozenset(
    (
        *(*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)),
        *(*range(61, 66), 71, 81, 82),
    )
)
# GB 11643-1999: weights of the first seventeen digits, and what their sum mod 11 ends with.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_EARLIEST_BIRTH: Final = 1880


def without_personal_numbers(text: str) -> str:
    """Answers a text whose identity and mobile numbers are replaced by asterisks."""
    if not re.search(r"(?:\d[ -]?){10}", text):
        return text
    even = _even(text)
    found = [each.span() for each in _IDENTITY_NUMBER.finditer(even) if _is_identity(each)]
    found += [each.span() for each in _MOBILE_NUMBER.finditer(even)]
    for start, end in sorted(found, reverse=True):
        text = text[:start] + MASK + text[end:]
    return text


def personal_columns(headings: Mapping[str, str], layout: Layout) -> dict[str, tuple[str, str]]:
    """Answers the columns whose headings announce personal data.

    Args:
        headings: Heading to its column, such as c3.
        layout: What it reads as something else is left alone.

    Returns:
        Column to its heading and the reason's code.
    """
    read = _read_as(layout, lambda name: name not in FREE_TEXT or name == "region_name")
    found: dict[str, tuple[str, str]] = {}
    for heading, column in headings.items():
        if plain(heading) in read:
            continue
        even = re.sub(r"[\s_\-/()（）]", "", unicodedata.normalize("NFKC", heading)).casefold()
        for pattern, reason in (
            (_IDENTITY, "personal_identity_number"),
            (_PHONE, "personal_phone_number"),
            (_NAME, "personal_name"),
        ):
            if pattern.search(even):
                found[column] = (heading, reason)
                break
    return found


def refuse_personal(
    judged: pl.DataFrame, raw: pl.DataFrame, headings: Mapping[str, str], layout: Layout
) -> pl.DataFrame:
    """Answers the rows, those refused that hold names, identity or telephone numbers of people.

    Args:
        judged: Rows with row_number, reason_codes and detail.
        raw: The sheet's rows they came from.
        headings: Heading to its column in them.
        layout: How they were read.
    """
    announced = personal_columns(headings, layout)
    things = _read_as(layout, lambda name: name not in FREE_TEXT)
    found: list[tuple[int, str, str]] = []
    for column, (heading, reason) in announced.items():
        for number, text in _filled(raw, column):
            if _is_personal(text, reason):
                found.append((number, reason, heading))
    for heading, column in headings.items():
        if column in announced or _is_of_things(heading, things):
            continue
        for number, text in _filled(raw, column, _LONG_NUMBER):
            found += [(number, reason, heading) for reason in _reasons_inside(text)]
    return _with_reasons(judged, found)


def masked(
    raw: pl.DataFrame, headings: Mapping[str, str], layout: Layout, *, inside: bool
) -> pl.DataFrame:
    """Answers a sheet's rows without personal data: asterisks stand in their place.

    Args:
        raw: The sheet's rows.
        headings: Heading to its column in them; where there are none every column is looked into.
        layout: How they were read.
        inside: Whether identity and mobile numbers are looked for inside cells too.
    """
    announced = personal_columns(headings, layout)
    kept = {column: _mask(column) for column in announced if column in raw.columns}
    if inside:
        things = _read_as(layout, lambda name: name not in FREE_TEXT)
        of_things = {
            column for heading, column in headings.items() if _is_of_things(heading, things)
        }
        for column in raw.columns:
            if column != ROW and column not in of_things and column not in kept:
                kept[column] = pl.col(column).map_elements(
                    without_personal_numbers, return_dtype=pl.String
                )
    return raw.with_columns(**kept)


def _mask(column: str) -> pl.Expr:
    cell = pl.col(column)
    is_filled = cell.str.strip_chars().fill_null("") != ""
    return pl.when(is_filled).then(pl.lit(MASK)).otherwise(cell)


def _is_of_things(heading: str, things: set[str]) -> bool:
    return plain(heading) in things or bool(_OF_THINGS.search(heading.casefold()))


def _read_as(layout: Layout, is_meant: Callable[[str], bool]) -> set[str]:
    """Answers the headings that a layout reads as certain canonical columns, plain."""
    return {
        plain(heading)
        for name, source in layout.columns.items()
        if is_meant(name)
        for heading in (
            *source.headings,
            *(part for text in source.text for part in parts_of(text)),
        )
    }


def _filled(raw: pl.DataFrame, column: str, pattern: str = r"\S") -> list[tuple[int, str]]:
    if column not in raw.columns:
        return []
    meant = raw.filter(pl.col(column).str.contains(pattern).fill_null(value=False))
    return list(meant.select(ROW, column).iter_rows())


def _is_personal(text: str, reason: str) -> bool:
    even = _even(text).strip()
    if reason == "personal_name":
        return bool(_LETTER.search(even)) and even.casefold() not in _NO_NAME
    digits = sum(letter.isdigit() for letter in even)
    return digits >= (7 if reason == "personal_phone_number" else 15)


def _reasons_inside(text: str) -> list[str]:
    even = _even(text)
    reasons: list[str] = []
    if any(_is_identity(each) for each in _IDENTITY_NUMBER.finditer(even)):
        reasons.append("personal_identity_number")
    if _MOBILE_NUMBER.search(even):
        reasons.append("personal_phone_number")
    return reasons


def _is_identity(found: re.Match[str]) -> bool:
    """Answers whether eighteen places are an identity number: region, birthday and check digit."""
    number = "".join(found.groups()).upper()
    if int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return born.year >= _EARLIEST_BIRTH and number[-1] == _CHECKS[total % 11]


def _even(text: str) -> str:
    """Answers a text with plain digits and signs, each letter still in its place."""
    return (
        "".join(
            even if len(even := unicodedata.normalize("NFKC", letter)) == 1 else letter
            for letter in text
        )
        .replace("\u2010", "-")
        .replace("\u2013", "-")
        .replace("\u2014", "-")
    )


def _with_reasons(judged: pl.DataFrame, found: list[tuple[int, str, str]]) -> pl.DataFrame:
    """Answers the rows with the reasons found beside those they already have, each once."""
    if not found:
        return judged
    by_row: dict[int, dict[str, str]] = {}
    for number, reason, heading in found:
        by_row.setdefault(number, {}).setdefault(reason, heading)
    new = pl.DataFrame(
        {
            "row_number": list(by_row),
            "new_reasons": ["|".join(reasons) for reasons in by_row.values()],
            "new_details": [LINE.join(reasons.values()) for reasons in by_row.values()],
        },
        schema={"row_number": pl.Int32, "new_reasons": pl.String, "new_details": pl.String},
    )
    joined = judged.join(new, on="row_number", how="left", maintain_order="left")
    is_new = pl.col("new_reasons").is_not_null()
    return joined.with_columns(
        pl.concat_str("new_reasons", REASONS, separator="|", ignore_nulls=True)
        .replace("", None)
        .alias(REASONS),
        pl.when(is_new)
        .then(pl.concat_str("new_details", DETAIL, separator=LINE, ignore_nulls=True))
        .otherwise(DETAIL)
        .alias(DETAIL),
    ).drop("new_reasons", "new_details")
