"""What the city's offices publish beside the registers: denominators, totals, quotas, shares."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from warehouse.demo.accidents import stream
from warehouse.demo.city import City
from warehouse.demo.registers import Files
from warehouse.demo.reports import Report, counted, published
from warehouse.demo.sheets import Cell, Table, as_text, as_workbook

BASE_YEAR: Final = 2015
QUARTERS: Final = 4
# Of a year's product so much is made until the end of each quarter.
UNTIL_QUARTER: Final = (0.225, 0.468, 0.722, 1.0)
# A first estimate is below the last word.
FIRST_ESTIMATE: Final = 0.992
MONTHS: Final = 12
QUOTAS_FROM, QUOTAS_TO = 2021, 2026
# A quota is so many times the mean of the three years before.
TIGHTNESS: Final = 0.96
YEARS_BEFORE: Final = 3
MONTHLY_FROM: Final = 2025
WORK_FROM: Final = 2020
PLAN_YEARS: Final = 5
# How many of the counties' own figures are spoilt, and how.
SPOILT_YEAR: Final = 2023


def figures(city: City, reports: Sequence[Report]) -> Files:
    """Answers the files of figures, by name.

    Args:
        city: The city.
        reports: What is told of accidents, which the totals follow.
    """
    first, last = reports[0].month.year, reports[-1].month
    years = list(range(first, last.year))
    names = city.words["files"]
    made = _Made(city, reports)
    files = {
        names["yearbook"]: as_workbook(list(made.yearbook(years))),
        names["gdp"]: as_text(made.sheet(made.quarters([*years, last.year], last)), "gb18030"),
        names["vehicles"]: as_text(made.sheet(made.vehicles()), "gb18030"),
        names["bulletin"]: as_text(made.sheet(made.bulletins(years)), "gb18030"),
        names["monthly"]: as_text(made.sheet(made.monthly(last))),
        names["work"]: as_workbook([made.sheet(made.work())]),
        names["counties"]: as_text(made.sheet(made.spoilt()), "gb18030"),
    }
    for year in range(max(QUOTAS_FROM, first + YEARS_BEFORE), QUOTAS_TO + 1):
        files[names["quotas"].format(year=year)] = as_text(made.quotas(year), "gb18030")
    return files


class _Made:
    """The figures of one city."""

    def __init__(self, city: City, reports: Sequence[Report]) -> None:
        self.city, self.reports = city, reports
        self.words, self.titles = city.words["figures"], city.words["titles"]
        self.places = [("", city.words["name"])]
        self.places += [(county["code"], county["name"]) for county in city.counties]

    def sheet(self, rows: Iterator[list[Cell]]) -> Table:
        """Answers rows of figures under the headings of the standard form."""
        return Table(self.titles["yearbook"][:20], self.words["headings"], list(rows))

    def value(self, measure: dict[str, Any], year: int, place: int) -> float:
        """Answers a measure of the city (place 0) or a county; the counties add up to the city."""
        if place == 0:
            parts = [self.value(measure, year, at) for at in range(1, len(self.places))]
            return float(round(sum(parts), measure["decimals"]))
        luck = stream(self.city.words["seed"], measure["measure"], year, place)
        grown = measure["start"] * (1 + measure["growth"]) ** (year - BASE_YEAR)
        grown *= measure["shares"][place - 1] * (1 + 0.01 * (luck.random() - 0.5))
        return float(round(grown, measure["decimals"]))

    def yearbook(self, years: Sequence[int]) -> Iterator[Table]:
        """Yields a sheet a measure: counties down, years across, a footnote."""
        across = [self.words["year"].format(year=year) for year in years]
        for number, measure in enumerate(self.words["yearbook"], start=1):
            title = self.words["table_title"].format(number=number, **measure)
            rows = [
                [name, *(self.value(measure, year, at) for year in years)]
                for at, (_, name) in enumerate(self.places)
            ]
            headings = [self.words["region_heading"], *across]
            above = (title, self.titles["simulated"])
            yield Table(measure["measure"], headings, rows, above, (self.titles["note"],))

    def quarters(self, years: Sequence[int], last: date) -> Iterator[list[Cell]]:
        """Yields the product of each quarter, from January on, as first published."""
        measure = self.words["yearbook"][0]
        for year in years:
            for quarter in range(QUARTERS):
                ends = date(year, 3 * quarter + 3, 1)
                if ends > last:
                    return
                period = f"{self.words['year'].format(year=year)}{self.words['quarters'][quarter]}"
                for at, (_, name) in enumerate(self.places):
                    value = self.value(measure, year, at) * UNTIL_QUARTER[quarter] * FIRST_ESTIMATE
                    basis = "whole_year" if quarter == QUARTERS - 1 else "cumulated"
                    told = published(self.city, ends).replace(day=25)
                    yield [
                        *(name, period, self.words[basis], measure["measure"], ""),
                        *(round(value, 2), measure["unit"], self.words["preliminary"], f"{told}"),
                        *self._source(self.titles["gdp"], "statistics_office"),
                    ]

    def vehicles(self) -> Iterator[list[Cell]]:
        """Yields the city's motor vehicles at the end of each month."""
        measure = next(
            each for each in self.words["yearbook"] if each["measure"] == self.words["vehicles"]
        )
        for report in self.reports:
            year, month = report.month.year, report.month.month
            before = self.value(measure, year - 1, 0)
            grown = before + (self.value(measure, year, 0) - before) * month / MONTHS
            yield [
                *(self.city.words["name"], self.words["month"].format(year=year, month=month)),
                *(self.words["at_end"], measure["measure"], "", round(grown, 2), measure["unit"]),
                *("", f"{report.published}"),
                *self._source(self.titles["vehicles"], "statistics_office"),
            ]

    def bulletins(self, years: Sequence[int]) -> Iterator[list[Cell]]:
        """Yields the accidents of whole years: first as known in January, then in May."""
        for year in years:
            title = self.titles["bulletin"].format(year=year)
            for vintage, day in (
                ("preliminary", date(year + 1, 1, 20)),
                ("final", date(year + 1, 5, 20)),
            ):
                for code, name in self.places:
                    counts = counted(self.reports, day, year, code)
                    for measure, value in zip(
                        ("accidents", "deaths", "grave"), counts, strict=True
                    ):
                        yield [
                            *(name, f"{year}", self.words["whole_year"], self.words[measure]),
                            *(self.words["production"], value, self._unit(measure)),
                            *(self.words[vintage], f"{day}", *self._source(title, "publisher")),
                        ]

    def monthly(self, last: date) -> Iterator[list[Cell]]:
        """Yields the accidents from January on, as each month's bulletin told them."""
        for report in self.reports:
            year, month = report.month.year, report.month.month
            if year < MONTHLY_FROM or report.month > last:
                continue
            title = self.titles["monthly"].format(year=year, month=month)
            counts = counted(self.reports, report.published, year, last_month=month)
            period = self.words["month"].format(year=year, month=month)
            for measure, value in zip(("accidents", "deaths"), counts[:2], strict=True):
                yield [
                    *(self.city.words["name"], period, self.words["cumulated"]),
                    *(self.words[measure], self.words["production"], value, self._unit(measure)),
                    *(self.words["preliminary"], f"{report.published}"),
                    *self._source(title, "publisher"),
                ]

    def work(self) -> Iterator[list[Cell]]:
        """Yields the shares that the plans ask for."""
        for measure in self.words["work"]:
            for year, value in enumerate(measure["values"], start=WORK_FROM):
                yield [
                    *(self.city.words["name"], f"{year}", self.words["whole_year"]),
                    *(measure["measure"], "", value, "%", "", f"{year + 1}-02-10"),
                    *self._source(self.titles["work"], "publisher"),
                ]

    def spoilt(self) -> Iterator[list[Cell]]:
        """Yields what counties sent of a year; four rows are refused, each for its own reason."""
        spoilt, title = self.city.words["spoilt"], self.titles["bulletin"].format(year=SPOILT_YEAR)
        for code, name in self.places[1:]:
            _, deaths, _ = counted(self.reports, date(SPOILT_YEAR + 1, 1, 20), SPOILT_YEAR, code)
            yield self._county(name, f"{SPOILT_YEAR}", deaths, title)
        first, second, third = (name for _, name in self.places[1:4])
        yield self._county(spoilt["region"], f"{SPOILT_YEAR}", 3, title)
        yield self._county(first, f"{SPOILT_YEAR - 1}", spoilt["count"], title)
        yield self._county(second, f"{SPOILT_YEAR - 1}", -2, title)
        yield self._county(third, spoilt["period"], 5, title)

    def _county(self, name: str, period: str, value: Cell, title: str) -> list[Cell]:
        return [
            *(name, period, self.words["whole_year"], self.words["deaths"]),
            *(self.words["production"], value, self.words["persons"], ""),
            *(f"{SPOILT_YEAR + 1}-01-12", *self._source(title, "publisher")),
        ]

    def quotas(self, year: int) -> Table:
        """Answers the quotas of a year: deaths and accidents, of the city and its counties."""
        plan_from = year - (year - 1) % PLAN_YEARS
        plan = f"shili-{plan_from}-{plan_from + PLAN_YEARS - 1}"
        day, rows = date(year, 1, 31), []
        for at, (code, name) in enumerate(self.places):
            called_plan = ""
            if code:
                # a county's quotas are a plan of its own, not the city's
                plan = f"{code.split('-')[1]}-quotas-{year}-{year}"
                called_plan = self.titles["quota_plan"].format(county=name, year=year)
            past = [
                counted(self.reports, day, each, code) for each in range(year - YEARS_BEFORE, year)
            ]
            for measure, which in (("accidents", 0), ("deaths", 1)):
                value = round(TIGHTNESS * sum(each[which] for each in past) / YEARS_BEFORE)
                called = self.words[f"quota_{measure}"]
                quote = self.titles["quota"].format(
                    year=year, measure=self.words[measure], value=value, unit=self._unit(measure)
                )
                rows.append(
                    [
                        *(plan, f"shili-quota-{year}-{at}-{measure}", name),
                        *(self.titles["quota_section"], called, called, self.words["production"]),
                        *(self.words["external"], f"{year}", value, quote),
                        *(self.titles["invented"], self._unit(measure), called_plan),
                    ]
                )
        return Table("", self.words["quota_headings"], rows)

    def _unit(self, measure: str) -> str:
        return str(self.words["persons" if measure == "deaths" else "cases"])

    def _source(self, title: str, publisher: str) -> list[str]:
        return [title, self.titles[publisher], self.words["official"], self.titles["invented"]]
