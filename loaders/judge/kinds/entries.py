"""What the entries of all registries have in common: a code, names, and what may be left out."""

import re
from collections.abc import Collection
from datetime import date
from typing import Final

import polars as pl

from loaders.judge.kinds.registries import Tools
from loaders.words.columns import Columns
from loaders.words.dates import read_date
from loaders.words.reading import Reading, clean, read_count, read_number, refused, shorten

CODE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
LATER_IN_LISTS: Final = 1000  # where an entry stands that says nothing of its place
FIRST_YEAR, LAST_YEAR = 1900, 2199
OTHER_NAMES: Final = "|"


def read_codes(
    columns: Columns, name: str, shipped: Collection[str], form: re.Pattern[str] | None = CODE
) -> pl.Series:
    """Answers the entries' codes.

    A code is refused where it is missing, not written as codes are, or ships: what ships is not
    redefined.

    Args:
        columns: The batch.
        name: The column.
        shipped: The codes that ship.
        form: How codes of the kind are written; None where any text will do.
    """
    taken = {each.casefold() for each in shipped}

    def read_code(text: str) -> Reading[str]:
        code = clean(text)
        if code.casefold() in taken:
            return refused("code_is_shipped", shorten(code))
        if form and not form.fullmatch(code):
            return refused("code_not_recognised", shorten(code))
        return Reading(code)

    columns.refuse(columns.text(name).is_null(), "code_missing")
    return columns.read(name, read_code, pl.String).alias(name)


def read_names(columns: Columns, name: str) -> pl.Series:
    """Answers the entries' names in Chinese, which none may lack."""
    columns.refuse(columns.text(name).is_null(), "name_missing")
    return columns.text(name).alias(name)


def read_other_names(columns: Columns) -> pl.Series:
    """Answers other names of an entry, which stand in one cell with 、 ； or | between."""
    marks = r"\s*[、；;|，,]\s*"
    names = columns.text("other_names").str.replace_all(marks, OTHER_NAMES)
    return names.str.strip_chars("| ").alias("other_names")


def read_words(columns: Columns, name: str, tools: Tools) -> pl.Series:
    """Answers the codes of a column that holds a word of the registries' own lists."""

    def read_word(text: str) -> Reading[str]:
        return tools.registry_words.read(name, text)

    return columns.read(name, read_word, pl.String).alias(name)


def read_places_in_lists(columns: Columns) -> pl.Series:
    """Answers where the entries stand in lists."""
    return (
        columns.read("sort_order", read_count, pl.Int32)
        .fill_null(LATER_IN_LISTS)
        .alias("sort_order")
    )


def read_measures(columns: Columns, name: str, tools: Tools) -> pl.Series:
    """Answers the measures that a column names, by code or name."""

    def read_measure(text: str) -> Reading[str]:
        found = tools.vocabulary.read_measure(text)
        if found.value is None:
            return Reading(reason=found.reason, detail=found.detail)
        return Reading(found.value.code)

    return columns.read(name, read_measure, pl.String).alias(name)


def read_day(text: str) -> Reading[date]:
    """Answers a day; a year alone is its first day."""
    year = clean(text).removesuffix("年").removesuffix(".0")
    if year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR:
        return Reading(date(int(year), 1, 1))
    return read_date(text)


def read_year(text: str) -> Reading[int]:
    """Answers a year of four digits, 年 after it or not."""
    year = clean(text).removesuffix("年").removesuffix(".0")
    if year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= LAST_YEAR:
        return Reading(int(year))
    return refused("period_not_recognised", shorten(clean(text)))


def read_factor(text: str) -> Reading[float]:
    """Answers a number above zero."""
    found = read_number(text)
    if found.value is None:
        return Reading(reason=found.reason, detail=found.detail)
    value = float(found.value.value)
    return Reading(value) if value > 0 else refused("value_not_a_number", shorten(text))


def filled(column: pl.Series, default: pl.Series | str | bool) -> pl.Series:  # noqa: FBT001
    """Answers a column with what holds where it says nothing."""
    if isinstance(default, pl.Series):
        return column.zip_with(column.is_not_null(), default)
    return column.fill_null(default)
