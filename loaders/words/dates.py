"""Text of a cell → a day or a moment, as written in China: local time, four-digit years.

Refused rather than guessed: 03/04/2015 (two readings), a spreadsheet's day number, years of two
digits and of the Republic of China.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from loaders.words.numerals import FIGURES, read_digits, read_numeral
from loaders.words.reading import LONGEST_TEXT, Reading, clean, refused, shorten

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199
ROC_YEAR_ZERO: Final = 1911
NOON: Final = 12

# Spreadsheets count days from here (their 1900 is taken for a leap year).
SPREADSHEET_DAY_ZERO: Final = date(1899, 12, 30)
SPREADSHEET_DAYS: Final = range(18264, 73415)  # 1950 to 2100

_N: Final = f"[{FIGURES}十廿卅]"
_SMALL: Final = f"{_N}{{1,3}}"
_WEEKDAY: Final = r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_ZONE: Final = r"(?: ?\+08:?00)?"
_DAY: Final = re.compile(
    rf"(?P<year>[{FIGURES}]{{4}})(?:年(?P<month>{_SMALL})月(?P<day>{_SMALL})[日号]?"
    rf"|(?P<mark>[-/.])(?P<month2>[0-9]{{1,2}})(?P=mark)(?P<day2>[0-9]{{1,2}})"
    rf"|(?P<month3>[0-9]{{2}})(?P<day3>[0-9]{{2}})(?:\.0+)?)"
    rf"{_WEEKDAY}(?:(?P<gap> ?[T,]? ?)(?P<clock>\S.*))?"
)
_HALVES: Final = "凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚|夜间|夜里|夜"
_CLOCK: Final = re.compile(
    rf"(?P<hedge>约|大约)?(?P<half>{_HALVES})?(?P<hedge2>约|大约)?(?P<hour>{_SMALL})"
    rf"(?:[时点](?:(?P<minute>{_SMALL})分?(?:(?P<second>{_SMALL})秒)?|(?P<quarter>半|一刻|三刻))?整?"
    r"|:(?P<minute2>[0-9]{2})(?::(?P<second2>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?)?)"
    rf"(?P<hedge3>许|左右|前后)?{_ZONE}"
)
_AFTERNOON: Final = ("下午", "傍晚", "晚上", "晚", "夜间", "夜里", "夜")
_PAST_THE_HOUR: Final = {"半": 30, "一刻": 15, "三刻": 45}
_ROC: Final = re.compile(
    rf"(?:中[华華])?民[国國](?P<year>[{FIGURES}十廿卅百]{{1,6}})(?=[-/.年]|$)"
    r"|(?P<bare>[0-9]{3})(?=[-/.年])"
)
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_SERIAL: Final = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What the text of a date says, its clock still to be read."""

    day: date
    clock: str


def read_date(text: str) -> Reading[date]:
    """Answers the day a cell names; a time beside it is left out.

    Args:
        text: 2015-03-01, 2015/3/1, 2015.3.1, 20150301, 2015年3月1日, 二〇一五年三月一日,
            2015-03-01 00:00:00 and the like, full-width too.

    Returns:
        The day, or date_not_recognised with what may be meant, or date_does_not_exist.
    """
    stamp = _read_stamp(text)
    if stamp.value is None:
        return refused(stamp.reason or "date_not_recognised", stamp.detail)
    if stamp.value.clock:
        moment = _read_clock(stamp.value, text)
        if moment.reason:
            return refused(moment.reason, moment.detail)
    return Reading(stamp.value.day)


def read_moment(text: str) -> Reading[datetime]:
    """Answers the local day and time a cell names; midnight where it names no time.

    许, 左右 and 约 beside the time give the flag approximate, no time at all the flag
    time_not_stated. 24:00 is refused: it may be meant for either of two days.

    Args:
        text: As for read_date, then 14:30, 14:30:05.963944, T14:30, 14时30分, 下午2时许 …

    Returns:
        The moment, without a time zone, or date_not_recognised, or date_does_not_exist.
    """
    stamp = _read_stamp(text)
    if stamp.value is None:
        return refused(stamp.reason or "date_not_recognised", stamp.detail)
    if not stamp.value.clock:
        return Reading(datetime.combine(stamp.value.day, time()), ("time_not_stated",))
    return _read_clock(stamp.value, text)


def _read_stamp(text: str) -> Reading[_Stamp]:
    if len(text) > LONGEST_TEXT:
        return refused("date_not_recognised", shorten(text))
    plain = clean(text)
    match = _DAY.fullmatch(plain)
    if match is None:
        return refused("date_not_recognised", _suggest(plain))
    year = int(read_digits(match["year"]))
    month = _small(match["month"] or match["month2"] or match["month3"])
    day = _small(match["day"] or match["day2"] or match["day3"])
    if month is None or day is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return refused("date_not_recognised", shorten(plain))
    if match["clock"] and match["month3"] and not match["gap"]:
        return refused("date_not_recognised", shorten(plain))
    found = _date(year, month, day)
    if found is None:
        return refused("date_does_not_exist", shorten(plain))
    return Reading(_Stamp(found, match["clock"] or ""))


def _read_clock(stamp: _Stamp, text: str) -> Reading[datetime]:
    if stamp.clock in _HALVES.split("|"):
        return Reading(datetime.combine(stamp.day, time()), ("time_not_stated",))
    match = _CLOCK.fullmatch(stamp.clock)
    if match is None:
        return refused("date_not_recognised", shorten(text))
    hour = _small(match["hour"])
    minute = _small(match["minute"] or match["minute2"] or "0")
    second = _small(match["second"] or match["second2"] or "0")
    if hour is None or minute is None or second is None:
        return refused("date_not_recognised", shorten(text))
    if hour < NOON and (
        match["half"] in _AFTERNOON or (match["half"] == "中午" and hour < NOON - 2)
    ):
        hour += NOON
    minute += _PAST_THE_HOUR.get(match["quarter"] or "", 0)
    fraction = int((match["fraction"] or "0").ljust(6, "0")[:6])
    try:
        moment = datetime.combine(stamp.day, time(hour, minute, second, fraction))
    except ValueError:
        return refused("date_does_not_exist", shorten(text))
    is_hedged = match["hedge"] or match["hedge2"] or match["hedge3"]
    return Reading(moment, ("approximate",) if is_hedged else ())


def _small(text: str) -> int | None:
    """Answers a month, day, hour or minute in digits or as a numeral."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    number = read_numeral(text)
    return None if number is None or number != int(number) else int(number)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def roc_year(text: str) -> int | None:
    """Answers the western year of a text that gives one of the Republic of China, or None.

    Args:
        text: Cleaned. 民国104年, 中華民國一〇四年, or three digits before 年, - or / are such.
    """
    match = _ROC.match(text)
    if match is None:
        return None
    figures = match["year"] or match["bare"]
    number = _small(figures) if not set(figures) <= set(FIGURES) else int(read_digits(figures))
    return None if not number else ROC_YEAR_ZERO + number


def _suggest(plain: str) -> str:
    """Answers what was found and which days it may mean."""
    found = shorten(plain)
    if serial := _SERIAL.fullmatch(plain):
        days = int(serial[1])
        if days in SPREADSHEET_DAYS:
            return f"{found} → {SPREADSHEET_DAY_ZERO + timedelta(days)} ?"
    if numbers := _YEAR_LAST.match(plain):
        one, other, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
        days_meant = {_date(year, one, other), _date(year, other, one)} - {None}
        return f"{found} → {' / '.join(sorted(str(day) for day in days_meant))} ?"
    if year_meant := roc_year(plain):
        return f"{found} → {year_meant}"
    return found
