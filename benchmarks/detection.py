"""Whether planted outbreaks are found, how soon, and how often the warnings are wrong.

Many simulated cities (warehouse/demo) are drawn month by month, six counties by six groups of
industries, with outbreaks planted at random in the three years that are judged. Every series goes
through the same functions as in a build (surveillance.monthly); the levels follow from the rows of
seeds/reference/warning_rules.csv, as fct_early_warnings has them. EARS C2 is judged on the same
months.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from benchmarks.report import line
from surveillance.monthly import LATEST, SeriesWarnings, warn
from warehouse.demo.accidents import simulate
from warehouse.demo.city import City, city, months
from warehouse.ground.project_files import REFERENCE_DIR

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Grades: TypeAlias = npt.NDArray[np.int64]

CITIES: Final = 60
SEED: Final = 20_261_129
LEVELS: Final = ("blue", "yellow", "orange", "red")
C2: Final = "EARS C2"
# The same with its limit raised by one number for all until it is wrong at most as often as blue.
RAISED: Final = "EARS C2, raised to be wrong at most as often as blue"
# In so many of a city's 36 series one outbreak is planted.
PLANTED_SHARE: Final = 0.25
FACTORS: Final = (2.0, 3.0, 5.0)
LENGTHS: Final = (1, 2, 3, 4)
# For so many months after an outbreak a warning is neither right nor wrong: it may still linger.
AFTERGLOW: Final = 2
WINDOW: Final = 3
REFORMED: Final = "transport_storage"


@dataclass(frozen=True)
class Rule:
    """A row of warning_rules.csv that leads to a level."""

    level: int
    order: int
    limit: float
    over_95_of_3: int
    needs_sum: bool
    cases_of_3: int


@dataclass(frozen=True)
class Planted:
    """An outbreak in a series: which months of those judged, and how many times as many."""

    first: int
    last: int
    factor: float
    expected: float


@dataclass(frozen=True)
class Judged:
    """A series as judged: the grade of each month (0 none to 4 red), and how far it is above C2."""

    grades: Grades
    above_c2: Numbers
    planted: Planted | None

    def signals(self, by: str, raised: float = 0.0) -> Flags:
        """Answers in which months there is a signal: of a level or a graver one, or of C2.

        Args:
            by: A level, C2, or RAISED.
            raised: By how much the limit of C2 is raised for the latter.
        """
        if by in LEVELS:
            return np.asarray(self.grades > LEVELS.index(by))
        return np.asarray(self.above_c2 > (raised if by == RAISED else 0.0))

    @property
    def is_quiet(self) -> Flags:
        """Answers in which months nothing is planted, nor was in the two before."""
        quiet = np.ones(len(self.grades), dtype=bool)
        if self.planted is not None:
            quiet[self.planted.first : self.planted.last + 1 + AFTERGLOW] = False
        return quiet

    def delay(self, way: str, raised: float) -> int | None:
        """Answers after how many months its outbreak is signalled; None where it is not."""
        if self.planted is None:
            return None
        lasts = slice(self.planted.first, self.planted.last + 1)
        signals = np.flatnonzero(self.signals(way, raised)[lasts])
        return int(signals[0]) if signals.size else None


@dataclass(frozen=True)
class Detection:
    """What was found of what was planted."""

    series: tuple[Judged, ...]
    own: tuple[tuple[str, str], ...]

    def as_markdown(self) -> str:
        """Answers the table of all, that by factor and size, and the city's own outbreaks."""
        ways = (*LEVELS, C2)
        told = [
            (
                f"{way} or graver" if way in LEVELS else way,
                f"{self.found(way):.0%}",
                f"{self.delay(way):.2f}",
                f"{self.false_alarms(way):.2f}",
            )
            for way in (*ways, RAISED)
        ]
        heads = ("signal", "found", "delay, months", "false alarms per series and year")
        sizes = [
            (
                f"{factor:g} times, {words}",
                f"{len(self._planted(factor, least, most))}",
                *(f"{self.found(way, factor, least, most):.0%}" for way in ways),
            )
            for factor in FACTORS
            for words, least, most in (
                ("below 1 a month", 0.0, 1.0),
                ("1 to 3 a month", 1.0, 3.0),
                ("more than 3 a month", 3.0, np.inf),
            )
        ]
        of_size = ("planted, of usually", "outbreaks", *ways)
        number = sum(each.planted is not None for each in self.series)
        return "\n\n".join(
            (
                f"### Detection: {number:,} outbreaks in {len(self.series):,} series",
                _table(heads, told),
                _table(of_size, sizes),
                "### Detection: what `warehouse demo` plants",
                _table(("planted", "first signal"), list(self.own)),
            )
        )

    def found(
        self, way: str, factor: float | None = None, least: float = 0.0, most: float = np.inf
    ) -> float:
        """Answers which share of the outbreaks is signalled while it lasts."""
        chosen = self._planted(factor, least, most)
        raised = self.raised
        return float(np.mean([each.delay(way, raised) is not None for each in chosen]))

    @cached_property
    def raised(self) -> float:
        """Answers by how much C2's limit is raised so that it is wrong at most as often as blue."""
        above = np.sort(np.concatenate([each.above_c2[each.is_quiet] for each in self.series]))
        blue = sum(int((each.signals(LEVELS[0]) & each.is_quiet).sum()) for each in self.series)
        return float(above[~np.isnan(above)][-blue - 1])

    def delay(self, way: str) -> float:
        """Answers the mean months from an outbreak's first month to the first signal, if found."""
        found = [each.delay(way, self.raised) for each in self._planted()]
        return float(np.mean([each for each in found if each is not None]))

    def false_alarms(self, way: str) -> float:
        """Answers how many signals a series has a year where nothing was planted."""
        signals = months_quiet = 0
        for each in self.series:
            signals += int((each.signals(way, self.raised) & each.is_quiet).sum())
            months_quiet += int(each.is_quiet.sum())
        return 12 * signals / months_quiet

    def _planted(
        self, factor: float | None = None, least: float = 0.0, most: float = np.inf
    ) -> list[Judged]:
        return [
            each
            for each in self.series
            if each.planted is not None
            and factor in (None, each.planted.factor)
            and least <= each.planted.expected < most
        ]


