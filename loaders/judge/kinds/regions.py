"""The region of a row, from its code, its name or both."""

from datetime import date

import polars as pl

from loaders.words.columns import SEPARATOR, Columns, joined_keys, nothing
from loaders.words.dates import read_date
from loaders.words.periods import last_day_of, read_period
from loaders.words.places import LEVELS, Places
from loaders.words.reading import Reading, refused, shorten

# How a level of administration may be called.
LEVEL_WORDS = {level: level for level in LEVELS} | {
    "省级": "province",
    "地级": "prefecture",
    "地级市": "prefecture",
    "市级": "prefecture",
    "县级": "county",
}


def read_regions(columns: Columns, places: Places, on: pl.Series) -> pl.Series:
    """Answers the region's code of each row.

    A code wins; a name beside it must name the same region. Both are read as they were valid on
    the row's day. A region that means the same on a batch's first and last day meant so between,
    because validity has no gaps.

    Args:
        columns: The batch, with region_code, region_name or both; region_level (prefecture, say)
            and region_within (a code) say what a region must be, names_as_of (a day or a year)
            whose names and codes they are.
        places: The regions.
        on: The day each row is about; null where it is not known.
    """
    codes, names = columns.text("region_code"), columns.text("region_name")
    columns.refuse(codes.is_null() & names.is_null(), "region_missing")
    if on.null_count() == len(on):
        return nothing(len(on)).alias("region_code")
    first, last = str(on.min()), str(on.max())
    as_of = columns.read("names_as_of", _read_as_of, pl.Date).cast(pl.String)
    level = columns.read("region_level", _read_level, pl.String)
    hints = [names, level, columns.text("region_within"), as_of]
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
    code, name, level, within, then = key.rsplit(SEPARATOR, 4)
    if not code and not name:
        return Reading()
    on, as_of = date.fromisoformat(day), date.fromisoformat(then) if then else None
    if not code:
        return places.read_region(
            name, on=on, within=within or None, level=level or None, as_of=as_of
        )
    read = places.check(name or None, code, on=on, within=within or None, as_of=as_of)
    if not level or read.value is None or read.value == within:
        return read
    held = places.hold_to(level, read.value, name, on=on)
    return held if held.reason else read


def _read_level(text: str) -> Reading[str]:
    """Answers the level of administration that a layout asks for."""
    level = LEVEL_WORDS.get(text.strip().lower())
    return Reading(level) if level else refused("region_level_unknown", shorten(text))


def _read_as_of(text: str) -> Reading[date]:
    """Answers the day whose names are used: a day, or the last one of a year."""
    period = read_period(text).value
    return Reading(last_day_of(period.period)) if period else read_date(text)
