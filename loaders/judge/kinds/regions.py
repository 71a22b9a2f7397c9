"""The region of a row, from its code, its name or both."""

from datetime import date

import polars as pl

from loaders.words.columns import SEPARATOR, Columns, joined_keys, nothing
from loaders.words.places import Places
from loaders.words.reading import Reading


def read_regions(columns: Columns, places: Places, on: pl.Series) -> pl.Series:
    """Answers the region's code of each row.

    A code wins; a name beside it must name the same region. Both are read as they were valid on
    the row's day. A region that means the same on a batch's first and last day meant so between,
    because validity has no gaps.

    Args:
        columns: The batch, with region_code, region_name or both; region_level (prefecture, say)
            and region_within (a code) may say what an ambiguous name means.
        places: The regions.
        on: The day each row is about; null where it is not known.
    """
    codes, names = columns.text("region_code"), columns.text("region_name")
    columns.refuse(codes.is_null() & names.is_null(), "region_missing")
    if on.null_count() == len(on):
        return nothing(len(on)).alias("region_code")
    first, last = str(on.min()), str(on.max())
    hints = [names, columns.text("region_level"), columns.text("region_within")]
    # Codes alone, the common case of a register, need not be joined with anything.
    is_bare = all(each.null_count() == len(on) for each in hints)
    keys = codes if is_bare else joined_keys(codes, *hints)
    lacking = SEPARATOR * len(hints) if is_bare else ""

    def read_on(day: str, key: str) -> Reading[str]:
        return _read_key(key + lacking, day, places)

    spellings = keys.drop_nulls().unique().to_list()
    if first == last or all(read_on(first, key) == read_on(last, key) for key in spellings):
        read = columns.read(
            f"region on {last}", lambda key: read_on(last, key), pl.String, texts=keys
        )
        return read.alias("region_code")
    days = on.cast(pl.String).fill_null(last)
    dated = joined_keys(codes, *hints, days)
    read = columns.read(
        "region on its day", lambda key: _read_dated(key, places), pl.String, texts=dated
    )
    return read.alias("region_code")


def _read_dated(key: str, places: Places) -> Reading[str]:
    key, _separator, day = key.rpartition(SEPARATOR)
    return _read_key(key, day, places)


def _read_key(key: str, day: str, places: Places) -> Reading[str]:
    code, name, level, within = key.rsplit(SEPARATOR, 3)
    on = date.fromisoformat(day)
    if code:
        return places.check(name or None, code, on=on, within=within or None)
    if not name:
        return Reading()
    return places.read_region(name, on=on, within=within or None, level=level or None)
