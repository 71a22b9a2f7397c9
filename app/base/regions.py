"""Regions as readers find and name them."""

import polars as pl

from app.base import database
from app.base.words import Words

REGIONS_WITH_VALUES = """
select
    regions.region_code,
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en,
    regions.pinyin
from dim_regions as regions
where
    regions.is_latest_entry
    and regions.region_code in (select observations.region_code from {mart} as observations)
order by regions.region_code
"""


def with_values(words: Words) -> dict[str, str]:
    """Answers the name of every region that has an indicator value, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_indicator_values")), words)


def with_figures(words: Words) -> dict[str, str]:
    """Answers the name of every region that has a published figure, by code."""
    return _named(database.ask(REGIONS_WITH_VALUES.format(mart="fct_data_coverage")), words)


def searchable(names: dict[str, str], words: Words) -> dict[str, str]:
    """Answers the names as they stand in a search list: found by name, pinyin and code."""
    frame = database.ask(REGIONS_WITH_VALUES.format(mart="fct_data_coverage"))
    pinyin = dict(frame.select("region_code", "pinyin").iter_rows())
    extra = pinyin if words.language == "zh" else dict(_names(frame, "region_name"))
    return {
        code: " ".join(part for part in (name, extra.get(code), code) if part)
        for code, name in names.items()
    }


def _named(frame: pl.DataFrame, words: Words) -> dict[str, str]:
    return dict(_names(frame, words.column("region_name")))


def _names(frame: pl.DataFrame, column: str) -> list[tuple[str, str]]:
    return [(row["region_code"], row[column]) for row in frame.iter_rows(named=True)]
