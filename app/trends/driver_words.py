"""What moved a rate, in words and for charts: only what the marts say, selected and named."""

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from app.base import numbers, reasons
from app.base.words import Words
from app.trends import latest_values

# So many letters, or characters, below a column.
LATIN_LINE, CHINESE_LINE = 10, 4


@dataclass(frozen=True)
class Subject:
    """What the page speaks of, as people call it.

    Attributes:
        region: The region.
        indicator: The indicator.
        scope: The scope.
        unit: Unit of the rate.
        decimals: Digits of the rate after the point.
        count: What stands above the line: 死亡人数.
        count_unit: Its unit.
    """

    region: str
    indicator: str
    scope: str
    unit: str
    decimals: int
    count: str
    count_unit: str

    @classmethod
    def of(cls, region: str, indicator: Mapping[str, Any], scope: str, words: Words) -> "Subject":
        """Answers the subject of an indicator's row, with its count's name and unit."""
        return cls(
            region=region,
            indicator=indicator[words.column("indicator_name")],
            scope=scope,
            unit=indicator[words.column("unit")],
            decimals=int(indicator["decimals"]),
            count=indicator[words.column("numerator_measure_name")],
            count_unit=indicator[words.column("numerator_display_unit")],
        )


def answer(
    pair: Mapping[str, Any], first: Mapping[str, Any], subject: Subject, words: Words
) -> str:
    """Answers in one sentence how the rate changed, and what share each part has in it.

    Args:
        pair: The row of fct_rate_decompositions.
        first: The earlier year's value, with its denominator's name.
        subject: What the page speaks of.
        words: The words of the page.
    """
    said = {
        "first": pair["from_period"],
        "last": pair["to_period"],
        "region": subject.region,
        "indicator": subject.indicator,
        "scope": words.within(subject.scope),
        "count": words.within(subject.count),
        "unit": subject.unit,
        "from_rate": numbers.number(pair["from_rate"], subject.decimals),
        "rate": numbers.number(pair["to_rate"], subject.decimals),
    }
    if pair["log_change_rate"] is None:
        zeros = (pair["from_numerator"] == 0, pair["to_numerator"] == 0)
        code = {(True, True): "both", (True, False): "from", (False, True): "to"}[zeros]
        return words(f"drivers_zero_{code}", **said)
    beyond = pair["change_is_beyond_chance"]
    chance = "" if beyond is None else words(f"drivers_{'beyond' if beyond else 'within'}")
    way = latest_values.direction(pair["change_pct"])
    change = words(
        f"drivers_change_{way}", change=numbers.number(abs(pair["change_pct"]), 1), chance=chance
    )
    return words("drivers_answer", change=change, parts=_parts(pair, first, subject, words), **said)


def _parts(
    pair: Mapping[str, Any], first: Mapping[str, Any], subject: Subject, words: Words
) -> str:
    """Answers both parts: as shares where they pull together, else in the rate's unit."""
    moved = {
        "count": _moved("count", subject.count, pair["log_change_numerator"], words),
        "denominator": _moved(
            "denominator",
            first[words.column("denominator_measure_name")],
            pair["log_change_denominator"],
            words,
        ),
    }
    shares = (pair["share_numerator"], pair["share_denominator"])
    if None not in shares and min(shares) >= 0:
        return words(
            f"drivers_together_{latest_values.direction(pair['change_pct'])}",
            share_count=share(shares[0], words),
            share_denominator=share(shares[1], words),
            split=_split(pair, words),
            **moved,
        )
    return words(
        "drivers_apart",
        by_count=_by(pair["change_from_numerator"], subject, words),
        by_denominator=_by(pair["change_from_denominator"], subject, words),
        **moved,
    )


def _split(pair: Mapping[str, Any], words: Words) -> str:
    """Answers what of the denominator's share is volume and what prices, where that is known."""
    if pair.get("share_denominator_volume") is None:
        return ""
    return words(
        "drivers_split",
        volume=share(pair["share_denominator_volume"], words),
        price=share(pair["share_denominator_price"], words),
    )


def _moved(part: str, name: str, change: float, words: Words) -> str:
    return words(f"drivers_{part}_{latest_values.direction(change)}", name=words.within(name))


def _by(change: float, subject: Subject, words: Words) -> str:
    least = 10.0**-subject.decimals
    small = 0 < abs(change) < least / 2
    size = ("<" if small else "") + numbers.number(
        least if small else abs(change), subject.decimals
    )
    return words(f"drivers_by_{latest_values.direction(change)}", size=size, unit=subject.unit)


def share(value: float | None, words: Words) -> str:
    """Answers a share in per cent, a dash where there is none."""
    if value is None:
        return numbers.MISSING
    return words("per_cent", number=str(round(100 * value)).replace("-", numbers.MINUS))


