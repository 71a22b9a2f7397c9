"""The accidents of the simulated city: when, where, of what kind, how grave.

Each county and industry draws from a stream of its own, so that a change of one moves no other;
and only by random(), whose numbers Python keeps the same from version to version.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from warehouse.demo.city import FIRST_YEAR, City, months

# Hours in which accidents happen, so many of a hundred each; the rest of the day shares the rest.
HOURS: Final = {8: 6, 9: 9, 10: 11, 11: 8, 13: 5, 14: 9, 15: 10, 16: 9, 17: 6, 18: 4, 19: 3, 20: 3}
# Of accidents with three deaths and more, this share has ten and more.
MAJOR_SHARE: Final = 0.02
# Of the injured, so many seriously.
SERIOUS_SHARE: Final = 0.4
GRAVE: Final = 3


@dataclass(frozen=True)
class Accident:
    """An accident as it is when all is known of it.

    Attributes:
        number: Its place in the order of its year, from 1.
        at: When it happened.
        county: Its county.
        industry: Its industry.
        accident_type: Its type in words.
        deaths: Persons killed at once.
        serious: Persons seriously injured.
        minor: Persons slightly injured.
        loss: Direct loss in 10,000 yuan.
        firm: Whose it is.
        place: Where it happened.
        luck: A number from 0 to 1, which decides how it is told.
    """

    number: int
    at: datetime
    county: dict[str, Any]
    industry: dict[str, Any]
    accident_type: str
    deaths: int
    serious: int
    minor: int
    loss: float
    firm: str
    place: str
    luck: float

    @property
    def is_grave(self) -> bool:
        """Answers whether three persons or more were killed."""
        return self.deaths >= GRAVE


def simulate(city: City, first_year: int = FIRST_YEAR, seed: int | None = None) -> list[Accident]:
    """Answers all accidents in the order of time.

    Args:
        city: The city.
        first_year: The year they begin with; those of later years stay the same.
        seed: The number that makes them; the city's own when left out.
    """
    number = city.words["seed"] if seed is None else seed
    found: list[dict[str, Any]] = []
    for county in city.counties:
        for industry in city.industries:
            for month in months(first_year):
                # A stream for each month, so that a later first year changes none.
                luck = stream(number, county["code"], industry["code"], f"{month:%Y-%m}")
                for day, mean in enumerate(city.expected(county, industry, month), start=1):
                    for _ in range(_count(luck, mean)):
                        at = datetime(month.year, month.month, day) + _time(luck)  # noqa: DTZ001
                        found.append(_drawn(city, county, industry, at, luck))
    found.sort(key=lambda each: (each["at"], each["county"]["code"], each["industry"]["code"]))
    told: Counter[int] = Counter()
    accidents = []
    for each in found:
        told[each["at"].year] += 1
        accidents.append(Accident(number=told[each["at"].year], **each))
    return accidents


def stream(seed: int, *names: object) -> Random:
    """Answers a stream of random numbers that is that of some names, wherever it is asked for."""
    return Random("/".join(map(str, (seed, *names))))  # noqa: S311, nothing is kept secret by it


def pick(luck: Random, choices: Sequence[Any]) -> Any:  # noqa: ANN401 - one of whatever is given
    """Answers one of several, each as likely."""
    return choices[int(luck.random() * len(choices))]


def _count(luck: Random, mean: float) -> int:
    """Answers a Poisson number, by turning a random number around."""
    drawn, number = luck.random(), 0
    chance = below = math.exp(-mean)
    while drawn > below and chance > 0:
        number += 1
        chance *= mean / number
        below += chance
    return number


def _time(luck: Random) -> timedelta:
    drawn, minute = luck.random() * 100, 5 * int(luck.random() * 12)
    for hour, share in HOURS.items():
        drawn -= share
        if drawn < 0:
            return timedelta(hours=hour, minutes=minute)
    return timedelta(hours=int(luck.random() * 24), minutes=minute)


def _drawn(
    city: City, county: dict[str, Any], industry: dict[str, Any], at: datetime, luck: Random
) -> dict[str, Any]:
    names = city.words["names"]
    deaths = _deaths(luck, industry)
    hurt = 1 + int(luck.random() ** 4 * 4) if deaths == 0 else int(luck.random() ** 3 * 3)
    serious = sum(luck.random() < SERIOUS_SHARE for _ in range(hurt))
    # Most accidents are those of few firms and places.
    firm, place = luck.random() ** 1.5, luck.random() ** 1.5
    return {
        "at": at,
        "county": county,
        "industry": industry,
        "accident_type": industry["types"][int(luck.random() ** 1.7 * len(industry["types"]))],
        "deaths": deaths,
        "serious": serious,
        "minor": hurt - serious,
        "loss": round(10 + 90 * deaths * (0.6 + luck.random()) + 15 * luck.random(), 1),
        "firm": _firm(names, county, industry, firm),
        "place": _place(names, county, industry, place),
        "luck": luck.random(),
    }


def _deaths(luck: Random, industry: dict[str, Any]) -> int:
    drawn = luck.random() * 1000
    for deaths, name in enumerate(("none", "one", "two")):
        drawn -= industry[name]
        if drawn < 0:
            return deaths
    return 10 + int(luck.random() * 5) if luck.random() < MAJOR_SHARE else _few(luck)


def _few(luck: Random) -> int:
    return GRAVE + int(luck.random() ** 3 * 6)


def _firm(
    names: dict[str, Any], county: dict[str, Any], industry: dict[str, Any], at: float
) -> str:
    """Answers one of a county's firms of an industry, the first most often."""
    number = int(at * names["firms"] * len(industry["trades"]))
    of_name, of_trade = divmod(number, len(industry["trades"]))
    # Every county has firms of other names.
    shift = sum(map(ord, county["name"]))
    first = names["first"][(of_name + shift) % len(names["first"])]
    return str(names["firm"].format(first=first, trade=industry["trades"][of_trade]))


def _place(
    names: dict[str, Any], county: dict[str, Any], industry: dict[str, Any], at: float
) -> str:
    number = int(at * names["places"] * len(industry["places"]))
    of_number, of_place = divmod(number, len(industry["places"]))
    return str(
        names["place"].format(
            county=county["name"], number=of_number + 1, place=industry["places"][of_place]
        )
    )
