"""What a plan's targets wait for, and whom: the table of gaps and of the offices responsible."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from app.base.selection import Selection, address
from app.base.words import Words
from app.figure import tables
from app.plans import verdicts


def listed(waiting: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """Answers a row per target and figure that is missing, with the periods it is missing of.

    Args:
        waiting: The targets without a verdict, rows of fct_target_progress.
        gaps: Their rows of fct_target_gaps.
    """
    names = ["missing_name", "missing_name_en", "missing_holder", "missing_holder_en"]
    by_target = gaps.group_by("target_code", *names, maintain_order=True).agg("period", "gap_role")
    found = waiting.drop(names).join(by_target, on="target_code", how="inner")
    # as of an earlier period more is missing than now: then the period itself; of a value that is
    # known without its base no year is missing
    is_missing = pl.col("status_code") == "no_data"
    others = waiting.join(found, on="target_code", how="anti").with_columns(
        period=pl.concat_list("as_of_period"),
        gap_role=pl.concat_list(
            pl.when(is_missing).then(pl.lit("actual")).otherwise(pl.lit("no_base"))
        ),
    )
    return pl.concat([found, others], how="diagonal").sort(
        "missing_holder", "is_outcome", "target_code", descending=[False, True, False]
    )


def columns(words: Words) -> list[tables.Column]:
    """Answers the columns of the table."""
    return [
        tables.Column(words("column_holder"), "tight"),
        tables.Column(words("column_missing"), "tight"),
        tables.Column(words("column_missing_years"), "tight"),
        tables.Column(words("column_would_answer"), "lines"),
    ]


def rows(gaps: pl.DataFrame, selection: Selection, words: Words) -> list[list[tables.Cell]]:
    """Answers the rows of the table.

    Args:
        gaps: What listed() answers.
        selection: The selection of the page.
        words: The words of the page.
    """
    return [
        [
            row[words.column("missing_holder")],
            row[words.column("missing_name")],
            _periods(row, words),
            tables.PageLink(
                words(
                    "gap_answers",
                    target=row[words.column("target_name")],
                    requirement=verdicts.requirement(row, words),
                ),
                address("target", replace(selection, target=row["target_code"])),
            ),
        ]
        for row in gaps.iter_rows(named=True)
    ]


def spans(years: Sequence[int]) -> list[tuple[int, int]]:
    """Answers years as spans, from and to: 2016, 2017, 2019 are 2016 to 2017 and 2019.

    >>> spans([2016, 2017, 2019])
    [(2016, 2017), (2019, 2019)]
    """
    ordered = sorted(set(years))
    starts = [year for year in ordered if year - 1 not in ordered]
    ends = [year for year in ordered if year + 1 not in ordered]
    return list(zip(starts, ends, strict=True))


def told(periods: Sequence[str], words: Words) -> str:
    """Answers periods as people say them, years in a row as from the first to the last."""
    years = [int(period) for period in periods if period.isdecimal()]
    named = [
        words("period_year", year=first)
        if first == last
        else words("period_years", first=first, last=last)
        for first, last in spans(years)
    ]
    others = sorted({period for period in periods if not period.isdecimal()})
    return words("list_comma").join([*named, *(verdicts.period(each, words) for each in others)])


def _periods(row: dict[str, Any], words: Words) -> str:
    """Answers the periods that are missing: 2016–2019年、2015年（基期）."""
    by_role: dict[str, list[str]] = {}
    for period, role in zip(row["period"], row["gap_role"], strict=True):
        by_role.setdefault(role, []).append(str(period))
    said = []
    for role, periods in by_role.items():
        if role == "no_base":
            said.append(words("base_not_named"))
            continue
        joined = told(periods, words)
        said.append(words("gap_base", periods=joined) if role == "base" else joined)
    return words("list_comma").join(said)
