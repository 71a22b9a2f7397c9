"""What a workbook's own parts say of its cells that calamine does not pass on.

calamine gives every cell as text but drops: where the first used column stands, that a number is
a percentage, errors (#N/A becomes empty), formulas that were never calculated (empty as well) and
all digits after the ninth decimal. Such cells are found here and mended afterwards.

This module runs in the process that opens a workbook: it imports nothing that is slow to import.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

# A formula that no spreadsheet has calculated: its cell has no value. What follows is the formula.
FORMULA_WITHOUT_VALUE: Final = "="

CALAMINE_DECIMALS: Final = 9
PERCENT_FORMATS: Final = frozenset({9, 10})
DATE_FORMATS: Final = frozenset({*range(14, 23), *range(45, 48)})
# Dates and times with 年, 月, 日, 时, 分, 秒, built into Chinese, Japanese and Korean spreadsheets;
# calamine takes them for numbers.
EAST_ASIAN_DATE_FORMATS: Final = frozenset({*range(27, 37), *range(50, 59)})
DAYS_TO_1904: Final = 1462
SECONDS_A_DAY: Final = 86_400
# Texts in a number format, which may hold any letter: "元", \%, [Red], _) and *-.
ELAPSED: Final = re.compile(r"\[[hms]+\]", re.IGNORECASE)
LITERALS: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class BadPartError(Exception):
    """A part of a workbook is missing, damaged or larger than is read.

    Attributes:
        detail: What was found.
        reason: The code of the reason for refusing the file.
    """

    def __init__(self, reason: str, *found: object) -> None:
        """Keeps what was found."""
        self.reason = reason
        self.detail = " ".join(
            f"{each:,}" if isinstance(each, int) else str(each) for each in found
        )
        super().__init__(reason, self.detail)


class Mend(NamedTuple):
    """A cell as it should be read."""

    row: int  # 0-based
    column: int  # 0-based
    text: str
    replaces_nothing: bool  # whether calamine gives nothing for it


@dataclass(frozen=True)
class Styles:
    """Which of a workbook's cell styles, by number, show percentages and which dates.

    Attributes:
        percent: Styles of percentages.
        dates: Styles of dates that calamine knows.
        other_dates: Styles of dates that calamine takes for numbers.
        first_day: The day numbered 0, as an ordinal.
    """

    percent: frozenset[int] = frozenset()
    dates: frozenset[int] = frozenset()
    other_dates: frozenset[int] = frozenset()
    first_day: int = 0

    @classmethod
    def of(cls, formats: list[int], codes: dict[int, str], *, from_1904: bool) -> "Styles":
        """Answers the styles of a workbook.

        Args:
            formats: The number format of each style.
            codes: The workbook's own number formats.
            from_1904: Whether its days are counted from 1904, as on old Macintoshes.
        """
        numbered = list(enumerate(formats))
        own = {style for style, number in numbered if number in codes}
        east_asian = {style for style, number in numbered if number in EAST_ASIAN_DATE_FORMATS}
        first_day = date(1899, 12, 30).toordinal() + (DAYS_TO_1904 if from_1904 else 0)
        return cls(
            frozenset(style for style, number in numbered if _is_percent(number, codes)),
            frozenset(style for style, number in numbered if _is_date(number, codes)),
            frozenset(east_asian - own),
            first_day,
        )

    @property
    def to_mend(self) -> list[int]:
        """Answers the styles whose numbers calamine does not show as they are."""
        return sorted(self.percent | self.other_dates)


@dataclass
class Inspection:
    """What is known of a sheet's cells beside their text.

    Attributes:
        styles: The styles of the workbook.
        first_column: The first column with any value, 0-based: where calamine's rows begin.
        mends: The cells to mend.
    """

    styles: Styles = field(default_factory=Styles)
    first_column: int = 0
    mends: list[Mend] = field(default_factory=list)

    def add_number(self, row: int, column: int, value: float, style: int) -> None:
        """Mends a number if calamine would lose its per cent sign or its last digits."""
        if style in self.styles.percent:
            self.mends.append(Mend(row, column, percent_text(value), replaces_nothing=False))
            return
        if style in self.styles.other_dates:
            text = date_text(value, self.styles.first_day)
            self.mends.append(Mend(row, column, text, replaces_nothing=False))
            return
        if style in self.styles.dates or has_few_decimals(value):
            return
        text = number_text(value)
        if len(text.partition(".")[2]) > CALAMINE_DECIMALS:
            self.mends.append(Mend(row, column, text, replaces_nothing=False))

    def add_missing(self, row: int, column: int, text: str) -> None:
        """Mends a cell for which calamine gives nothing."""
        self.mends.append(Mend(row, column, text, replaces_nothing=True))


def has_few_decimals(value: float) -> bool:
    """Answers whether a number needs no more than two decimals, as most do."""
    return value == round(value, 2)


def number_text(value: float) -> str:
    """Answers a number with the 15 digits a spreadsheet knows, without exponent."""
    return f"{_fifteen_digits(value):f}"


def percent_text(value: float) -> str:
    """Answers a share as a percentage: 0.123 as 12.3%."""
    return f"{(_fifteen_digits(value) * 100).normalize():f}%"


def date_text(value: float, first_day: int) -> str:
    """Answers a day's number as 2015-03-01, with the time of day if there is one.

    Args:
        value: Days since the first day; less than 1 is a time of day.
        first_day: The ordinal of the day numbered 0.
    """
    days, seconds = divmod(round(value * SECONDS_A_DAY), SECONDS_A_DAY)
    if not date.min.toordinal() <= first_day + days <= date.max.toordinal():
        return number_text(value)
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if not days:
        return time
    day = date.fromordinal(first_day + days).isoformat()
    return f"{day} {time}" if seconds else day


def _fifteen_digits(value: float) -> Decimal:
    return Decimal(f"{value:.15g}").normalize()


def _is_percent(number: int, codes: dict[int, str]) -> bool:
    """Answers whether a number format shows a percentage; up to 163 they are built in."""
    if number in codes:
        return "%" in LITERALS.sub("", codes[number])
    return number in PERCENT_FORMATS


def _is_date(number: int, codes: dict[int, str]) -> bool:
    """Answers whether a number format shows a date or a time."""
    if number in codes:
        code = LITERALS.sub("", ELAPSED.sub("h", codes[number])).lower()
        return "general" not in code and re.search("[ymdhs]", code) is not None
    return number in DATE_FORMATS


def column_of(letters: bytes) -> int:
    """Answers the 0-based column that letters name: A is 0."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


def column_letters(column: int) -> bytes:
    """Answers the letters that name a 0-based column: A for 0."""
    letters = b""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = bytes([65 + letter]) + letters
    return letters
