"""Breaks as data: what lies on two sides of one never compares, and each has its reason."""

import csv
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import REFERENCE_DIR
from warehouse.ground.settings import Settings

SERIES = {"region_code": "330400", "indicator_code": "rate", "scope_code": "all_kinds"}


@pytest.fixture(scope="module")
def models(published_home: Path) -> MockModels:
    return MockModels.of_home(published_home)


def rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def years(first: int, last: int) -> pl.DataFrame:
    span = range(first, last + 1)
    return pl.DataFrame(
        {
            **{name: [value] * len(span) for name, value in SERIES.items()},
            "period": [str(year) for year in span],
            "period_year": list(span),
            "period_end_date": [date(year, 12, 31) for year in span],
            "period_basis": "year",
            "numerator": 5.0,
            "divisor": 1.0,
            "denominator_measure": "gdp",
            "computed_rate": 5.0,
            "is_poisson_count": True,
        }
    )


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.dates(date(2008, 1, 1), date(2022, 12, 31)), max_size=3, unique=True))
def test_two_years_compare_exactly_if_no_break_lies_between(
    models: MockModels, days: list[date]
) -> None:
    breaks = pl.DataFrame(
        {
            **{name: [value] * len(days) for name, value in SERIES.items()},
            "input_role": ["numerator"] * len(days),
            "measure_code": ["deaths"] * len(days),
            "break_code": [f"break_{day}" for day in days],
            "break_kind": ["scope"] * len(days),
            "breaks_at": days,
        },
        schema_overrides={"breaks_at": pl.Date, "measure_code": pl.String},
    )
    answer = models.run(
        "int_indicator_values_paired",
        int_indicator_values_computed=years(2010, 2020),
        int_series_breaks_resolved=breaks,
    )
    assert len(answer) == 11 * 10 / 2
    for row in answer.iter_rows(named=True):
        # A break within the earlier year leaves that year mixed.
        start, end = date(int(row["from_period"]), 1, 1), date(int(row["to_period"]), 12, 31)
        crossed = [day for day in days if start < day <= end]
        assert row["is_comparable"] == (not crossed)
        assert (row["comparability_reason_code"] == "scope_changed") == bool(crossed)
        if crossed:
            assert row["crossed_break_code"] == f"break_{max(crossed)}"


def test_a_city_that_switched_earlier_replaces_the_break_of_its_scope_for_all() -> None:
    breaks = {row["break_code"]: row for row in rows("series_breaks")}
    replacing = [row for row in breaks.values() if row["replaces_break_code"]]
    assert {row["region_code"] for row in replacing} == {"510600", "640100"}
    for row in replacing:
        replaced = breaks[row["replaces_break_code"]]
        assert replaced["region_code"] == ""
        assert replaced["scope_code"] == row["scope_code"]


def test_breaks_are_sorted_and_every_reason_is_given_in_both_languages() -> None:
    breaks = rows("series_breaks")
    assert breaks == sorted(breaks, key=lambda row: (row["breaks_at"], row["break_code"]))
    for row in breaks:
        assert row["break_reason"], row["break_code"]
        assert row["break_reason_en"], row["break_code"]
        assert row["source"], row["break_code"]


def test_every_reason_why_periods_or_trends_do_not_compare_has_words(
    published_home: Path,
) -> None:
    said = {row["message_code"] for row in rows("messages")}
    database = published_build(Settings(home=published_home)).database
    with connect(database) as connection:
        reasons = connection.execute(
            "select comparability_reason_code from fct_indicator_values union "
            "select comparability_reason_code from fct_region_comparisons union "
            "select reason from fct_indicator_trends"
        ).fetchall()
    assert {f"reason_{reason}" for (reason,) in reasons if reason} <= said


@pytest.mark.parametrize(
    ("region", "break_day"), [("330400", "2016-01-01"), ("510600", "2015-01-01")]
)
def test_the_reform_ends_the_old_scope_where_and_when_each_city_made_it(
    published_home: Path, models: MockModels, region: str, break_day: str
) -> None:
    def seed(name: str) -> pl.DataFrame:
        database = published_build(Settings(home=published_home)).database
        with connect(database) as connection:
            frame: pl.DataFrame = connection.table(f"seeds.{name}").pl()
            return frame

    series = pl.DataFrame(
        {"region_code": [region], "indicator_code": ["deaths"], "scope_code": ["all_kinds"]}
    )
    ancestors = pl.DataFrame(
        {
            "region_code": [region],
            "ancestor_code": [region],
            "valid_from": [date(1, 1, 1)],
            "valid_to": [date(9999, 12, 31)],
        }
    )
    answer = models.run(
        "int_series_breaks_resolved",
        stg_series_breaks=seed("series_breaks"),
        int_indicator_values_computed=series,
        int_published_rates_selected=series.clear(),
        stg_indicators=seed("indicators"),
        stg_indicator_denominators=seed("indicator_denominators"),
        int_region_ancestors=ancestors,
    )
    assert [str(day) for day in answer["breaks_at"]] == [break_day]
