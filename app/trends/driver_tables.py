"""What moved a rate as rows: the table of the page, and the figures to take away."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from app.base import numbers
from app.base.words import Words
from app.figure import tables
from app.figure.downloads import Sheet
from app.trends import driver_words


def data(
    pairs: Sequence[Mapping[str, Any]],
    first: Mapping[str, Any],
    subject: driver_words.Subject,
    words: Words,
) -> Sheet:
    """Answers changes between two years as figures to take away.

    Args:
        pairs: Rows of fct_rate_decompositions.
        first: The earlier year's value, with its denominator's name.
        subject: What the page speaks of.
        words: The words of the page.
    """
    denominator = first[words.column("denominator_measure_name")]
    named = {
        "from_period": words("column_from_period"),
        "to_period": words("column_to_period"),
        "from_rate": words("column_from_rate", unit=subject.unit),
        "to_rate": words("column_to_rate", unit=subject.unit),
        "from_numerator": words("column_from_figure", name=subject.count),
        "to_numerator": words("column_to_figure", name=subject.count),
        "change_from_numerator": words("column_part", name=subject.count, unit=subject.unit),
        "change_from_denominator": words("column_part", name=denominator, unit=subject.unit),
        "change_from_denominator_volume": words(
            "column_part", name=words("drivers_volume_of", name=denominator), unit=subject.unit
        ),
        "change_from_denominator_price": words(
            "column_part", name=words("drivers_price_of", name=denominator), unit=subject.unit
        ),
        "log_change_rate": words("column_log", name=subject.indicator),
        "log_change_numerator": words("column_log", name=subject.count),
        "log_change_denominator": words("column_log", name=denominator),
    }
    return Sheet.of(pl.DataFrame(list(pairs), infer_schema_length=None), named)


def headings(first: Mapping[str, Any], subject: driver_words.Subject, words: Words) -> list[str]:
    """Answers the headings of the table."""
    denominator = first[words.column("denominator_measure_name")]
    unit = first[words.column("denominator_display_unit")]
    return [
        words("column_period"),
        words("drivers_column_rate", unit=subject.unit),
        words("column_change"),
        words("drivers_column_figure", name=subject.count, unit=subject.count_unit),
        words("drivers_column_figure", name=denominator, unit=unit),
        words("drivers_column_part", name=words.within(subject.count)),
        words("drivers_column_part", name=words.within(denominator)),
        words("drivers_column_logs"),
    ]


def cells(
    pair: Mapping[str, Any],
    years: Mapping[str, Mapping[str, Any]],
    subject: driver_words.Subject,
    words: Words,
) -> list[tables.Cell]:
    """Answers a row of the table: two years, what changed, and each part's share."""
    first, last = (years[pair[f"{end}_period"]] for end in ("from", "to"))
    rates = [numbers.number(pair[f"{end}_rate"], subject.decimals) for end in ("from", "to")]
    return [
        f"{pair['from_period']} → {pair['to_period']}",
        f"{rates[0]} → {rates[1]}",
        numbers.change(pair["change_pct"], words),
        f"{numbers.count(pair['from_numerator'])} → {numbers.count(pair['to_numerator'])}",
        " → ".join(numbers.count(row["denominator_display_value"]) for row in (first, last)),
        _part(pair, "numerator", subject, words),
        _part(pair, "denominator", subject, words),
        _logs(pair, words),
    ]


def _part(pair: Mapping[str, Any], part: str, subject: driver_words.Subject, words: Words) -> str:
    by = driver_words.signed(pair[f"change_from_{part}"], subject.decimals)
    return f"{by} ({driver_words.share(pair[f'share_{part}'], words)})"


def _logs(pair: Mapping[str, Any], words: Words) -> str:
    if pair["log_change_rate"] is None:
        return words("drivers_no_logarithm")
    parts = [
        numbers.signed(pair[f"log_change_{part}"], 3)
        for part in ("rate", "numerator", "denominator")
    ]
    return f"{parts[0]} = {parts[1]} {numbers.MINUS} ({parts[2]})"