def measure(cities: int = CITIES) -> Detection:
    """Draws cities, plants outbreaks, and judges every series.

    Args:
        cities: How many.
    """
    luck = np.random.default_rng(SEED)
    usual = _usual(City(city().words, ()))
    found: list[Judged] = []
    for _ in range(cities):
        planted = [_drawn(mean, luck) for mean in usual]
        counts = [
            luck.poisson(_with(mean, outbreak)).astype(float)
            for mean, outbreak in zip(usual, planted, strict=True)
        ]
        for outbreak, series, said in zip(planted, counts, warn(counts), strict=True):
            found.append(judged(series[-LATEST:], said, outbreak))
    return Detection(tuple(found), tuple(_own()))


def judged(observed: Numbers, said: SeriesWarnings, planted: Planted | None = None) -> Judged:
    """Answers the level of each month, as fct_early_warnings has it, and what C2 says.

    Args:
        observed: The counts of the months judged.
        said: What surveillance says of them.
        planted: What was planted in them.
    """
    return Judged(grades(observed, said), observed - said.ears_c2, planted)


def grades(observed: Numbers, said: SeriesWarnings) -> Grades:
    """Answers the grade of each month: 0 none, 1 blue to 4 red."""
    limit = np.select(
        [observed > said.upper_998, observed > said.upper_95], [99.8, 95.0], default=0.0
    )
    over = _of_three((limit >= 95).astype(float))  # noqa: PLR2004, the limit of that name
    cases = _of_three(observed)
    found = np.zeros(len(observed), dtype=np.int64)
    for rule in sorted(_rules(), key=lambda each: each.order):
        holds = (limit >= rule.limit) & (over >= rule.over_95_of_3) & (cases >= rule.cases_of_3)
        holds &= said.is_cusum_signal | (not rule.needs_sum)
        found[holds & ~np.isnan(said.expected)] = rule.level
    return found


