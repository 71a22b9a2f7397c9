"""What the city tells of its accidents, month by month: new ones, late ones, what it corrects.

The report of a month is published in the next. An accident is told again under its number when an
injured person dies, when its handling goes on, or when a review finds that it was none of
production; some are only found out months later.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from warehouse.demo.accidents import Accident, stream
from warehouse.demo.city import LAST_MONTH, City, first_of_next

MOST_MEASURES: Final = 9
FEWEST_MEASURES: Final = 4


@dataclass(frozen=True)
class Telling:
    """An accident as a report tells it.

    Attributes:
        accident: The accident, with the deaths known then.
        is_production: Whether it is thought to be one of production.
        opened: Day on which its handling was taken up by the city, if known.
        closed: Day on which that ended.
        measures: Measures ordered, and done.
    """

    accident: Accident
    is_production: bool = True
    opened: date | None = None
    closed: date | None = None
    measures: tuple[int, int] | None = None


@dataclass(frozen=True)
class Report:
    """What is told of a month.

    Attributes:
        month: Its first day.
        published: The day of publication.
        tellings: Accidents, new and old.
    """

    month: date
    published: date
    tellings: Sequence[Telling]

    @property
    def covers(self) -> tuple[date, date]:
        """Answers the first and the last day of its month."""
        last = first_of_next(self.month.year, self.month.month) - timedelta(days=1)
        return self.month, last


def reports(city: City, accidents: Sequence[Accident], months: Sequence[date]) -> list[Report]:
    """Answers the reports of all months, the last published in the month after the last.

    Args:
        city: The city.
        accidents: Its accidents.
        months: First days of the months to be reported.
    """
    told: dict[date, list[Telling]] = defaultdict(list)
    for accident in accidents:
        # Of two tellings in one month the later says all.
        latest = dict(_tellings(city, accident))
        for month, telling in latest.items():
            told[month].append(telling)
    return [Report(month, published(city, month), told[month]) for month in months]


def published(city: City, month: date) -> date:
    """Answers on which day the report of a month is published."""
    return first_of_next(month.year, month.month).replace(day=city.words["reporting"]["day"])


def counted(
    found: Sequence[Report], known_on: date, year: int, county: str = "", last_month: int = 12
) -> tuple[int, int, int]:
    """Answers accidents, deaths and grave accidents of a year as known on a day.

    Args:
        found: The reports.
        known_on: Only reports published until then are read.
        year: The year of the accidents.
        county: Code of a county; all counties when left out.
        last_month: Accidents until the end of this month.
    """
    latest: dict[int, Telling] = {}
    for report in found:
        if report.published <= known_on:
            for telling in report.tellings:
                at = telling.accident.at
                if at.year == year and at.month <= last_month:
                    latest[telling.accident.number] = telling
    counts = [
        each.accident
        for each in latest.values()
        if each.is_production and county in ("", each.accident.county["code"])
    ]
    return len(counts), sum(each.deaths for each in counts), sum(each.is_grave for each in counts)


def _tellings(city: City, accident: Accident) -> Iterator[tuple[date, Telling]]:
    """Yields in which months an accident is told, and how, in the order of time."""
    rules, at = city.words["reporting"], accident.at.date()
    luck = stream(city.words["seed"], "told", accident.county["code"], accident.at, accident.luck)
    is_late, dies = luck.random() < rules["found_later"], luck.random() < rules["dies_later"]
    wait = 1 + int(luck.random() * rules["found_months"]) if is_late else 0
    telling, first = Telling(accident), _later(at, wait)
    yield first, telling
    if dies and accident.serious and not is_late:
        changed = replace(
            accident,
            deaths=accident.deaths + 1,
            serious=accident.serious - 1,
        )
        telling = replace(telling, accident=changed)
        yield _later(first, 1), telling
    if accident.deaths <= 1 and luck.random() < rules["not_production"]:
        yield _later(first, 2), replace(telling, is_production=False)
    if accident.is_grave:
        yield from _handling(rules, telling, first, luck.random(), luck.random())


def _handling(
    rules: dict[str, Any], telling: Telling, first: date, lasts: float, quality: float
) -> Iterator[tuple[date, Telling]]:
    """Yields how the handling of a grave accident is opened, goes on, and is closed."""
    opened = telling.accident.at.date() + timedelta(days=rules["opened_days"])
    ordered = FEWEST_MEASURES + int(quality * (MOST_MEASURES - FEWEST_MEASURES + 1))
    shortest, longest = rules["closed_days"]
    closed = opened + timedelta(days=shortest + int(lasts * (longest - shortest)))
    telling = replace(telling, opened=opened, measures=(ordered, 0))
    yield max(first, _later(opened, 0)), telling
    halfway = opened + (closed - opened) / 2
    yield (
        max(first, _later(halfway, 0)),
        replace(telling, measures=(ordered, int(ordered * rules["kept_seriously"]))),
    )
    if quality > 1 - rules["kept_seriously"]:
        ended = replace(telling, closed=closed, measures=(ordered, ordered))
        yield max(first, _later(closed, 0)), ended


def _later(day: date, months: int) -> date:
    """Answers the first day of the month so many months after that of a day."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def last_month() -> date:
    """Answers the first day of the last month that is reported."""
    return date(*LAST_MONTH, 1)
