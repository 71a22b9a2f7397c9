"""Rows as the loaders understand them, under headings and in words that people know."""

import csv
from functools import cache

import polars as pl

from app.base.words import Words
from warehouse.ground.messages import catalogue
from warehouse.ground.project_files import REFERENCE_DIR

# Where the codes of a canonical column have their names: the seed and its column of codes.
REGISTRIES = {
    "period_basis": ("period_bases", "period_basis"),
    "measure": ("measures", "measure_code"),
    "scope": ("scopes", "scope_code"),
    "vintage": ("vintages", "vintage_code"),
    "source_kind": ("source_kinds", "source_kind"),
    "quality": ("data_qualities", "quality_code"),
    "industry": ("industries", "industry_code"),
    "accident_type": ("accident_types", "accident_type_code"),
    "severity": ("severities", "severity_code"),
    "indicator_code": ("indicators", "indicator_code"),
    "target_kind": ("target_kinds", "target_kind"),
    "strength": ("target_strengths", "strength"),
    "value_basis": ("value_bases", "value_basis"),
    "base_basis": ("value_bases", "value_basis"),
}
# Where a row came from is told by the row's number; flags are told as warnings.
LEFT_OUT = frozenset({"file_sha256", "sheet_name", "cell", "flags"})


def heading(column: str, words: Words) -> str:
    """Answers what people call a canonical column."""
    code = f"app_understood_{column}"
    return catalogue()[code][words.language] if code in catalogue() else column


def filled_columns(rows: pl.DataFrame) -> list[str]:
    """Answers the columns of accepted rows that say anything."""
    return [
        name
        for name in rows.columns
        if name not in LEFT_OUT and rows[name].null_count() < rows.height
    ]


def cell(column: str, value: object, words: Words) -> str:
    """Answers a value as people say it: a code by its name, yes or no, a moment to the minute."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if column in REGISTRIES:
        return _names(column, words.language).get(str(value), str(value))
    if column == "occurred_at":
        return str(value)[:16].removesuffix(" 00:00")
    return f"{value:g}" if isinstance(value, float) else str(value)


@cache
def _names(column: str, language: str) -> dict[str, str]:
    seed, code = REGISTRIES[column]
    name = f"{code.removesuffix('_code')}_name" + ("_en" if language == "en" else "")
    with (REFERENCE_DIR / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return {row[code]: row[name] or row[code] for row in csv.DictReader(file)}
