"""Days written in ways that a reader refuses to guess at, for layouts that say which it is."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import polars as pl

from loaders.words.dates import ROC_YEAR_ZERO, SPREADSHEET_DAY_ZERO, SPREADSHEET_DAYS
from loaders.words.reading import clean

Written: TypeAlias = Callable[[str], str | None]

_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?![0-9])(.*)")
_ROC: Final = re.compile(
    r"(?:中?[华華]?民[国國])?([0-9]{1,3})(?:年|[-/.])(?:([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})[日号號]?)?(.*)"
)
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")


def as_read(texts: pl.Series, calendar: str) -> pl.Series:
    """Answers a column of days as readers take them, 2015-03-01 14:30:00.

    What is not written in the calendar's way stays as it is.

    Args:
        texts: Cells.
        calendar: day_month_year, month_day_year, republic (years of the Republic of China) or
            serial (a spreadsheet's day number).
    """
    write = CALENDARS[calendar]
    found = {text: write(clean(text)) for text in texts.drop_nulls().unique().to_list()}
    meant = {text: day for text, day in found.items() if day is not None}
    return texts.replace(meant) if meant else texts


def _day_first(text: str) -> str | None:
    found = _YEAR_LAST.fullmatch(text)
    return found and f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}{_clock(found[4])}"


def _month_first(text: str) -> str | None:
    found = _YEAR_LAST.fullmatch(text)
    return found and f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}{_clock(found[4])}"


def _of_the_republic(text: str) -> str | None:
    found = _ROC.fullmatch(text)
    if found is None:
        return None
    year = ROC_YEAR_ZERO + int(found[1])
    if found[2] is None:
        return f"{year}年{found[4]}"
    return f"{year}-{int(found[2]):02}-{int(found[3]):02}{_clock(found[4])}"


def _of_a_spreadsheet(text: str) -> str | None:
    if _SERIAL.fullmatch(text) is None or int(float(text)) not in SPREADSHEET_DAYS:
        return None
    midnight = datetime.combine(SPREADSHEET_DAY_ZERO, datetime.min.time())
    moment = midnight + timedelta(seconds=round(float(text) * 86_400))
    return f"{moment:%Y-%m-%d %H:%M:%S}" if "." in text else f"{moment:%Y-%m-%d}"


def _clock(text: str) -> str:
    """Answers the time of day behind a day, in the signs that readers know."""
    rest = text.strip().replace("時", "时").replace("點", "点")
    return f" {rest}" if rest else ""


CALENDARS: Final[dict[str, Written]] = {
    "day_month_year": _day_first,
    "month_day_year": _month_first,
    "republic": _of_the_republic,
    "serial": _of_a_spreadsheet,
}
