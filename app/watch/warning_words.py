"""What is said of series of months and their warnings."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from app.base import numbers
from app.base.words import Words
from app.watch import levels

Row = Mapping[str, Any]


def key(row: Row) -> str:
    """Answers what a series is called in the URL."""
    return ".".join((row["region_code"], row["scope_code"], row["measure_code"]))


def name(row: Row, words: Words) -> str:
    """Answers what a series is called: region, scope and measure."""
    return " · ".join(row[words.column(f"{part}_name")] for part in ("region", "scope", "measure"))


def label(row: Row, words: Words) -> str:
    """Answers a series as it stands in a list, with its level where it warns."""
    is_warned = row["warning_level"] in levels.GRAVE
    return name(row, words) + (f"  {levels.said(row['warning_level'], words)}" if is_warned else "")


def month(row: Row, words: Words) -> str:
    """Answers a month as people say it."""
    return numbers.period({"period": row["period"], "period_basis": "single_month"}, words)


def counts(row: Row) -> list[str]:
    """Answers what was observed, what was expected, and the two limits."""
    return [
        numbers.count(row["observed"]),
        numbers.number(row["expected"], 1),
        numbers.count(row["upper_95"]),
        numbers.count(row["upper_998"]),
    ]


def judged(found: pl.DataFrame) -> pl.DataFrame:
    """Answers of each region and scope whose last months can be judged the gravest series."""
    return found.filter(
        pl.col("is_current")
        & (pl.col("measure_position") == 1)
        & pl.col("warning_level").is_not_null()
    )


def answer(found: pl.DataFrame, region: str, words: Words) -> str:
    """Answers the first line: what is out of line now.

    Args:
        found: The series of the region and of its parts, the gravest first.
        region: Name of the region.
        words: The words of the page.
    """
    known = judged(found)
    if not known.height:
        return words("watch_too_short", region=region, months=found["months_known"].max())
    said = {
        "region": region,
        "month": month(known.sort("period").row(-1, named=True), words),
        "watched": known.height,
    }
    warned = known.filter(pl.col("warning_level") != "none")
    if not warned.height:
        return words("watch_all_in_line", **said)
    first = warned.row(0, named=True)
    observed, expected, *_ = counts(first)
    return words(
        "watch_out_of_line",
        **said,
        number=warned.height,
        levels=_levels(warned, words),
        series=name(first, words),
        observed=observed,
        expected=expected,
    )


def _levels(warned: pl.DataFrame, words: Words) -> str:
    found = dict(warned.group_by("warning_level").len().iter_rows())
    return words("list_comma").join(
        words(f"watch_of_{level}", number=found[level]) for level in levels.GRAVE if level in found
    )


def lines(found: pl.DataFrame, words: Words) -> list[str]:
    """Answers what else is to be known: of which nothing can be said, and how often it is chance.

    Args:
        found: As for answer().
        words: The words of the page.
    """
    first = found.filter(pl.col("measure_position") == 1)
    known = judged(found)
    said = []
    if known.height and first.height > known.height:
        said.append(words("watch_unjudged", number=first.height - known.height))
    if known.height and (known["basis_code"] == "records").any():
        said.append(words("watch_late"))
    if known.height:
        sums = known.select(pl.col("months_judged", "months_above_95", "months_above_95_by_chance"))
        months, above, chance = sums.sum().row(0)
        said.append(
            words(
                "watch_false_alarms",
                months=numbers.count(months),
                above=numbers.count(above),
                chance=numbers.number(chance, 0),
            )
        )
    return said


def also(found: pl.DataFrame, words: Words) -> dict[tuple[str, str], str]:
    """Answers by region and scope which other measures are out of line too.

    Args:
        found: As for answer().
        words: The words of the page.
    """
    others = found.filter(
        (pl.col("measure_position") > 1) & pl.col("warning_level").is_in(levels.GRAVE)
    )
    told: dict[tuple[str, str], list[str]] = {}
    for row in others.iter_rows(named=True):
        said = f"{levels.SIGNS[row['warning_level']]} {row[words.column('measure_name')]}"
        told.setdefault((row["region_code"], row["scope_code"]), []).append(said)
    return {at: "\n".join(said) for at, said in told.items()}
