"""A home of invented but possible data: what a statistician may rightly send in.

Figures of every measure, scope, basis, unit and vintage, dated and undated, told once or several
times; nearly equal, vanishing and huge ones; printed rates that reproduce and that do not; months,
quarters, spans and their sums; targets of every kind; quotas; accident records with and without a
declaration. One number makes one home.
"""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from warehouse.ground.project_files import SEEDS_DIR

REFERENCE: Final = SEEDS_DIR / "reference"
FIGURE: Final = (
    *("region_code", "period", "period_basis", "measure", "scope", "value", "unit", "vintage"),
    *("published_date", "source_title", "source_publisher", "source_kind", "quality"),
)
TARGET: Final = (
    *("plan_code", "target_code", "region_code", "region_name", "indicator_name_zh"),
    *("indicator_code", "scope", "target_kind", "strength", "base_period", "base_is_stated"),
    *("target_period", "target_value", "unit", "quote", "value_basis", "base_basis"),
)
ACCIDENT: Final = (
    *("accident_id", "occurred_at", "region_code", "scope", "industry", "accident_type"),
    *("deaths", "missing", "serious_injuries", "minor_injuries", "direct_loss"),
    *("direct_loss_unit", "is_production", "published_date", "source_title"),
)
FIRST_YEAR: Final = 2008
YEARS: Final = range(FIRST_YEAR, 2026)
PLACES: Final = 40
VINTAGES: Final = ("", "preliminary", "revised", "final", "unknown", "forecast")
KINDS: Final = ("", "official", "plan", "press", "rehost", "unstated")
QUALITIES: Final = ("", "stated", "inferred", "low", "partial")
COUNTS: Final = (0, 0, 1, 2, 3, 7, 9, 10, 11, 40, 499, 501, 1000, 12_345, 987_654)
# Measures that rates are divided by, more often than others.
BELOW: Final = (
    *("gdp", "population_resident", "population_registered", "employed_secondary"),
    *("employed_tertiary", "employed_secondary_tertiary", "employed_industry_commerce"),
    *("motor_vehicles", "operating_vehicles", "special_equipment_units", "coal_output"),
)


def write_files(folder: Path, seed: int) -> list[Path]:
    """Writes a home's files into a folder, and answers them.

    Args:
        folder: Where to write.
        seed: The number that makes the data; the same data for the same number.
    """
    made = _Made(random.Random(seed))  # noqa: S311, nothing is kept secret by it
    accidents = folder / "accidents.csv"
    written = [
        _write(folder / "figures.csv", FIGURE, made.figures()),
        _write(folder / "more_figures.csv", FIGURE, made.figures_told_again()),
        _write(folder / "targets.csv", TARGET, made.targets()),
        _write(accidents, ACCIDENT, made.accidents()),
    ]
    if made.happens(0.7):
        accidents.with_name(f"{accidents.name}.meta.toml").write_text(made.coverage())
    return written


