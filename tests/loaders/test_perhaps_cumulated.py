"""Months and quarters that may count from January: which are asked about."""

import polars as pl
import pytest

from loaders.judge.perhaps_cumulated import find
from tests.loaders.conftest import Load, Look

HEAD = "region_code,period,period_basis,measure,scope,value,unit\n"
MEASURES = {"deaths": {"measure_kind": "count"}, "population": {"measure_kind": "stock"}}


def asked(
    values: list[float], *, form: str = "2024-Q{}", measure: str = "deaths", **columns: str
) -> list[int]:
    """Answers the places of the values that are asked about."""
    rows = pl.DataFrame(
        {
            "row": range(len(values)),
            "period": [form.format(number) for number in range(1, len(values) + 1)],
            "value": [f"{value:g}" for value in values],
            "amount": [float(value) for value in values],
        },
        schema_overrides={"row": pl.UInt32},
    ).with_columns(
        pl.lit("330400").alias("region_code"),
        pl.lit(measure).alias("measure"),
        pl.lit("production").alias("scope"),
        pl.lit("final").alias("vintage"),
        pl.lit("lab").alias("source_title"),
        pl.lit(columns.get("flags", "period and basis:basis_assumed")).alias("flags"),
    )
    return find(rows, MEASURES)["row"].to_list()


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([100, 210, 320, 440], [0, 1, 2, 3]),
        ([3, 3, 5, 9], [0, 1, 2, 3]),
        ([2, 5, 9], [0, 1, 2]),
        ([4, 3, 5, 9], []),  # falls
        ([0, 0, 0, 1], []),  # rises once: the sum is the last
        ([2, 5], []),  # two quarters say nothing
    ],
)
def test_a_series_that_never_falls_is_asked_about(values: list[float], places: list[int]) -> None:
    assert asked(values) == places


def test_months_are_asked_about_alike() -> None:
    assert asked([1, 4, 4, 6, 9], form="2024-0{}") == [0, 1, 2, 3, 4]


def test_nothing_is_asked_of_a_stock_or_where_the_basis_is_stated() -> None:
    assert asked([100, 210, 320, 440], measure="population") == []
    assert asked([100, 210, 320, 440], flags="value:approximate") == []


def quarters(region: str, values: list[int], basis: str = "", measure: str = "deaths") -> str:
    scope, unit = ("production", "人") if measure == "deaths" else ("", "亿元")
    return "".join(
        f"{region},2024-Q{number},{basis},{measure},{scope},{value},{unit}\n"
        for number, value in enumerate(values, start=1)
    )


def test_quarters_that_never_fall_are_accepted_with_a_question(load: Load, look: Look) -> None:
    outcome = load("quarters.csv", HEAD + quarters("140122", [10, 21, 32, 44]))
    assert outcome.warnings == {"perhaps_cumulated": 4}
    assert look("statistics")["period_basis"].to_list() == ["single_period"] * 4
    assert look("warned")["detail"].to_list() == ["10, 21, 32, 44"] * 4


def test_one_series_that_falls_answers_for_the_whole_file(load: Load) -> None:
    rows = quarters("140122", [10, 21, 32, 44]) + quarters("140123", [9, 4, 5, 8])
    assert load("falls.csv", HEAD + rows).warnings == {}


def test_nothing_is_asked_where_the_file_says_what_a_quarter_is(load: Load) -> None:
    rows = quarters("140122", [10, 21, 32, 44], "single_period")
    assert load("said.csv", HEAD + rows).warnings == {}


def test_quarters_of_gdp_count_from_january(load: Load, look: Look) -> None:
    rows = quarters("140122", [100, 210, 320, 440], measure="gdp")
    outcome = load("gdp.csv", HEAD + rows)
    assert "perhaps_cumulated" not in outcome.warnings
    assert look("statistics")["period_basis"].to_list() == ["cumulative_from_january"] * 4
