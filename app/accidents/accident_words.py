"""What the page of accidents says: the answer, what its registers cover, months and hours."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from app.accidents.accident_questions import ALL_YEARS, NOT_STATED
from app.base import numbers
from app.base.words import Words

# More months than this with the same number are no peak.
MOST_PEAKS = 2
BAND_HOURS = 3


def period(year: str, words: Words) -> str:
    """Answers what a year is called, or all complete years together."""
    if year == ALL_YEARS:
        return words("accidents_all_years")
    return words("period_year", year=year)


def month(number: int, words: Words) -> str:
    """Answers what a month is called by itself."""
    return words(f"month_{number:02d}")


def weekday(number: int, words: Words) -> str:
    """Answers what a day of the week is called, from 1 for Monday to 7."""
    return words(f"weekday_{number}")


def bands(words: Words) -> list[str]:
    """Answers what the hours of a day are called, three together."""
    return [
        words("accidents_hours", first=first, last=first + BAND_HOURS)
        for first in range(0, 24, BAND_HOURS)
    ]


def answer(told: Mapping[str, Any], profiles: pl.DataFrame, words: Words) -> str:
    """Answers in one sentence how many accidents there were, of what, and when most.

    Args:
        told: period, region, scope (names), and what (of which type and industry, or nothing).
        profiles: profile_code, name, accidents and deaths of the parts; that of severity has all.
        words: The words of the page.
    """
    whole = profiles.filter(pl.col("profile_code") == "severity")
    accidents, deaths = int(whole["accidents"].sum()), int(whole["deaths"].sum() or 0)
    if not accidents:
        return words("accidents_none", **told)
    further = [*_leading(profiles, accidents, words), *_peak(profiles, words)]
    tail = words("accidents_parts", parts=words("accidents_and").join(further)) if further else ""
    return words(
        "accidents_answer",
        accidents=numbers.count(accidents),
        deaths=numbers.count(deaths),
        parts=tail,
        **told,
    )


def _leading(profiles: pl.DataFrame, accidents: int, words: Words) -> list[str]:
    """Answers the share of the type that is most frequent, where types are told apart."""
    types = profiles.filter(
        pl.col("profile_code") == "accident_type",
        ~pl.col("is_set"),
        pl.col("profile_value") != NOT_STATED,
    ).sort("accidents", descending=True)
    if types.height <= 1:
        return []
    share = numbers.number(100 * types["accidents"][0] / accidents, 0)
    return [words("accidents_leading", name=words.within(types["name"][0]), share=share)]


def _peak(profiles: pl.DataFrame, words: Words) -> list[str]:
    """Answers the month with most accidents, where one or two have more than all others."""
    months = (
        profiles.filter(pl.col("profile_code") == "month_hour")
        .group_by(pl.col("profile_value").cast(pl.Int64))
        .agg(pl.col("accidents").sum())
        .sort("profile_value")
    )
    most = months.filter(pl.col("accidents") == pl.col("accidents").max())
    if most.height > MOST_PEAKS or most.height == months.height:
        return []
    named = [month(number, words) for number in most["profile_value"]]
    return [words("accidents_peak", months=words("list_comma").join(named))]


def spans(periods: Sequence[str], words: Words) -> str:
    """Answers months as spans without a gap: 2023年1月至2026年10月.

    Args:
        periods: Months as 2023-01, in order, each once.
        words: The words of the page.
    """
    if not periods:
        return ""
    groups: list[list[str]] = [[periods[0]]]
    for before, after in pairwise(periods):
        if _number(after) == _number(before) + 1:
            groups[-1].append(after)
        else:
            groups.append([after])
    told = []
    for group in groups:
        first, last = _month(group[0], words), _month(group[-1], words)
        told.append(first if len(group) == 1 else words("accidents_span", first=first, last=last))
    return words("list_comma").join(told)


def _number(period: str) -> int:
    year, number = period.split("-")
    return 12 * int(year) + int(number)


def _month(code: str, words: Words) -> str:
    return numbers.period({"period": code, "period_basis": "single_month"}, words)
