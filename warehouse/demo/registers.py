"""The city's registers of accidents as files: by year, later by month, each year in its own way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeAlias

from warehouse.demo.city import City
from warehouse.demo.reports import Report, Telling
from warehouse.demo.sheets import Cell, Table, as_text, as_workbook

Files: TypeAlias = dict[str, bytes]
# From this year on a file a month; until then one of the whole year.
MONTHLY_FROM: Final = 2026
# A year whose first half was sent before, with rows that nobody could read.
SPOILT_YEAR: Final = 2021
SPOILT_MONTHS: Final = 6
DECLARATION: Final = ("covers_region", "covers_from", "covers_to", "covers_scope")


@dataclass(frozen=True)
class Manner:
    """How a year's clerk writes.

    Attributes:
        moment: How a moment is written; as a spreadsheet's own where it is empty.
        day: How a day is written; likewise.
        industry: code, name or both.
        encoding: Of text; a workbook where it is empty.
        has_titles: Whether titles stand above the table, and footnotes below.
    """

    moment: str
    day: str
    industry: str
    encoding: str
    has_titles: bool

    @classmethod
    def of(cls, city: City, year: int) -> "Manner":
        """Answers how the clerk of a year writes."""
        said = next(each for each in city.words["manners"] if year in each["years"])
        return cls(**{name: said[name] for name in cls.__dataclass_fields__})

    def of_moment(self, moment: datetime) -> Cell:
        """Answers a moment as it is written."""
        return self.moment.format(moment) if self.moment else moment

    def of_day(self, day: date | None) -> Cell:
        """Answers a day as it is written."""
        return self.day.format(day) if self.day and day else day


def registers(city: City, reports: Sequence[Report]) -> Files:
    """Answers the files that tell of accidents, by name.

    Args:
        city: The city.
        reports: What it tells month by month.
    """
    files: Files = {}
    names = city.words["files"]
    for year in dict.fromkeys(report.month.year for report in reports):
        of_year = [report for report in reports if report.month.year == year]
        if year >= MONTHLY_FROM:
            for report in of_year:
                name = names["register_of_month"].format(year=year, month=report.month.month)
                files |= _of_month(city, report, name)
            continue
        name = names["register_of_year"].format(year=year)
        title = city.words["titles"]["register"].format(year=year)
        files |= _written(city, of_year, name, title)
        if year == SPOILT_YEAR:
            first = names["register_first"].format(year=year)
            files |= _spoilt(city, of_year[:SPOILT_MONTHS], first, title)
    return files


def _of_month(city: City, report: Report, name: str) -> Files:
    year, month = report.month.year, report.month.month
    title = city.words["titles"]["report"].format(year=year, month=month)
    files = _written(city, [report], name, title, declares=False)
    first, last = report.covers
    said = {
        "covers_region": f'"{city.words["name"]}"',
        "covers_from": first,
        "covers_to": last,
        "covers_scope": f'"{city.words["figures"]["production"]}"',
        "source_title": f'"{title}"',
        "published_date": report.published,
    }
    lines = "".join(f"{key} = {value}\n" for key, value in said.items())
    return files | {f"{name}.csv.meta.toml": lines.encode()}


def _written(
    city: City, reports: Sequence[Report], name: str, title: str, *, declares: bool = True
) -> Files:
    manner = Manner.of(city, reports[0].month.year)
    table = _table(city, reports, title, manner, declares=declares)
    if manner.encoding:
        return {f"{name}.csv": as_text(table, manner.encoding)}
    return {f"{name}.xlsx": as_workbook([table])}


def _table(
    city: City, reports: Sequence[Report], title: str, manner: Manner, *, declares: bool
) -> Table:
    words = city.words
    headings = {
        name: said
        for name, said in words["headings"].items()
        if declares or name not in DECLARATION
    }
    rows = [
        [row.get(name) for name in headings]
        for report in reports
        for row in [
            *(_row(city, telling, report, title, manner) for telling in report.tellings),
            *([_declaration(city, report, title, manner)] if declares else []),
        ]
    ]
    titles = words["titles"]
    above = (title, titles["simulated"]) if manner.has_titles else ()
    below = (titles["note"], titles["filled"]) if manner.has_titles else ()
    return Table(titles["sheet"], list(headings.values()), rows, above, below)


def _row(
    city: City, telling: Telling, report: Report, title: str, manner: Manner
) -> dict[str, Cell]:
    accident, names = telling.accident, city.words["names"]
    industry = accident.industry
    injured = accident.serious + accident.minor
    ordered, done = telling.measures or (None, None)
    return {
        "accident_id": f"SL-{accident.at.year}-{accident.number:04}",
        "occurred_at": manner.of_moment(accident.at),
        "region_name": accident.county["name"],
        "scope": names["scopes"][industry["scope"]] if telling.is_production else None,
        "industry": {
            "code": industry["code"],
            "name": industry["written"],
            "both": f"{industry['code']} {industry['written']}",
        }[manner.industry],
        "accident_type": accident.accident_type,
        "deaths": accident.deaths,
        "missing": 0,
        "serious_injuries": accident.serious,
        "minor_injuries": accident.minor,
        "direct_loss": accident.loss,
        "direct_loss_unit": names["loss_unit"],
        "is_production": names["yes"] if telling.is_production else names["no"],
        "place": accident.place,
        "enterprise": accident.firm,
        "handling_opened_date": manner.of_day(telling.opened),
        "handling_closed_date": manner.of_day(telling.closed),
        "measures_ordered": ordered,
        "measures_done": done,
        "summary": names["summary"].format(
            month=accident.at.month,
            day=accident.at.day,
            firm=accident.firm,
            place=accident.place,
            type=accident.accident_type,
            deaths=accident.deaths,
            injured=injured,
        ),
        "published_date": manner.of_day(report.published),
        "source_title": title,
    }


def _declaration(city: City, report: Report, title: str, manner: Manner) -> dict[str, Cell]:
    """Answers a row that says of what month the register is complete, and tells no accident."""
    first, last = report.covers
    return {
        "covers_region": city.words["name"],
        "covers_from": manner.of_day(first),
        "covers_to": manner.of_day(last),
        "covers_scope": city.words["figures"]["production"],
        "published_date": manner.of_day(report.published),
        "source_title": title,
    }


def _totals(city: City, reports: Sequence[Report]) -> Table:
    """Answers a sheet of totals, such as clerks add for themselves: no table to be loaded."""
    titles, told = city.words["titles"], Counter[tuple[str, str]]()
    for telling in (each for report in reports for each in report.tellings):
        told[telling.accident.county["name"], "accidents"] += 1
        told[telling.accident.county["name"], "deaths"] += telling.accident.deaths
    counties = [county["name"] for county in city.counties]
    rows: list[list[Cell]] = [
        [name, told[name, "accidents"], told[name, "deaths"]] for name in counties
    ]
    rows.append([titles["total"], *(sum(int(str(row[at])) for row in rows) for at in (1, 2))])
    return Table(titles["totals_sheet"], titles["totals"], rows, (titles["totals_title"],))


def _spoilt(city: City, reports: Sequence[Report], name: str, title: str) -> Files:
    """Answers a first register with three rows that cannot be read, and a sheet of totals."""
    table = _table(city, reports, title, Manner.of(city, SPOILT_YEAR), declares=True)
    spoilt, places = city.words["spoilt"], list(city.words["headings"])
    rows = [list(row) for row in table.rows]
    for at, (column, wrong) in enumerate(
        (("region_name", "region"), ("occurred_at", "day"), ("deaths", "count"))
    ):
        rows[10 * (at + 1)][places.index(column)] = spoilt[wrong]
    first = Table(table.name, table.headings, rows, table.above, table.below)
    return {name: as_workbook([first, _totals(city, reports)])}
