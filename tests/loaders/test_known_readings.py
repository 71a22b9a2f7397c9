"""Figures that differ from what is known: both values, and which will count, told at loading.

Beijing's GDP of 2017 in two exports, before and after the census of 2018: 28014.94 and 29883.0.
Both undated figures are assumed to have been known a year after the end of theirs, on 2018-12-31.
"""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

import polars as pl
import pytest

from loaders.judge.kinds.registries import Tools
from loaders.judge.known_readings import FIGURE, TOLD, differing
from loaders.lake.schemas import LAKE
from tests.loaders.conftest import FIGURES, Load, Look
from warehouse.ground.settings import Settings

Told: TypeAlias = Mapping[str, object]

TOOLS = Tools.from_seeds(date(2026, 11, 28))
SCHEMA = dict.fromkeys((*FIGURE, *TOLD), pl.String) | {"published_date": pl.Date}
BEIJING = {
    "region_code": "110000",
    "period": "2017",
    "basis": "year",
    "measure": "gdp",
    "scope": "none",
    "unit": "亿元",
    "source_title": "分省年度数据",
    "source_kind": "official",
}


def told(new: Told, known: Told) -> list[tuple[str, str]]:
    """Answers reason and detail for a new reading beside a known one."""
    before = pl.DataFrame([{**BEIJING, **known}], schema=SCHEMA).with_columns(
        at_hand=pl.lit(date(2026, 11, 21)), is_shipped=pl.lit(value=False)
    )
    now = pl.DataFrame([{**BEIJING, **new}], schema=SCHEMA).with_row_index("row")
    found = differing(now, before, TOOLS)
    return list(found.select("reason_codes", "detail").iter_rows())


NEW, KNOWN = "differs_and_counts", "differs_and_known_counts"


@pytest.mark.parametrize(
    ("new", "known", "reason"),
    [
        # Undated readings of one vintage: as known on one day, so the more exact one counts.
        ({"value": "28014.94"}, {"value": "29883.0"}, NEW),
        ({"value": "29883.0"}, {"value": "28014.94"}, KNOWN),
        # As exact as the other: the one loaded last.
        ({"value": "28014.9"}, {"value": "29883.0"}, NEW),
        # A day that is stated, before and after the one assumed.
        ({"value": "29883", "published_date": date(2019, 11, 1)}, {"value": "28014.94"}, NEW),
        ({"value": "28000", "published_date": date(2018, 1, 20)}, {"value": "29883.0"}, KNOWN),
        # An official export without a vintage (2018-12-31) and a mirror's preliminary figure
        # (60 days after the year), whichever was loaded first.
        (
            {"value": "29883.0"},
            {"value": "28000.4", "vintage": "preliminary", "source_kind": "rehost"},
            NEW,
        ),
        (
            {"value": "28000.4", "vintage": "preliminary", "source_kind": "rehost"},
            {"value": "29883.0"},
            KNOWN,
        ),
        # A census revision (two years after) follows the final verification (395 days).
        ({"value": "29883", "vintage": "revised"}, {"value": "28014", "vintage": "final"}, NEW),
        # A forecast never counts beside a figure.
        (
            {"value": "30000", "vintage": "forecast", "published_date": date(2020, 1, 1)},
            {"value": "28014"},
            KNOWN,
        ),
        # What a weak source says counts only where nothing else does.
        ({"value": "29883.11", "quality": "low"}, {"value": "28014"}, KNOWN),
    ],
)
def test_a_figure_that_differs_is_told_with_what_will_count(
    new: Told, known: Told, reason: str
) -> None:
    ((found, detail),) = told(new, known)
    assert found == reason
    assert f"{new['value']} 亿元 ≠ {known['value']} 亿元" in detail


@pytest.mark.parametrize(
    ("new", "known"),
    [
        ({"value": "28014.94"}, {"value": "28014.94"}),
        ({"value": "28014.9"}, {"value": "28014.94"}),  # rounded
        ({"value": "2.801494", "unit": "万亿元"}, {"value": "28014.94"}),
        ({"value": "2.8", "unit": "万亿元"}, {"value": "28014.94"}),
    ],
)
def test_figures_that_agree_as_exactly_as_they_are_told_are_not(new: Told, known: Told) -> None:
    assert told(new, known) == []


def test_counts_that_differ_by_one_differ() -> None:
    deaths = {"measure": "deaths", "scope": "production", "unit": "人"}
    assert told(deaths | {"value": "319"}, deaths | {"value": "318"})


def test_a_second_file_is_told_what_the_first_said(load: Load, look: Look) -> None:
    row = "110000,北京市,2003,gdp,,{},亿元,,{},国家统计局\n"
    assert load("1.csv", FIGURES + row.format("5267.2", "新")).warnings == {}
    outcome = load("2.csv", FIGURES + row.format("5023.77", "旧"))
    assert outcome.warnings == {NEW: 1}
    assert look("warned")["detail"].to_list() == ["5023.77 亿元 ≠ 5267.2 亿元（新, 2004-12-30）"]


def test_what_a_build_lays_into_the_lake_is_no_figure(load: Load, home: Settings) -> None:
    folder = home.lake / "_"
    folder.mkdir(parents=True)
    for name in ("statistics", "outcome"):
        pl.DataFrame(schema=LAKE[name]).write_parquet(folder / f"{name}.parquet")
    row = "110000,北京市,2017,gdp,,29883.0,亿元,,新,国家统计局\n"
    assert load("1.csv", FIGURES + row).status == "accepted"
