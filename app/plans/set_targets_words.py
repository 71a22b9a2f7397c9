"""What a target that is being set would mean, in sentences."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.base import numbers
from app.base.words import Words

if TYPE_CHECKING:
    from warehouse.planning.prospects import Prospect

SURE = 0.99


@dataclass(frozen=True)
class Subject:
    """What a target is set for.

    Attributes:
        indicator: A row of dim_indicators.
        region: The region's name.
        scope: The scope's name.
        base_years: First and last year of the base.
        end_year: The year to reach it in.
        growth_pct: Assumed growth of what a rate is divided by, in per cent a year.
        words: The words of the page.
    """

    indicator: Mapping[str, Any]
    region: str
    scope: str
    base_years: tuple[int, int]
    end_year: int
    growth_pct: float
    words: Words

    @property
    def is_rate(self) -> bool:
        """Answers whether something is divided by."""
        return self.indicator["denominator_measure"] is not None

    @property
    def name(self) -> str:
        """Answers the indicator's name."""
        return self.words.within(str(self.indicator[self.words.column("indicator_name")]))

    @property
    def counted(self) -> str:
        """Answers what is counted: 死亡人数."""
        return self.words.within(str(self.indicator[self.words.column("numerator_measure_name")]))

    @property
    def divided_by(self) -> str:
        """Answers what a rate is divided by."""
        named = str(self.indicator[self.words.column("denominator_measure_name")] or "")
        return self.words.within(named)

    @property
    def count_unit(self) -> str:
        """Answers the unit of what is counted."""
        return str(self.indicator[self.words.column("numerator_display_unit")] or "")

    @property
    def unit(self) -> str:
        """Answers the indicator's unit."""
        return str(self.indicator[self.words.column("unit")])

    @property
    def base(self) -> str:
        """Answers the base as people say it: 2025年, 2021—2025年年均."""
        return base(self.base_years, self.words)

    def value(self, number: float) -> str:
        """Answers a value with its unit; a mean of counts with one decimal."""
        said = self.number(number)
        return self.words("set_value", number=said, unit=self.unit)

    def number(self, number: float) -> str:
        """Answers a value with the registry's decimals; a mean of counts with one."""
        if not self.is_rate:
            return count(number)
        return numbers.number(number, int(self.indicator["decimals"]))


def count(number: float) -> str:
    """Answers a number of events; a mean of years with one decimal."""
    return numbers.number(number, 0 if abs(number - round(number)) < 1e-6 else 1)  # noqa: PLR2004


def base(years: tuple[int, int], words: Words) -> str:
    """Answers the base as people say it: one year, or the mean of some."""
    first, last = years
    if first == last:
        return words("period_year", year=first)
    return words("set_base_mean", first=first, last=last)


def per_cent(share: float, decimals: int = 1) -> str:
    """Answers a share in per cent without a needless decimal: 15, 6.9."""
    said = numbers.number(100 * share, decimals)
    return said.rstrip("0").rstrip(".") if "." in said else said


def chance(probability: float | None, words: Words) -> str:
    """Answers a probability in whole per cent; a dash where there is none."""
    if probability is None:
        return numbers.MISSING
    if probability < 1 - SURE:
        return words("set_chance_below", number=1)
    if probability > SURE:
        return words("set_chance_above", number=99)
    return words("per_cent", number=f"{100 * probability:.0f}")


def answer(found: "Prospect", subject: Subject) -> str:
    """Answers the page's question: what it means, and how likely it comes by itself."""
    words = subject.words
    fewer = found.before - found.allowed
    said = words(
        "set_answer_rate" if subject.is_rate else "set_answer",
        year=subject.end_year,
        region=subject.region,
        indicator=subject.name,
        scope=words.within(subject.scope),
        base=subject.base,
        cut=per_cent(found.reduction),
        value=subject.value(found.limit),
        counted=subject.counted,
        denominator=subject.divided_by,
        growth=numbers.plain(subject.growth_pct),
        count=count(found.allowed),
        unit=subject.count_unit,
        before=count(found.before),
        difference=words(
            "set_fewer" if fewer >= 0 else "set_more",
            number=count(abs(fewer)),
            unit=subject.count_unit,
        ),
    )
    by_chance = words("set_by_chance", chance=chance(found.by_chance, words))
    return words.sentences(said, words("set_both", chance=by_chance, trend=_trend(found, words)))


def _trend(found: "Prospect", words: Words) -> str:
    if found.trend is None:
        return words("set_no_trend")
    return words(
        "set_by_trend",
        first=found.trend.years[0],
        last=found.trend.years[-1],
        chance=chance(found.by_trend, words),
    )


def details(found: "Prospect", subject: Subject) -> list[str]:
    """Answers what else is to be known of it, a sentence each."""
    words = subject.words
    said = [_yearly(found, subject), _beyond(found, subject)]
    if found.by_growth is not None:
        said.append(_by_growth(found, subject))
    if found.trend is not None:
        lower, upper = found.trend.yearly_interval
        said.append(
            words(
                "set_trend_found",
                years=len(found.trend.years),
                change=numbers.change(100 * found.trend.yearly_change, words),
                lower=numbers.change(100 * lower, words),
                upper=numbers.change(100 * upper, words),
            )
        )
    if found.dispersion > 1:
        said.append(words("set_dispersed", number=f"{found.dispersion:.1f}"))
    if found.is_few:
        said.append(words("set_few"))
    return said


def _yearly(found: "Prospect", subject: Subject) -> str:
    words = subject.words
    yearly = numbers.change(100 * found.yearly_change, words)
    if not subject.is_rate or found.yearly_change_of_events is None:
        return words("set_yearly", change=yearly)
    events = numbers.change(100 * found.yearly_change_of_events, words)
    return words("set_yearly_rate", change=yearly, counted=subject.counted, events=events)


def _beyond(found: "Prospect", subject: Subject) -> str:
    words = subject.words
    if found.beyond_chance is None:
        return words("set_beyond_none")
    allowed, cut = found.beyond_chance
    return words(
        "set_beyond_met" if found.allowed <= allowed else "set_beyond_not_met",
        year=subject.end_year,
        count=count(allowed),
        unit=subject.count_unit,
        cut=per_cent(cut),
    )


def _by_growth(found: "Prospect", subject: Subject) -> str:
    words, by_growth = subject.words, found.by_growth or 0.0
    if by_growth <= 0:
        return words("set_growth_none", counted=subject.counted, denominator=subject.divided_by)
    part = math.log(1 - by_growth) / math.log(1 - found.reduction) if found.reduction < 1 else 0.0
    return words(
        "set_growth_all" if part >= 1 else "set_growth_part",
        counted=subject.counted,
        denominator=subject.divided_by,
        growth=numbers.plain(subject.growth_pct),
        cut=per_cent(by_growth),
        part=per_cent(part, 0),
        chance=chance(found.by_growth_and_chance, words),
    )
