"""Words of a plan's target → what the warehouse reckons with: when it is due, per cent, bases.

Each reader takes one text and answers one value, or why there is none. Targets of files are read
when they are loaded, shipped ones by tools/read_plan_seeds.py, so that no model parses a word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import polars as pl

from loaders.words.reading import Reading, refused, shorten

EACH_YEAR: Final = ("each year ", "每年")
SPAN_LENGTH: Final = 9  # 2016-2020

_YEAR: Final = re.compile("[0-9]{4}")
_WITHIN: Final = re.compile("within ([0-9]{1,2}) .*years")
_TOTAL: Final = re.compile("([0-9]{4}-[0-9]{4}).*")
_PLAN_YEARS: Final = re.compile(".*([0-9]{4})-([0-9]{4})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DueTime:
    """When a target is due.

    Attributes:
        form: time (a year or a month), span (two years), within (so many years) or words (a
            sentence that begins with a year).
        is_each_year: Whether each of the years is meant.
        first_year: The first year named; None of within.
        last_year: The last year named; the first one where there is no other.
        within_years: The number of years of within.
    """

    form: str
    is_each_year: bool = False
    first_year: int | None = None
    last_year: int | None = None
    within_years: int | None = None


@dataclass(frozen=True, slots=True)
class PlanYears:
    """The years that a plan's code ends with.

    Attributes:
        first: The plan's first year.
        last: Its last year.
    """

    first: int
    last: int


@cache
def read_due_time(text: str) -> Reading[DueTime]:
    """Answers when a target is due.

    Args:
        text: 2020, 2018-12, 2016-2020, each year 2016-2020, 每年2016-2020 or within 3 years.

    Returns:
        The time; or period_not_recognised where it begins with no year. Of a sentence that begins
        with a year only that year is read.
    """
    is_each_year = read_is_each_year(text)
    plain = text
    for words in EACH_YEAR:
        plain = plain.replace(words, "")
    if within := _WITHIN.fullmatch(plain):
        return Reading(DueTime("within", is_each_year, within_years=int(within[1])))
    first = _year(plain[:4])
    if first is None:
        return refused("period_not_recognised", shorten(text))
    if len(plain) == SPAN_LENGTH:
        return Reading(DueTime("span", is_each_year, first, _year(plain[5:])))
    form = "time" if len(plain) < SPAN_LENGTH else "words"
    return Reading(DueTime(form, is_each_year, first, first))


def read_is_each_year(text: str) -> bool:
    """Answers whether a target's time says that each year is meant, whatever else it says."""
    return text.startswith(EACH_YEAR[0]) or EACH_YEAR[1] in text


def read_is_in_per_cent(unit: str) -> bool:
    """Answers whether a unit is per cent, also one with a remark: % (points not stated)."""
    return unit.startswith("%")


@cache
def read_alternative_total(text: str) -> Reading[str]:
    """Answers the years of a total that a target may be measured against instead.

    Args:
        text: 2011-2015 total and the like.

    Returns:
        2011-2015; or period_not_recognised where no two years stand at its beginning.
    """
    found = _TOTAL.fullmatch(text)
    return Reading(found[1]) if found else refused("period_not_recognised", shorten(text))


@cache
def read_plan_years(plan_code: str) -> Reading[PlanYears]:
    """Answers the years of a plan from the end of its code: huzhou-2021-2025.

    Returns:
        The years; or period_not_recognised where the code ends otherwise.
    """
    found = _PLAN_YEARS.fullmatch(plan_code)
    if not found:
        return refused("period_not_recognised", shorten(plan_code))
    return Reading(PlanYears(int(found[1]), int(found[2])))


def read_target_words(targets: pl.DataFrame) -> pl.DataFrame:
    """Answers what the words of targets say, row by row.

    Args:
        targets: plan_code, target_period, unit and alternative_base as texts.

    Returns:
        The columns of loaders.lake.schemas.TARGET_WORDS.
    """
    due = _values(targets["target_period"], read_due_time)
    plans = _values(targets["plan_code"], read_plan_years)
    return pl.DataFrame(
        {
            "due_form": _parts(due, "form", pl.String),
            "is_each_year": [
                read_is_each_year(text or "") for text in targets["target_period"].to_list()
            ],
            "due_first_year": _parts(due, "first_year", pl.Int32),
            "due_last_year": _parts(due, "last_year", pl.Int32),
            "due_within_years": _parts(due, "within_years", pl.Int32),
            "is_in_per_cent": [read_is_in_per_cent(unit or "") for unit in targets["unit"]],
            "alternative_total_period": pl.Series(
                _values(targets["alternative_base"], read_alternative_total), dtype=pl.String
            ),
            "plan_first_year": _parts(plans, "first", pl.Int32),
            "plan_last_year": _parts(plans, "last", pl.Int32),
        }
    )


def _values(texts: pl.Series, reader: Callable[[str], Reading[Any]]) -> list[Any]:
    return [None if text is None else reader(text).value for text in texts.to_list()]


def _parts(values: list[Any], name: str, dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    return pl.Series([getattr(value, name, None) for value in values], dtype=dtype)


def _year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) else None