def _write(path: Path, columns: Sequence[str], rows: Iterator[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class _Made:
    """The data of one home."""

    def __init__(self, luck: random.Random) -> None:
        self.luck = luck
        self.measures = {row["measure_code"]: row for row in _read("measures")}
        self.scopes = [row["scope_code"] for row in _read("scopes") if row["scope_code"] != "none"]
        self.kinds = [row["target_kind"] for row in _read("target_kinds")]
        # A proxy is printed by nobody, so there is no measure of its name.
        self.indicators = [
            row for row in _read("indicators") if row["indicator_code"] in self.measures
        ]
        self.units: dict[str, list[tuple[str, float]]] = {}
        for row in _read("units"):
            pair = (row["unit_code"], float(row["factor"]))
            self.units.setdefault(row["base_unit"], []).append(pair)
        self.places = self._some_places()
        self.told: list[dict[str, Any]] = []

    def happens(self, chance: float) -> bool:
        return self.luck.random() < chance

    def figures(self) -> Iterator[dict[str, Any]]:
        for place in self.places:
            for tell in self.luck.choices(self._ways(), k=self.luck.randint(1, 6)):
                for row in tell(place):
                    self.told.append(row)
                    yield row

    def figures_told_again(self) -> Iterator[dict[str, Any]]:
        """Other readings of figures: equal, rounded, or another value."""
        for row in self.luck.sample(self.told, len(self.told) // 6):
            value = float(row["value"]) * self.luck.choice((1, 1, 1.001, 0.9, 1.3))
            is_count = self.measures[row["measure"]]["measure_kind"] in {"count", "quota"}
            yield row | self._telling() | {"value": round(value, 0 if is_count else 2)}

    def targets(self) -> Iterator[dict[str, Any]]:
        for plan, place in enumerate(self.luck.sample(self.places, 12)):
            first = self.luck.choice((2011, 2016, 2021))
            for number in range(1, self.luck.randint(2, 9)):
                yield self._target(place, f"made-{plan}-{first}-{first + 4}", number, first)

    def accidents(self) -> Iterator[dict[str, Any]]:
        luck = self.luck
        for number in range(luck.randint(1, 400)):
            day = date(luck.choice(YEARS), 1, 1) + timedelta(days=luck.randrange(365))
            yield {
                "accident_id": f"A{number // luck.choice((1, 1, 1, 2))}",
                "occurred_at": day.isoformat(),
                "region_code": luck.choice(self.places),
                "scope": luck.choice(("production", "fire", "coal", "road_transport")),
                "deaths": luck.choice((0, 1, 1, 2, 3, 10, 30)),
                "missing": luck.choice(("", 0, 1)),
                "serious_injuries": luck.choice(("", 0, 5, 50, 100)),
                "minor_injuries": luck.choice(("", 0, 3)),
                "direct_loss": luck.choice(("", 0, 999.99, 1000, 5000, 10000)),
                "direct_loss_unit": "万元",
                "is_production": luck.choice(("yes", "no", "")),
                "published_date": luck.choice(("", (day + timedelta(days=20)).isoformat())),
                "source_title": "made up",
            }

    def coverage(self) -> str:
        first = self.luck.choice(YEARS)
        last = min(first + self.luck.randrange(6), YEARS[-1])
        return (
            f'covers_region = "{self.luck.choice(self.places)}"\n'
            f'covers_from = "{first}-01-01"\ncovers_to = "{last}-12-31"\n'
        )

    def _ways(self) -> list[Callable[[str], Iterator[dict[str, Any]]]]:
        return [
            self._years,
            self._years,
            self._rates,
            self._rates,
            self._nearly_equal,
            self._months,
            self._quarters,
            self._quotas,
            self._anything,
            self._neighbours,
        ]

    def _years(self, place: str) -> Iterator[dict[str, Any]]:
        """One measure over years, with gaps."""
        measure = self._some_measure()
        scope = self._scope(measure)
        for year in self._some_years():
            yield self._row(place, str(year), measure, scope, basis=self.luck.choice(("", "year")))

    def _rates(self, place: str) -> Iterator[dict[str, Any]]:
        """Counts, what they are divided by, and printed rates, true ones and others."""
        luck = self.luck
        indicator = luck.choice([row for row in self.indicators if row["denominator_measure"]])
        scope = luck.choice(self.scopes)
        size, count = self._size(), luck.choice(COUNTS)
        for year in self._some_years():
            size *= luck.uniform(0.9, 1.2)
            count = max(0, round(count * luck.uniform(0.7, 1.2)))
            numerator, below = indicator["numerator_measure"], indicator["denominator_measure"]
            yield self._row(place, str(year), numerator, scope, amount=count)
            for each in dict.fromkeys((below, luck.choice(BELOW))):
                if self.happens(0.9):
                    yield self._row(place, str(year), each, "", amount=size)
            if self.happens(0.4):
                rate = (
                    count
                    / max(size, 1)
                    * float(indicator["multiplier"])
                    * luck.choice((1, 1, 1.1, 0))
                )
                yield self._row(
                    place, str(year), indicator["indicator_code"], scope, amount=min(rate, 1e6)
                )

    def _nearly_equal(self, place: str) -> Iterator[dict[str, Any]]:
        """Two years whose rates differ by almost nothing."""
        size, count, times = self._size(), self.luck.randint(1, 60), self.luck.randint(1, 9)
        off = self.luck.choice((0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-4, 1e-3))
        for year, more in ((2017, 1), (2019, times)):
            yield self._row(place, str(year), "deaths", "production", amount=count * more)
            yield self._row(place, str(year), "gdp", "", amount=size * more * (1 + off * more))

    def _months(self, place: str) -> Iterator[dict[str, Any]]:
        """Months of one or two years, single or from January on, and perhaps the year."""
        luck = self.luck
        measure, scope = luck.choice(("deaths", "accidents", "direct_loss")), self._some_scope()
        basis = luck.choice(("", "single_month", "cumulative_from_january", "mixed"))
        first = luck.choice(YEARS[:-1])
        for year in range(first, first + luck.randint(1, 2)):
            total = 0
            for month in range(1, luck.choice((3, 11, 12, 12)) + 1):
                value = luck.choice(COUNTS[:9])
                total = max(0, total + value - luck.choice((0, 0, 0, 1)))
                said = luck.choice(("single_month", "cumulative_from_january"))
                said = said if basis == "mixed" else basis
                amount = total if said == "cumulative_from_january" else value
                period = f"{year}-{month:02d}"
                yield self._row(place, period, measure, scope, basis=said, amount=amount)
            if self.happens(0.4):
                yield self._row(place, str(year), measure, scope, amount=luck.choice((total, 0)))

    def _quarters(self, place: str) -> Iterator[dict[str, Any]]:
        luck = self.luck
        measure = luck.choice(("gdp", "gdp_secondary", "deaths", "direct_loss", "gdp_growth"))
        scope, year = self._scope(measure), luck.choice(YEARS)
        basis = luck.choice(("", "single_period", "cumulative_from_january"))
        for quarter in range(1, luck.randint(2, 5)):
            yield self._row(place, f"{year}-Q{quarter}", measure, scope, basis=basis)
        yield self._row(place, str(year), "deaths", "production")

    def _quotas(self, place: str) -> Iterator[dict[str, Any]]:
        """Years of counts, months of the next, and a quota for it."""
        luck = self.luck
        name = luck.choice(("deaths", "accidents", "accidents_larger", "accidents_serious"))
        scope, year = self._some_scope(), luck.choice(YEARS[8:])
        usual = luck.choice(COUNTS)
        for before in range(year - luck.randrange(8), year):
            yield self._row(place, str(before), name, scope, amount=usual)
        quota = luck.choice((0, usual, usual // 2, 2 * usual, 1))
        yield self._row(place, str(year), f"quota_{name}", scope, amount=quota)
        for month in range(1, luck.randint(2, 13)):
            period = f"{year}-{month:02d}"
            amount = luck.choice((0, usual // 12, usual // 6))
            yield self._row(place, period, name, scope, basis="single_month", amount=amount)

    def _anything(self, place: str) -> Iterator[dict[str, Any]]:
        """Any measure of any form of period."""
        luck = self.luck
        for _ in range(8):
            measure, year = luck.choice(list(self.measures)), luck.choice(YEARS)
            period, basis = luck.choice(
                (
                    (f"{year}", ""),
                    (f"{year}", "stock_at_period_end"),
                    (f"{year}-12", "stock_at_period_end"),
                    (f"{year}-{luck.randint(1, 12):02d}", ""),
                    (f"{year}-{luck.randint(1, 12):02d}", "cumulative_from_january"),
                    (f"{year}-Q{luck.randint(1, 4)}", ""),
                    ("2011-2015", ""),
                    ("2016-2020", "five_year_total"),
                )
            )
            yield self._row(place, period, measure, self._scope(measure), basis=basis)

    def _neighbours(self, place: str) -> Iterator[dict[str, Any]]:
        """The same figures of all the places, so that they add up and compare."""
        luck = self.luck
        measure, scope = luck.choice(("deaths", "accidents")), self._some_scope()
        year = luck.choice(YEARS)
        for each in self.places:
            yield self._row(each, str(year), measure, scope, amount=luck.choice(COUNTS))
            yield self._row(each, str(year), "gdp", "", amount=self._size())
        yield self._row(place, str(year), measure, scope)

    def _target(self, place: str, plan: str, number: int, first: int) -> dict[str, Any]:
        luck = self.luck
        kind = luck.choice(self.kinds)
        row = luck.choice(self.indicators)
        is_share = kind in {"relative_reduction", "vs_previous_five_year_total", "increase"}
        value: float | str = luck.choice((0, 5, 15, 30, 100)) if is_share else luck.choice(COUNTS)
        spans = kind in {"vs_previous_five_year_total", "zero", "yearly_decline"}
        last = first + 4
        return {
            "plan_code": plan,
            "target_code": f"{plan}-{number:02d}",
            "region_code": place,
            "indicator_name_zh": row["indicator_name"],
            "indicator_code": row["indicator_code"],
            "target_kind": kind,
            "strength": luck.choice(("", "约束性", "预期性")),
            "base_period": f"{first - 5}-{first - 1}" if spans else str(first - 1),
            "base_is_stated": luck.choice(("yes", "no")),
            "target_period": f"{first}-{last}" if spans else luck.choice((str(last), str(first))),
            "target_value": "" if kind in {"zero", "yearly_decline"} else value,
            "unit": "%" if is_share else row["unit"],
            "quote": "made up",
            "value_basis": luck.choice(("total_of_years", "")) if spans else "",
            "base_basis": luck.choice(("total_of_years", "")) if spans else "",
        }

    def _row(  # noqa: PLR0913, the columns of a figure
        self,
        place: str,
        period: str,
        measure: str,
        scope: str,
        *,
        basis: str = "",
        amount: float | None = None,
    ) -> dict[str, Any]:
        registered = self.measures[measure]
        kind, base = registered["measure_kind"], registered["base_unit"]
        unit, factor = self.luck.choice(self.units.get(base, [(base, 1.0)]))
        if kind in {"count", "quota"}:
            unit, factor = base, 1.0
        value = self._amount(kind) if amount is None else amount
        places = 0 if kind in {"count", "quota"} else self.luck.choice((2, 4, 8))
        return {
            "region_code": place,
            "period": period,
            "period_basis": basis,
            "measure": measure,
            "scope": scope,
            "value": f"{value / factor:.{places}f}",
            "unit": unit,
        } | self._telling()

    def _telling(self) -> dict[str, Any]:
        """Who tells a figure, when, and how final it is."""
        luck = self.luck
        day = date(luck.choice(YEARS), 1, 1) + timedelta(days=luck.randrange(365))
        return {
            "vintage": luck.choice(VINTAGES),
            "published_date": luck.choice(("", "", day.isoformat())),
            "source_title": f"made up {luck.randrange(10_000)}",
            "source_kind": luck.choice(KINDS),
            "quality": luck.choice(QUALITIES),
        }

    def _amount(self, kind: str) -> float:
        luck = self.luck
        if kind in {"count", "quota"}:
            return luck.choice(COUNTS)
        if kind == "growth":
            return luck.choice((-12.5, -0.1, 0, 0.1, 6.9, 100, 107.3))
        if kind in {"share", "level", "rate"}:
            return luck.choice((0, 0.001, 0.5, 12.34, 99.9, 100))
        return self._size()

    def _size(self) -> float:
        """An amount or a stock: from nothing to a nation's."""
        return self.luck.choice((0, 1, 1e4, 1e6, 3.3e8, 4.99721e11, 1.374233e12, 1.2e14))

    def _scope(self, measure: str) -> str:
        kind = self.measures[measure]["measure_kind"]
        is_scoped = kind in {"count", "quota", "rate"} or measure == "direct_loss"
        return self._some_scope() if is_scoped else ""

    def _some_scope(self) -> str:
        return self.luck.choice((*self.scopes, "production", "all_kinds", "production"))

    def _some_measure(self) -> str:
        of_rates = (*BELOW, "deaths", "accidents", "direct_loss", "gdp_growth", "gdp_index")
        return self.luck.choice((*self.measures, *of_rates * 4))

    def _some_years(self) -> list[int]:
        luck = self.luck
        first = luck.choice(YEARS)
        years = range(first, min(first + luck.choice((2, 5, 6, 11)), YEARS[-1] + 1))
        return [year for year in years if self.happens(0.9)]

    def _some_places(self) -> list[str]:
        """A province or two with their cities and counties, and places from all over."""
        latest = {row["region_code"]: row for row in _read("regions") if not row["valid_to"]}
        provinces = [code for code in latest if code.endswith("0000") and code != "000000"]
        city = self.luck.choice([code for code in latest if code.endswith("00")])
        counties = [code for code in latest if latest[code]["parent_code"] == city]
        return [
            "000000",
            *self.luck.sample(provinces, 6),
            city,
            *counties[:12],
            *self.luck.sample(list(latest), PLACES - 8),
        ]
