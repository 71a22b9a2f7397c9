"""What is said of years to come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import polars as pl

from app.base import numbers, reasons
from app.base.words import Words

Row = Mapping[str, Any]
NEARLY_NONE: Final = 0.01


def amount(value: float | None, row: Row, words: Words) -> str:
    """Answers a value of an indicator with its unit."""
    shown = numbers.number(value, int(row["decimals"] or 0))
    return words("number_of", number=shown, unit=row[words.column("unit")] or "").strip()


def within(row: Row, share: int, decimals: int) -> str:
    """Answers the interval that holds so many per cent."""
    return numbers.interval(row[f"lower_{share}"], row[f"upper_{share}"], decimals)


def per_cent(probability: float | None) -> str:
    """Answers a probability in whole per cent; what is nearly sure is not called sure."""
    if probability is None:
        return numbers.MISSING
    if 0 < probability < NEARLY_NONE:
        return "<1%"
    if 0 < 1 - probability < NEARLY_NONE:
        return ">99%"
    return f"{100 * probability:.0f}%"


def name(row: Row, words: Words) -> str:
    """Answers what a series is called: indicator and scope."""
    return " · ".join(row[words.column(f"{part}_name")] for part in ("indicator", "scope"))


def answer(told: Row, region: str, words: Words) -> str:
    """Answers the first line: where a series will end.

    Args:
        told: Its row of fct_forecasts: the year of its target, else the last one.
        region: Name of the region.
        words: The words of the page.
    """
    said = {
        "year": told["period"],
        "region": region,
        "series": name(told, words),
        "forecast": amount(told["forecast"], told, words),
        "interval": within(told, 80, int(told["decimals"] or 0)),
    }
    if told["target_code"] is None:
        return words("outlook_untargeted", **said)
    return words(
        "outlook_answer",
        **said,
        limit=amount(told["target_limit"], told, words),
        probability=per_cent(told["probability_target_met"]),
    )


def this_year(year: pl.DataFrame, words: Words) -> str:
    """Answers how this year (or the last) will end by what is least likely kept.

    Args:
        year: Rows of fct_year_outlooks, the least likely kept first of each kind.
        words: The words of the page.

    Returns:
        A sentence; nothing where nothing is foreseen.
    """
    this = datetime.now().astimezone().year
    known = (
        year.drop_nulls("probability_within")
        .filter(pl.col("period_year") >= this - 1)
        .sort("probability_within", maintain_order=True)
    )
    if not known.height:
        return ""
    row = known.row(0, named=True)
    month = {"period": row["period"], "period_basis": "cumulative_from_january"}
    return words(
        "outlook_this_year",
        month=numbers.period(month, words),
        series=name(row, words),
        used=numbers.count(row["used"]),
        expected=numbers.number(row["expected_year_end"], 0),
        interval=within(row, 80, 0),
        kind=words(f"outlook_within_{row['outlook_kind']}"),
        allowed=numbers.number(row["limit_value"], 0),
        probability=per_cent(row["probability_within"]),
    )


def reason(row: Row, words: Words) -> str:
    """Answers in words why a method was chosen, or nothing is told."""
    return reasons.reason(row["reason"], words)
