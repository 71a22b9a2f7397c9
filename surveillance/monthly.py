"""Warnings about one or many series of months: expected, limits, cumulative sum, EARS beside."""

from dataclasses import dataclass, fields, replace

import numpy as np

from surveillance.arrays import Flags, Floats, Positions
from surveillance.cusum import designed_limit, sums
from surveillance.ears import ears_limits
from surveillance.farrington import Expectations, Reference, expectations, season_parts, windows
from surveillance.thresholds import quantile_limits

MONTHS = 12
FEWEST_YEARS, MOST_YEARS = 3, 5
# Three months of each earlier year, the other nine in three parts; an outbreak may have begun in
# the last half year (26 weeks, Noufaily et al. 2013).
REFERENCE = Reference(
    frequency=MONTHS, years=MOST_YEARS, half_window=1, parts=4, excluded=6, trend_level=0.05
)
# Of the months looked back at, as many must be known.
KNOWN_SHARE = 0.75
# A season needs cases in each of its parts, or the logarithm of what is expected has no end.
CASES_IN_A_PART = 3
# Upper ends of two-sided intervals of 95 and 99.8 %, as everywhere in the warehouse.
SHARE_95, SHARE_998 = 0.975, 0.999
# The sum looks for half as many again, and is wrong once in ten years.
FEARED_RATIO, RUN_LENGTH = 1.5, 120.0
# Of each series the last three years are judged.
LATEST = 36
ENOUGH, SHORT, GAPS = "", "not_enough_history", "gaps_in_history"


@dataclass(frozen=True)
class SeriesWarnings:
    """What can be said of each month asked about; nan where nothing can.

    Attributes:
        reason: Why nothing can be said: not_enough_history, gaps_in_history; else empty.
        years: Earlier years looked at.
        months: Earlier months that were known among them.
        expected: Count expected by season and trend.
        upper_95: The largest count within the two-sided 95 % of what is expected.
        upper_998: The same for 99.8 %.
        dispersion: Variance of a count divided by its mean.
        trend: Change of what is expected from one month to the next, a factor.
        cusum: What has been above the expected, added up.
        cusum_limit: The sum that signals.
        is_cusum_signal: Whether it does.
        ears_c1: Upper limit of EARS C1.
        ears_c2: Upper limit of EARS C2.
        ears_c3: Upper limit of EARS C3.
    """

    reason: list[str]
    years: Positions
    months: Positions
    expected: Floats
    upper_95: Floats
    upper_998: Floats
    dispersion: Floats
    trend: Floats
    cusum: Floats
    cusum_limit: Floats
    is_cusum_signal: Flags
    ears_c1: Floats
    ears_c2: Floats
    ears_c3: Floats


def warn(series: list[Floats], latest: int = LATEST) -> list[SeriesWarnings]:
    """Answers what can be said of the last months of each series.

    Args:
        series: Counts of consecutive months; nan where one is not known.
        latest: How many of the last months are asked about.
    """
    asked = [np.arange(max(0, len(counts) - latest), len(counts)) for counts in series]
    found = [_blank(len(at)) for at in asked]
    for years, parts in _by_years(series, asked).items():
        reference = replace(REFERENCE, years=years)
        past = np.vstack([windows(series[n], asked[n][rows], reference) for n, rows in parts])
        answer, known_months, reasons = _expected(past, reference)
        said = _said(answer)
        start = 0
        for number, rows in parts:
            part = slice(start, start + rows.size)
            found[number].years[rows] = years
            found[number].months[rows] = known_months[part]
            for name, values in said.items():
                getattr(found[number], name)[rows] = values[part]
            for row, reason in zip(rows, reasons[part], strict=True):
                found[number].reason[row] = reason
            start += rows.size
    for counts, at, said_of_it in zip(series, asked, found, strict=True):
        _add_up(said_of_it, counts[at])
        first, second, third = ears_limits(counts)
        said_of_it.ears_c1[:], said_of_it.ears_c2[:] = first[at], second[at]
        said_of_it.ears_c3[:] = third[at]
    return found


