"""Values of an indicator as the rows of a table, each with what makes it less sure."""

import polars as pl

from app.base import numbers, units
from app.base.words import Words
from app.figure import tables


def columns(indicator: dict[str, str], words: Words) -> list[tables.Column]:
    """Answers the columns of an indicator's values; a rate has more."""
    number = [words("column_value"), words("column_interval")]
    if indicator["indicator_kind"] == "rate":
        number += [words("column_count"), words("column_denominator"), words("column_printed")]
    return [
        tables.Column(words("column_region"), "nowrap"),
        tables.Column(words("column_period"), "nowrap"),
        *(tables.Column(title, "number") for title in number),
        tables.Column(words("column_remarks")),
    ]


def rows(points: pl.DataFrame, decimals: int, words: Words) -> list[list[tables.Cell]]:
    """Answers the values of an indicator as rows, with so many decimals."""
    rows: list[list[tables.Cell]] = []
    for row in points.iter_rows(named=True):
        cells: list[tables.Cell] = [
            row[words.column("region_name")],
            numbers.period(row, words),
            numbers.number(row["computed_rate"], decimals),
            numbers.interval(row["lower_95"], row["upper_95"], decimals),
        ]
        if row["denominator_measure"] or row["no_rate_reason_code"]:
            denominator = (row["denominator_display_value"], row["denominator_display_unit"])
            cells += [
                numbers.count(row["numerator"]),
                units.amount(*denominator, words),
                numbers.as_printed(row["published_rate"], row["published_decimals"]),
            ]
        rows.append([*cells, words("list_comma").join(remarks(row, words))])
    return rows


def remarks(row: dict[str, object], words: Words) -> list[str]:
    """Answers what makes a value less sure, or why there is none."""
    said = []
    if row["no_rate_reason_code"]:
        said.append(words(f"reason_{row['no_rate_reason_code']}"))
    if row["is_provisional"]:
        said.append(words("remark_provisional"))
    if row["is_proxy_denominator"]:
        said.append(words("remark_proxy"))
    if row["interval_method"] == "exact":
        said.append(words("remark_few"))
    return said
