"""Refused rows, and rows accepted with a warning: which there are, and one file's for reading."""

from dataclasses import dataclass

import polars as pl

from app.base import database

MARTS = {"refused": "fct_refused_rows", "warned": "fct_warned_rows"}
NEEDED = frozenset({"fct_load_outcomes", *MARTS.values()})

PRESENT = """
select table_name
from information_schema.tables
where table_schema = 'main' and table_name in (select unnest(?))
"""

TOTALS = """
select
    count(*) as files,
    count(*) filter (where status = 'accepted') as accepted,
    count(*) filter (where status = 'partial') as partial,
    count(*) filter (where status = 'refused') as refused,
    coalesce(cast(sum(rows_accepted) as bigint), 0) as rows_accepted,
    coalesce(cast(sum(rows_refused) as bigint), 0) as rows_refused,
    (select count(*) from fct_warned_rows) as rows_warned
from fct_load_outcomes
"""

OUTCOMES = """
select * from fct_load_outcomes
order by loaded_at desc, sha256
"""

# Each reason of a row counts: a row refused for two is in two groups.
GROUPS = """
select
    sha256,
    file,
    layout,
    loaded_at,
    reason_code,
    count(*) as judgements
from (
    select
        sha256,
        file,
        layout,
        loaded_at,
        unnest(string_split(reason_codes, '|')) as reason_code
    from {mart}
)
group by all
order by loaded_at desc, sha256, judgements desc, reason_code
"""

ROWS = """
select
    *,
    count(*) over () as found
from {mart}
where
    sha256 = ?
    and (? = '' or list_contains(string_split(reason_codes, '|'), ?))
order by sheet_name, row_number, length(cell), cell
limit ?
"""


@dataclass(frozen=True)
class Totals:
    """What has been loaded so far, and how many rows were refused or give to think."""

    files: int
    accepted: int
    partial: int
    refused: int
    rows_accepted: int
    rows_refused: int
    rows_warned: int


def totals() -> Totals:
    """Answers the totals; zeros where the build shown is older than loading."""
    present = database.ask(PRESENT, (tuple(sorted(NEEDED)),))
    if present.height < len(NEEDED):
        return Totals(0, 0, 0, 0, 0, 0, 0)
    found = database.ask(TOTALS).row(0, named=True)
    return Totals(**found)


def outcomes() -> pl.DataFrame:
    """Answers the loaded files as in fct_load_outcomes, the last one first."""
    return database.ask(OUTCOMES)


def groups(kind: str) -> pl.DataFrame:
    """Answers how many rows each file has for each reason, the last file first.

    Args:
        kind: refused or warned.
    """
    return database.ask(GROUPS.format(mart=MARTS[kind]))


def together(judged: pl.DataFrame) -> pl.DataFrame:
    """Answers judged rows, those cells of a row together that are judged alike.

    Args:
        judged: sheet_name, row_number, cell, original_text, reason_codes, detail.

    Returns:
        The same columns; cell is "B5–I5" where several cells are judged alike.
    """
    several = pl.col("cell").first() + "–" + pl.col("cell").last()
    return (
        judged.with_columns(pl.col("sheet_name", "cell", "detail").fill_null(""))
        .group_by(
            "sheet_name",
            "row_number",
            "original_text",
            "reason_codes",
            "detail",
            maintain_order=True,
        )
        .agg(pl.when(pl.len() > 1).then(several).otherwise(pl.col("cell").first()).alias("cell"))
        .with_columns(pl.col("cell").replace("–", ""))
    )


def rows(kind: str, sha256: str, reason: str, most: int) -> pl.DataFrame:
    """Answers a file's judged rows, in the order of the file, with how many there are (found).

    Args:
        kind: refused or warned.
        sha256: The file's fingerprint.
        reason: Code of the one reason asked for; empty for all.
        most: How many are wanted at most.
    """
    return database.ask(ROWS.format(mart=MARTS[kind]), (sha256, reason, reason, most))
