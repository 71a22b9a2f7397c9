"""Which months of which region a file declares to be complete."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from loaders.form.refusals import RefusedFileError
from loaders.judge.kinds.regions import read_regions
from loaders.judge.kinds.registries import Tools
from loaders.lake.schemas import COVERAGE, conform
from loaders.words.columns import DETAIL, REASONS, SEPARATOR, Columns, joined_keys, new_memory
from loaders.words.dates import read_date

SPAN: Final = ("covers_region", "covers_from", "covers_to")
DECLARED: Final = (*SPAN, "covers_scope")
ACCIDENT: Final = ("accident_id", "occurred_at", "deaths")
TOLD: Final = ("published_date", "source_title")


def declared(defaults: Mapping[str, str], tools: Tools) -> pl.DataFrame:
    """Answers the coverage that a sidecar declares; no rows where it declares none.

    Raises:
        RefusedFileError: The declaration cannot be read.
    """
    row = {name: defaults.get(name) for name in (*DECLARED, *TOLD)}
    rows = pl.DataFrame([row], schema=dict.fromkeys(row, pl.String))
    return read(rows.with_columns(row_number=0, cell=None), tools)


def read(rows: pl.DataFrame, tools: Tools) -> pl.DataFrame:
    """Answers the coverage that rows declare in columns of their own, each declaration once.

    Args:
        rows: Canonical columns as text.
        tools: Vocabulary and regions.

    Returns:
        The columns of loaders.lake.schemas.COVERAGE but for the file's.

    Raises:
        RefusedFileError: coverage_not_recognised; a declaration is incomplete, or a region or
            date of it is unknown.
    """
    present = [name for name in DECLARED if name in rows.columns]
    if not set(SPAN) & set(present):
        return pl.DataFrame(schema=COVERAGE)
    said = rows.filter(pl.any_horizontal(pl.col(present).is_not_null())).unique(
        subset=present, keep="first", maintain_order=True
    )
    columns = Columns(said.with_columns(_named(said)), new_memory())
    first = columns.read("covers_from", read_date, pl.Date)
    last = columns.read("covers_to", read_date, pl.Date)
    region = read_regions(columns, tools.places, last)
    scope = columns.read("covers_scope", tools.vocabulary.read_scope, pl.String)
    published = columns.read("published_date", read_date, pl.Date)
    span = joined_keys(columns.text("covers_from"), columns.text("covers_to"))
    columns.refuse(
        first.is_null() | last.is_null() | (first > last),
        "coverage_not_recognised",
        span.str.replace(SEPARATOR, " – ", literal=True),
    )
    found = pl.DataFrame(
        [
            said["row_number"].cast(pl.Int32),
            region.alias("covers_region"),
            scope.alias("covers_scope"),
            first.alias("covers_from"),
            last.alias("covers_to"),
            published.alias("published_date"),
            columns.text("source_title").alias("source_title"),
        ]
    ).with_columns(columns.judgement())
    wrong = found.filter(pl.col(REASONS).is_not_null())
    if wrong.height:
        row = wrong.row(0, named=True)
        raise RefusedFileError(
            "coverage_not_recognised", f"{row['row_number']}: {row[DETAIL] or row[REASONS]}"
        )
    return conform(found.with_columns(file_sha256=pl.lit(None)), COVERAGE)


def without_accidents(rows: pl.DataFrame) -> pl.Series:
    """Answers which rows declare coverage and tell of no accident."""
    told = [pl.col(name).is_null() for name in ACCIDENT if name in rows.columns]
    declared = [pl.col(name).is_not_null() for name in SPAN if name in rows.columns]
    if not declared:
        return pl.repeat(value=False, n=rows.height, eager=True)
    return rows.select((pl.all_horizontal(told) & pl.any_horizontal(declared)).alias("only"))[
        "only"
    ]


def joined(parts: Sequence[pl.DataFrame], sha256: str) -> pl.DataFrame:
    """Answers all declarations of a file, each once."""
    if not parts:
        return pl.DataFrame(schema=COVERAGE)
    once = pl.concat(parts).unique(subset=list(DECLARED), keep="first", maintain_order=True)
    return conform(once.with_columns(file_sha256=pl.lit(sha256)), COVERAGE)


def _named(said: pl.DataFrame) -> list[pl.Expr]:
    """Answers the region covered as a code or as a name, whichever it is written as."""
    if "covers_region" not in said.columns:
        return []
    region = pl.col("covers_region")
    is_code = region.str.contains(r"^\s*[0-9A-Za-z]")
    return [
        pl.when(is_code).then(region).alias("region_code"),
        pl.when(~is_code).then(region).alias("region_name"),
    ]