def _of_three(values: Numbers) -> Numbers:
    """Answers each month's sum with the two before it."""
    return np.convolve(values, np.ones(WINDOW))[: len(values)]


def _rules() -> list[Rule]:
    with (REFERENCE_DIR / "warning_rules.csv").open(encoding="utf-8", newline="") as file:
        return [
            Rule(
                LEVELS.index(row["warning_level"]) + 1,
                int(row["sort_order"]),
                float(row["limit_exceeded"]),
                int(row["over_95_of_3"]),
                row["is_sum_needed"] == "true",
                int(row["cases_of_3"]),
            )
            for row in csv.DictReader(file)
            if row["warning_level"] in LEVELS
        ]


def _usual(quiet: City) -> list[Numbers]:
    """Answers what is to be expected month by month of each county and group of industries."""
    groups = dict.fromkeys(industry["group"] for industry in quiet.industries)
    return [
        np.array(
            [
                sum(
                    sum(quiet.expected(county, industry, month))
                    for industry in quiet.industries
                    if industry["group"] == group
                )
                for month in _months_of(quiet, group)
            ]
        )
        for county in quiet.counties
        for group in groups
    ]


def _months_of(simulated: City, group: str) -> list[date]:
    """Answers the months of a series: what was counted otherwise is another one."""
    reform = simulated.words["reform"]["from"]
    return [month for month in months() if group != REFORMED or month >= reform]


def _drawn(mean: Numbers, luck: np.random.Generator) -> Planted | None:
    if luck.random() >= PLANTED_SHARE:
        return None
    first, length = int(luck.integers(0, LATEST - max(LENGTHS))), int(luck.choice(LENGTHS))
    last = first + length - 1
    expected = float(mean[len(mean) - LATEST + first : len(mean) - LATEST + last + 1].mean())
    return Planted(first, last, float(luck.choice(FACTORS)), expected)


def _with(mean: Numbers, planted: Planted | None) -> Numbers:
    if planted is None:
        return mean
    start = len(mean) - LATEST
    changed = mean.copy()
    changed[start + planted.first : start + planted.last + 1] *= planted.factor
    return changed


def _own() -> list[tuple[str, str]]:
    """Answers the outbreaks of the city that `warehouse demo` makes, and when each is signalled."""
    simulated = city()
    counts: dict[tuple[str, str, int, int], int] = {}
    for each in simulate(simulated):
        place = (each.county["code"], each.industry["group"], each.at.year, each.at.month)
        counts[place] = counts.get(place, 0) + 1
    told = []
    for outbreak in simulated.outbreaks:
        listed = _months_of(simulated, outbreak.scope_code)
        series = np.array(
            [
                counts.get((outbreak.region_code, outbreak.scope_code, each.year, each.month), 0)
                for each in listed
            ],
            dtype=float,
        )
        latest = [(each.year, each.month) for each in listed[-LATEST:]]
        (said,) = warn([series])
        found = grades(series[-LATEST:], said)
        first, last = outbreak.months
        signals = [
            f"{year}-{month:02} {LEVELS[grade - 1]}"
            for (year, month), grade in zip(latest, found, strict=True)
            if grade and first <= (year, month) <= last
        ]
        span = f"{first[0]}-{first[1]:02} to {last[0]}-{last[1]:02}"
        place_of = outbreak.region_code.split("-")[1]
        name = f"{place_of}, {outbreak.scope_code}, {span}, {outbreak.factor:g} times"
        is_judged = latest[0] <= first
        told.append(
            (name, signals[0] if signals else "none" if is_judged else "before the months judged")
        )
    return told


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    rule = ("---", *["---:"] * (len(heads) - 1))
    return "\n".join(line(cells) for cells in (heads, rule, *rows))
