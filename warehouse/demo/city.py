"""The simulated city: how many accidents of which industry are to be expected where and when.

All of it is said in words/city.toml and words/planted.csv; nothing is taken from a real place.
"""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

WORDS: Final = Path(__file__).parent / "words"
FIRST_YEAR: Final = 2016
# The simulation ends with this month; its last report is published in the next.
LAST_MONTH: Final = (2026, 10)
SUNDAY: Final = 6
DAYS_OF_YEAR: Final = 365.25


@dataclass(frozen=True)
class Outbreak:
    """A planted outbreak: in these months a region has so many times the accidents of a group.

    Attributes:
        region_code: Code of the county.
        scope_code: Group of industries.
        months: Year and month of the first and of the last.
        factor: How many times as many accidents are to be expected.
    """

    region_code: str
    scope_code: str
    months: tuple[tuple[int, int], tuple[int, int]]
    factor: float

    def holds(self, region: str, scope: str, month: tuple[int, int]) -> bool:
        """Answers whether it is on in a month, there."""
        first, last = self.months
        return (region, scope) == (self.region_code, self.scope_code) and first <= month <= last


@dataclass(frozen=True)
class City:
    """The simulated city.

    Attributes:
        words: What words/city.toml says.
        outbreaks: What is planted.
    """

    words: Mapping[str, Any]
    outbreaks: tuple[Outbreak, ...]

    @property
    def counties(self) -> list[dict[str, Any]]:
        """Answers its counties: code, name, share of the accidents, change a year."""
        return list(self.words["counties"])

    @property
    def industries(self) -> list[dict[str, Any]]:
        """Answers its industries, with their season and how grave their accidents are."""
        return list(self.words["industries"])

    def expected(
        self, county: Mapping[str, Any], industry: Mapping[str, Any], month: date
    ) -> list[float]:
        """Answers how many accidents of an industry are to be expected in a county, day by day.

        Args:
            county: One of the counties.
            industry: One of the industries.
            month: The first day of the month whose days are asked about.
        """
        usual = industry["rate"] * county["share"] / DAYS_OF_YEAR
        usual *= (1 + county["change"]) ** (month.year - FIRST_YEAR)
        usual *= industry["months"][month.month - 1] * 12 / sum(industry["months"])
        if month >= self.words["reform"]["from"]:
            usual *= industry.get("reformed", 1.0)
        for outbreak in self.outbreaks:
            if outbreak.holds(county["code"], industry["group"], (month.year, month.month)):
                usual *= outbreak.factor
        length = (first_of_next(month.year, month.month) - month).days
        days = [month + timedelta(days=number) for number in range(length)]
        festive = self._festive_days
        return [
            usual
            * (industry["festival"] if day in festive else 1.0)
            * (industry["sunday"] if day.weekday() == SUNDAY else 1.0)
            for day in days
        ]

    @cached_property
    def _festive_days(self) -> frozenset[date]:
        festival = self.words["festival"]
        around = range(-festival["before"], festival["after"])
        return frozenset(day + timedelta(days=off) for day in festival["days"] for off in around)


@cache
def city() -> City:
    """Answers the simulated city."""
    with (WORDS / "city.toml").open("rb") as file:
        words = tomllib.load(file)
    return City(words, tuple(map(_outbreak, rows("planted"))))


def rows(name: str) -> list[dict[str, str]]:
    """Answers the rows of one of the tables in words/."""
    with (WORDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def months(first_year: int = FIRST_YEAR) -> list[date]:
    """Answers the first days of all months of the simulation.

    Args:
        first_year: The year it begins with.
    """
    found, end = [date(first_year, 1, 1)], date(*LAST_MONTH, 1)
    while found[-1] < end:
        found.append(first_of_next(found[-1].year, found[-1].month))
    return found


def first_of_next(year: int, month: int) -> date:
    """Answers the first day of the month after one."""
    return date(year + month // 12, month % 12 + 1, 1)


def _outbreak(row: Mapping[str, str]) -> Outbreak:
    return Outbreak(
        row["region_code"],
        row["scope_code"],
        (_month(row["from_month"]), _month(row["to_month"])),
        float(row["factor"]),
    )


def _month(written: str) -> tuple[int, int]:
    year, month = written.split("-")
    return int(year), int(month)