def _by_years(
    series: list[Floats], asked: list[Positions]
) -> dict[int, list[tuple[int, Positions]]]:
    """Answers, by years that can be looked back, which series and which of the months asked."""
    found: dict[int, list[tuple[int, Positions]]] = {}
    for number, (counts, at) in enumerate(zip(series, asked, strict=True)):
        known = np.flatnonzero(~np.isnan(counts))
        first = known[0] if known.size else len(counts)
        years = np.clip((at - first) // MONTHS, 0, MOST_YEARS)
        for each in range(FEWEST_YEARS, MOST_YEARS + 1):
            if (rows := np.flatnonzero(years == each)).size:
                found.setdefault(each, []).append((number, rows))
    return found


def _expected(past: Floats, reference: Reference) -> tuple[Expectations, Positions, list[str]]:
    """Answers what is expected by season where each part of it has cases, else without one."""
    seasonless = replace(reference, parts=1, half_window=MONTHS // 2)
    part = season_parts(reference)
    counts = np.nan_to_num(past)
    cases = np.column_stack(
        [counts[:, part == number].sum(axis=1) for number in range(reference.parts)]
    )
    months = np.count_nonzero(~np.isnan(past), axis=1)
    reasons = np.where(months >= KNOWN_SHARE * past.shape[1], ENOUGH, GAPS)
    has_season = (cases.min(axis=1) >= CASES_IN_A_PART) & (reasons == ENOUGH)
    is_plain = ~has_season & (reasons == ENOUGH)
    nothing = np.full(len(past), np.nan)
    found = Expectations(
        expected=nothing,
        error=nothing.copy(),
        dispersion=nothing.copy(),
        has_trend=np.zeros(len(past), dtype=bool),
        trend=np.ones(len(past)),
    )
    wider = np.full((len(past), seasonless.reach - reference.reach), np.nan)
    whole = np.hstack([wider, past])
    for chosen, data, how in ((has_season, past, reference), (is_plain, whole, seasonless)):
        if chosen.any():
            answer = expectations(data[chosen], how)
            for field in fields(Expectations):
                getattr(found, field.name)[chosen] = getattr(answer, field.name)
    # Nothing in so many months: half a case in them (Jeffreys' prior of a Poisson mean).
    least = 0.5 / np.maximum(months, 1)
    is_none = is_plain & (cases.sum(axis=1) == 0)
    found.expected[is_none] = least[is_none]
    found.error[is_none] = np.sqrt(2.0) * least[is_none]
    return found, months, [str(reason) for reason in reasons]


def _blank(size: int) -> SeriesWarnings:
    whole = {"years", "months"}
    made = {
        field.name: np.zeros(size, dtype=int) if field.name in whole else np.full(size, np.nan)
        for field in fields(SeriesWarnings)
    }
    made["is_cusum_signal"] = np.zeros(size, dtype=bool)
    return SeriesWarnings(**{**made, "reason": [SHORT] * size})  # type: ignore[arg-type]


def _said(answer: Expectations) -> dict[str, Floats]:
    """Answers what is expected and its limits, of all points at once."""
    known = ~np.isnan(answer.expected)
    mean = answer.expected[known]
    # The spread of a count to come: its own, and that of what is expected of it.
    ratio = answer.dispersion[known] + answer.error[known] ** 2 / mean
    said = {
        "expected": mean,
        "trend": answer.trend[known],
        "dispersion": ratio,
        "upper_95": quantile_limits(mean, ratio, SHARE_95),
        "upper_998": quantile_limits(mean, ratio, SHARE_998),
    }
    whole = {name: np.full(known.shape, np.nan) for name in said}
    for name, values in said.items():
        whole[name][known] = values
    return whole


def _add_up(found: SeriesWarnings, counts: Floats) -> None:
    """Adds up in units of the dispersion, in which an over-dispersed count is nearly Poisson."""
    known = np.flatnonzero(~np.isnan(found.expected))
    for at in known:
        ratio = found.dispersion[at]
        _, limit = designed_limit(found.expected[at] / ratio, FEARED_RATIO, RUN_LENGTH)
        found.cusum_limit[at] = limit * ratio
    found.cusum[:], found.is_cusum_signal[:] = sums(
        counts, found.expected, FEARED_RATIO, found.cusum_limit
    )
