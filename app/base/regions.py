"""Regions as readers find and name them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import polars as pl

from app.base import database
from app.base.words import Words

# Between a name and what else it is found by.
GAP: Final = "\u2002"

REGIONS_WITH_VALUES = """
select
    regions.region_code,
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en,
    regions.pinyin,
    regions.pinyin_initials
from dim_regions as regions
where
    regions.is_latest_entry
    and regions.region_code in (select observations.region_code from {mart} as observations)
order by regions.region_code
"""


NAMED = """
select region_name, coalesce(region_name_en, region_name) as region_name_en
from dim_regions
where is_latest_entry and region_code = ?
"""


def with_values(words: Words) -> dict[str, str]:
    """Answers the name of every region that has an indicator value, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_indicator_values")), words)


def with_figures(words: Words) -> dict[str, str]:
    """Answers the name of every region that has a published figure, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_data_coverage")), words)


def with_accidents(words: Words) -> dict[str, str]:
    """Answers the name of every region that has an accident, or in which one lies, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_accident_profiles")), words)


def with_months(words: Words) -> dict[str, str]:
    """Answers the name of every region of which a month's count is known, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_monthly_counts")), words)


def searchable(names: dict[str, str], words: Words) -> dict[str, str]:
    """Answers the names as they stand in a search list: found by name, pinyin, initials and code.

    In English by the Chinese name too. What stands before the first GAP is the name alone.
    """
    frame = database.ask(REGIONS_WITH_VALUES.format(mart="fct_data_coverage"))
    found_by = {
        row["region_code"]: [
            "" if words.language == "zh" else row["region_name"],
            row["pinyin"],
            row["pinyin_initials"],
        ]
        for row in frame.iter_rows(named=True)
    }
    return {
        code: name + GAP + " ".join(filter(None, [*found_by.get(code, ()), code]))
        for code, name in names.items()
    }


def shown(labels: Mapping[str, str], chosen: Collection[str]) -> dict[str, str]:
    """Answers what a list shows: of the chosen the name alone, where that tells them apart.

    Args:
        labels: As searchable() answers them.
        chosen: Codes of the chosen regions.
    """
    names = {code: labels[code].partition(GAP)[0] for code in chosen if code in labels}
    is_alone = Counter(names.values())
    return {
        code: names[code] if code in names and is_alone[names[code]] == 1 else label
        for code, label in labels.items()
    }


def recent_first(labels: Mapping[str, str], recent: Sequence[str]) -> list[str]:
    """Answers the codes of a list, those that a reader had last before all others."""
    first = [code for code in recent if code in labels]
    return [*first, *(code for code in labels if code not in first)]


def _named(frame: pl.DataFrame, words: Words) -> dict[str, str]:
    return dict(_names(frame, words.column("region_name")))


def _names(frame: pl.DataFrame, column: str) -> list[tuple[str, str]]:
    return [(row["region_code"], row[column]) for row in frame.iter_rows(named=True)]
