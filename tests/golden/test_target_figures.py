"""Which figures decide a target: printed or computed, of which scope, of which years; by hand."""

from typing import Any

import polars as pl
import pytest

from tests.golden.read_targets import read
from tests.golden.test_phrasings import PLANS, nothing
from tests.mock_models import MockModels
from warehouse.ground.project_files import REFERENCE_DIR

ROW: dict[str, Any] = {
    "plan_code": "p-2021-2025",
    "target_code": "a",
    "region_code": "330400",
    "target_period": "2025",
}


def reference(name: str) -> pl.DataFrame:
    path = REFERENCE_DIR / f"{name}.csv"
    return pl.read_csv(path, infer_schema_length=None, try_parse_dates=True)


def selected(
    models: MockModels, row: dict[str, Any], values: pl.DataFrame, measured: pl.DataFrame
) -> list[dict[str, Any]]:
    """Answers the figures by which a target can be judged."""
    readings = models.run(
        "int_target_readings_listed",
        int_targets_ranked=read([ROW | row]),
        dim_plans=PLANS,
        stg_indicators=reference("indicators"),
        stg_measures=reference("measures"),
    )
    rows = models.run(
        "int_target_values_selected",
        int_target_figures_listed=models.run(
            "int_target_figures_listed",
            fct_indicator_values=values,
            stg_indicator_scopes=reference("indicator_scopes"),
            int_target_readings_listed=readings,
            int_measures_summed=measured,
        ),
        int_target_readings_listed=readings,
        int_log_factorials=pl.DataFrame({"whole_number": list(range(12))}),
    )
    return rows.sort("period", "scope_code").to_dicts()


def rates(*given: tuple[float, int, float]) -> pl.DataFrame:
    """Answers rates on GDP of 2025 as printed, with their decimals, and as computed."""
    return pl.DataFrame(
        {
            "region_code": "330400",
            "indicator_code": "deaths_per_100m_yuan_gdp",
            "scope_code": [f"production{place or ''}" for place in range(len(given))],
            "period": "2025",
            "period_basis": "year",
            "period_year": 2025,
            "period_end_date": "2025-12-31",
            "published_rate": [printed for printed, _, _ in given],
            "published_decimals": [decimals for _, decimals, _ in given],
            "computed_rate": [computed for _, _, computed in given],
            "first_published_rate": [computed for _, _, computed in given],
            "numerator": 65.0,
            "denominator": 1e11,
            "denominator_measure": "gdp",
            "multiplier": 1e8,
            "is_provisional": False,
            "is_official_scope": True,
        }
    ).with_columns(pl.col("period_end_date").str.to_date())


# A rate as printed with its decimals and as computed; what decides, and what is left aside.
PRINTED = [
    ((0.09, 2, 0.0904), 0.09, None),  # 318 / 3517.81, rounded
    ((0.06, 2, 0.0699), 0.06, None),  # cut short
    ((0.07, 2, 0.0651), 0.07, None),  # rounded up
    ((0.03, 2, 0.065), None, 0.03),  # 65 / 1000 is no 0.03
    ((0.176, 3, 0.174), None, 0.176),  # Jiaxing 2010: 403 / 2315.5
    ((0.07, 2, 0.0649), None, 0.07),  # neither rounded nor cut
]


@pytest.mark.parametrize(("rate", "decides", "ignored"), PRINTED)
def test_a_printed_rate_decides_only_where_it_follows_from_its_figures(
    models: MockModels,
    rate: tuple[float, int, float],
    decides: float | None,
    ignored: float | None,
) -> None:
    cap = {"indicator_code": "亿元GDP死亡率", "target_kind": "absolute_cap"}
    row = cap | {"target_value": "0.06", "unit": "人/亿元", "scope": "production"}
    [found] = selected(models, row, rates(rate), nothing("int_measures_summed"))
    assert (found["printed_value"], found["ignored_printed_value"]) == (decides, ignored)
    assert found["unrounded_value"] == rate[2]


def injuries(scopes: dict[str, dict[int, float]]) -> pl.DataFrame:
    """Answers serious injuries by scope and year."""
    return pl.DataFrame(
        [
            {
                "region_code": "330400",
                "measure_code": "serious_injuries",
                "scope_code": scope,
                "period_basis": "year",
                "period_year": year,
                "latest_value": number,
                "latest_vintage_code": "final",
            }
            for scope, years in scopes.items()
            for year, number in years.items()
        ]
    ).with_columns(period_end_date=pl.date(pl.col("period_year"), 12, 31))


EITHER = {"agriculture": {2020: 50.0, 2025: 50.0}, "production": {2020: 20.0, 2025: 12.0}}
FALL = {"indicator_code": "重伤人数", "target_kind": "relative_reduction"}
FALL |= {"base_period": "2020", "target_value": "30%"}
NO_VALUES = rates((0.0, 0, 0.0)).clear()


@pytest.mark.parametrize(
    ("scopes", "plan_scopes"),
    [
        (EITHER, {"production"}),  # what counts officially, not the alphabetically first
        ({"agriculture": EITHER["agriculture"]}, {"agriculture"}),  # the only one there is
        ({"fire": {2020: 5.0}, "mining": {2020: 4.0}}, set()),  # nobody says which
    ],
)
def test_without_a_scope_the_official_one_of_the_year_counts(
    models: MockModels, scopes: dict[str, dict[int, float]], plan_scopes: set[str]
) -> None:
    found = selected(models, FALL, NO_VALUES, injuries(scopes))
    assert {row["scope_code"] for row in found if row["is_plan_scope"]} == plan_scopes
    assert {row["scope_code"] for row in found} == set(scopes)


def test_a_total_of_a_measure_has_the_years_that_are_known(models: MockModels) -> None:
    # 20, 18 and 12 of 2021, 2022 and 2025: 50 in all, of three years
    years = {2021: 20.0, 2022: 18.0, 2025: 12.0}
    cap = {"indicator_code": "重伤人数", "target_kind": "absolute_cap", "scope": "production"}
    row = cap | {"target_period": "2021-2025", "target_value": "80人", "value_basis": "累计"}
    found = selected(models, row, NO_VALUES, injuries({"production": years}))
    totals = {
        each["period"]: (each["unrounded_value"], each["years_known"])
        for each in found
        if each["value_basis"] == "total_of_years"
    }
    assert totals["2021-2022"] == (38.0, 2)
    assert totals["2021-2025"] == (50.0, 3)


def test_a_mean_of_years_needs_all_of_them(models: MockModels) -> None:
    years = {2021: 20.0, 2022: 18.0, 2025: 12.0}
    cap = {"indicator_code": "重伤人数", "target_kind": "absolute_cap", "scope": "production"}
    row = cap | {"target_period": "2021-2025", "target_value": "80人", "value_basis": "年均"}
    found = selected(models, row, NO_VALUES, injuries({"production": years}))
    means = {
        each["period"]: each["unrounded_value"]
        for each in found
        if each["value_basis"] == "mean_of_years"
    }
    assert (means["2021-2022"], means["2021-2025"]) == (19.0, None)
