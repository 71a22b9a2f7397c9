"""Regions of a home's own: one row per town, zone or other region that the lists do not have."""

import re
from datetime import date, timedelta
from typing import Final

import polars as pl

from loaders.judge.kinds.entries import (
    read_codes,
    read_day,
    read_names,
    read_other_names,
    read_words,
)
from loaders.judge.kinds.registries import Tools
from loaders.words.columns import SEPARATOR, Columns, Memory, joined_keys
from loaders.words.reading import Reading, refused

KEY = ("region_code",)
TEXTS = ("region_name_en", "pinyin", "pinyin_initials", "entry_source")
SAID = (
    *("region_name", "region_level", "parent_code", "valid_from", "valid_to", "successor_code"),
    *TEXTS,
    "other_names",
)
# Six digits (a code newer than ours), nine or twelve of the statistics bureau's towns, or a key of
# one's own: 441900-songshanhu, dongguan_songshanhu.
CODE: Final = re.compile(r"\d{6}|\d{9}|\d{12}|\d{6}-[a-z]+|[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+")
SINCE: Final = date(1949, 10, 1)


def judge(texts: pl.DataFrame, tools: Tools, memory: Memory) -> pl.DataFrame:
    """Answers the rows as regions, with what is wrong beside them.

    A parent may be a region that ships, one loaded before, or one of the same file.

    Args:
        texts: row_number, cell and canonical columns as text.
        tools: The registries and the day.
        memory: What spellings mean, kept from batch to batch.

    Returns:
        The columns of schemas.REGIONS but for the file's, with reason_codes and detail.
    """
    columns = Columns(texts, memory)
    code = read_codes(columns, "region_code", _shipped(tools), CODE)
    name = read_names(columns, "region_name")
    first = columns.read("valid_from", read_day, pl.Date).fill_null(SINCE).alias("valid_from")
    last = columns.read("valid_to", read_day, pl.Date).alias("valid_to")
    span = first.cast(pl.String) + " – " + last.cast(pl.String)
    columns.refuse(first >= last, "years_contradict", span)
    columns.refuse(columns.text("region_level").is_null(), "region_level_missing")
    columns.refuse(columns.text("parent_code").is_null(), "parent_missing")
    parent = _parents(columns, code, name, last, tools)
    columns.refuse((parent == code).fill_null(value=False), "parent_is_itself", code)
    _refuse_taken_names(columns, code, name, parent, tools)
    return pl.DataFrame(
        [
            texts["row_number"].cast(pl.Int32),
            texts["cell"],
            code,
            name,
            read_words(columns, "region_level", tools),
            parent,
            first,
            last,
            _successors(columns, code, tools),
            *(columns.text(each).alias(each) for each in TEXTS),
            read_other_names(columns),
        ]
    ).with_columns(columns.judgement())


def _shipped(tools: Tools) -> set[str]:
    names = ("reference/regions.csv", "reference/own_regions.csv")
    return {code for name in names for code in tools.shipped(name, "region_code")}


def _parents(
    columns: Columns, code: pl.Series, name: pl.Series, last: pl.Series, tools: Tools
) -> pl.Series:
    """Answers the region that each lies in, from a code or a name, on its last day or today."""
    beside = dict(zip(name.to_list(), code.to_list(), strict=True))
    beside |= {each: each for each in code.drop_nulls()}
    days = last.fill_null(tools.today).cast(pl.String)

    def read_parent(key: str) -> Reading[str]:
        text, day = key.split(SEPARATOR)
        if not text:
            return Reading()
        on = min(date.fromisoformat(day) - timedelta(days=1), tools.today)
        is_code = text[0].isascii()
        found = (
            tools.places.check_code(text, on=on)
            if is_code
            else tools.places.read_region(text, on=on)
        )
        if found.value is None and beside.get(text):
            return Reading(beside[text])
        return found

    keys = joined_keys(columns.text("parent_code"), days)
    return columns.read("parent on its day", read_parent, pl.String, texts=keys).alias(
        "parent_code"
    )


def _successors(columns: Columns, code: pl.Series, tools: Tools) -> pl.Series:
    """Answers the codes that took the place of others."""
    beside = set(code.drop_nulls())

    def read_successor(text: str) -> Reading[str]:
        if text in beside or tools.places.is_known(text):
            return Reading(text)
        return refused("region_unknown", text)

    return columns.read("successor_code", read_successor, pl.String).alias("successor_code")


def _refuse_taken_names(
    columns: Columns, code: pl.Series, name: pl.Series, parent: pl.Series, tools: Tools
) -> None:
    """Keeps the reason where a region of the same parent is called so already."""
    rows = zip(code.to_list(), name.to_list(), parent.to_list(), strict=True)
    taken = [
        " / ".join(sorted(tools.places.named_within(called, above) - {own}))
        if own and called and above
        else ""
        for own, called, above in rows
    ]
    details = pl.Series(
        [
            f"{each} = {codes}" if codes else None
            for each, codes in zip(name.to_list(), taken, strict=True)
        ],
        dtype=pl.String,
    )
    columns.refuse(details.is_not_null(), "name_is_taken", details)