def steps(
    pair: Mapping[str, Any],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    subject: Subject,
    words: Words,
) -> pl.DataFrame:
    """Answers the columns of the waterfall: the earlier rate, each part, the later rate.

    The denominator's part is told as volume and prices where its growth is known in both.
    """
    figures = _figures(pair, first, last, subject, words)
    count, denominator = (said["name"] for said in figures)
    details = [words("drivers_step_detail", **said) for said in figures]
    parts = [(count, "numerator", details[0])]
    if pair.get("change_from_denominator_volume") is None:
        parts.append((denominator, "denominator", details[1]))
    else:
        parts += [
            (words("drivers_volume_of", name=denominator), "denominator_volume", details[1]),
            (words("drivers_price_of", name=denominator), "denominator_price", details[1]),
        ]
    rows = [_level(pair, "from", subject, words)]
    reached = pair["from_rate"]
    for name, part, detail in parts:
        change = pair[f"change_from_{part}"]
        by = signed(change, subject.decimals)
        of_all = pair[f"share_{part}"]
        rows.append(
            {
                "lines": folded(name, words),
                "label": by,
                "share": None if of_all is None else share(of_all, words),
                "start": reached,
                "end": reached + change,
                "is_level": False,
                "tip": words("drivers_step", name=name, by=by, detail=detail),
            }
        )
        reached += change
    rows.append(_level(pair, "to", subject, words))
    ends = [row["end"] for row in rows]
    return pl.DataFrame(rows, schema_overrides={"share": pl.String}).with_columns(
        order=pl.int_range(pl.len()), reached=pl.Series(ends, dtype=pl.Float64)
    )


def signed(change: float, decimals: int) -> str:
    """Answers a part with its sign; one too small for the digits shown is not told as nothing."""
    least = 10.0**-decimals
    if 0 < abs(change) < least / 2:
        return f"<{numbers.number(least, decimals)}"
    return numbers.signed(change, decimals)


def _level(pair: Mapping[str, Any], end: str, subject: Subject, words: Words) -> dict[str, Any]:
    year, rate = pair[f"{end}_period"], pair[f"{end}_rate"]
    said = numbers.number(rate, subject.decimals)
    return {
        "lines": [words("period_year", year=year)],
        "label": said,
        "share": None,
        "start": 0.0,
        "end": rate,
        "is_level": True,
        "tip": words("drivers_level", year=year, rate=said, unit=subject.unit),
    }


def folded(name: str, words: Words) -> list[str]:
    """Answers a name in lines short enough to stand below a column on a telephone."""
    width = LATIN_LINE if words.language == "en" else CHINESE_LINE
    pieces = [piece for piece in re.split(r" ?[（(]|[）)]", name) if piece]
    is_whole = words.language == "en"
    return [
        line
        for piece in pieces
        for line in textwrap.wrap(piece, width, break_long_words=not is_whole)
    ]


def figures(
    pair: Mapping[str, Any],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    subject: Subject,
    words: Words,
) -> str:
    """Answers in a line what the count and the denominator were in both years."""
    told = [
        words("drivers_figures", **said) for said in _figures(pair, first, last, subject, words)
    ]
    return words("list_semicolon").join(told) + words("full_stop")


def _figures(
    pair: Mapping[str, Any],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    subject: Subject,
    words: Words,
) -> list[dict[str, str]]:
    """Answers the count and the denominator, each by name, unit and its figures of both years."""
    denominators = [row["denominator_display_value"] for row in (first, last)]
    figures = [
        (subject.count, pair["from_numerator"], pair["to_numerator"], subject.count_unit),
        (
            first[words.column("denominator_measure_name")],
            *denominators,
            first[words.column("denominator_display_unit")],
        ),
    ]
    return [
        {
            "name": name,
            "first": numbers.count(before),
            "last": numbers.count(after),
            "unit": unit,
        }
        for name, before, after, unit in figures
    ]


def cumulated(
    since: pl.DataFrame, first: Mapping[str, Any], subject: Subject, words: Words
) -> pl.DataFrame:
    """Answers what both parts have added up to since the first year, for their chart.

    Args:
        since: Rows of fct_rate_decompositions from the first year on.
        first: The first year's value, with its denominator's name.
        subject: What the page speaks of.
        words: The words of the page.
    """
    parts = {
        subject.count: pl.col("change_from_numerator"),
        first[words.column("denominator_measure_name")]: pl.col("change_from_denominator"),
    }
    return pl.concat(
        since.select(
            year="to_period",
            order=pl.lit(order),
            part=pl.lit(name),
            value=value,
            total=pl.col("to_rate") - pl.col("from_rate"),
        )
        for order, (name, value) in enumerate(parts.items())
    )


def shows(pair: Mapping[str, Any], subject: Subject, words: Words) -> str:
    """Answers what the waterfall shows."""
    return words(
        "drivers_description",
        first=pair["from_period"],
        last=pair["to_period"],
        region=subject.region,
        indicator=subject.indicator,
        scope=subject.scope,
        unit=subject.unit,
    )


def not_compared(
    found: Mapping[str, Any] | None, years: tuple[str, str], subject: Subject, words: Words
) -> str:
    """Answers in one sentence that two years are not split, and why."""
    said = {
        "first": years[0],
        "last": years[1],
        "region": subject.region,
        "indicator": subject.indicator,
        "scope": words.within(subject.scope),
    }
    if found is None:  # further apart than the marts compare
        return words("drivers_too_far", **said)
    why = words.within(reasons.reason(found["comparability_reason_code"], words))
    return words("drivers_not_compared", reason=why, **said)


def arithmetic(
    found: Mapping[str, Any],
    first: Mapping[str, Any],
    last: Mapping[str, Any],
    subject: Subject,
    words: Words,
) -> str:
    """Answers the mere arithmetic between two years that do not compare."""
    per_cent = found["change_pct_across_break"]
    return words(
        "drivers_arithmetic",
        figures=words("list_comma").join(
            words("drivers_figures", **said)
            for said in _figures(found, first, last, subject, words)
        ),
        first=numbers.number(found["from_rate"], subject.decimals),
        last=numbers.number(found["to_rate"], subject.decimals),
        unit=subject.unit,
        change=numbers.change(per_cent, words),
    )
