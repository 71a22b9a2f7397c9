"""Targets and their years, regions, scopes and units: what is compared with what, by hand."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.golden.read_targets import read
from tests.mock_models import MockModels
from warehouse.builds.published import connect, published_build
from warehouse.ground.project_files import REFERENCE_DIR
from warehouse.ground.settings import Settings

INDICATORS = pl.DataFrame(
    {
        "indicator_code": ["deaths"],
        "denominator_measure": pl.Series([None], dtype=pl.String),
        "decimals": [0],
        "lower_is_better": [True],
    }
)
MEASURES = pl.read_csv(
    REFERENCE_DIR / "measures.csv",
    infer_schema=False,
    schema_overrides={"lower_is_better": pl.Boolean},
)
SCOPES = pl.read_csv(REFERENCE_DIR / "indicator_scopes.csv", infer_schema=False)
# The plan is of 2021 to 2025, after the reform; a break of production deaths lies in 2016.
PLANS = pl.DataFrame({"plan_code": ["plan"], "period_from": [2021], "period_to": [2025]})
TARGET: dict[str, Any] = {
    "target_code": "",
    "plan_code": "plan",
    "region_code": "330400",
    "indicator_code": "deaths",
    "scope": None,
    "target_kind": "relative_reduction",
    "base_period": "2020",
    "base_is_stated": "yes",
    "target_period": "2025",
    "target_value": 10.0,
    "unit": "%",
}
TESTED = (
    "region_code",
    "indicator_code",
    "scope_code",
    "from_period",
    "to_period",
    "period_basis",
)
NOTHING = pl.Series([None] * 6, dtype=pl.Float64)
VALUES = {2015: 110.0, 2017: 85.0, 2020: 100.0, 2023: 90.0, 2025: 99.0, 2026: 80.0}


def listed(
    models: MockModels, *targets: dict[str, Any], plans: pl.DataFrame = PLANS
) -> pl.DataFrame:
    """Answers how targets are read."""
    return models.run(
        "int_target_readings_listed",
        int_targets_ranked=read([TARGET | target for target in targets]),
        dim_plans=plans,
        stg_indicators=INDICATORS,
        stg_measures=MEASURES,
    )


def paired(
    models: MockModels, target: dict[str, Any], plans: pl.DataFrame = PLANS
) -> dict[str, dict[str, Any]]:
    """Answers what a target's as-of periods are compared with, in production deaths."""
    values = pl.DataFrame(
        {
            "region_code": "330400",
            "indicator_code": "deaths",
            "scope_code": "production",
            "period": [str(year) for year in VALUES],
            "value_basis": "year",
            "period_start_date": [f"{year}-01-01" for year in VALUES],
            "period_end_date": [f"{year}-12-31" for year in VALUES],
            "printed_value": NOTHING,
            "ignored_printed_value": NOTHING,
            "first_value": NOTHING,
            "unrounded_value": list(VALUES.values()),
            "numerator": list(VALUES.values()),
            "denominator": NOTHING,
            "denominator_measure": pl.Series([None] * len(VALUES), dtype=pl.String),
            "is_official_scope": True,
            "is_plan_scope": True,
            "is_provisional": False,
            "years_known": 1,
        }
    ).with_columns(pl.col("period_start_date", "period_end_date").str.to_date())
    breaks = pl.DataFrame(
        {
            "region_code": ["330400"],
            "indicator_code": ["deaths"],
            "scope_code": ["production"],
            "break_code": ["reform"],
            "break_kind": ["scope"],
            "breaks_at": ["2016-01-01"],
            "input_role": ["numerator"],
            "measure_code": pl.Series([None], dtype=pl.String),
        }
    ).with_columns(pl.col("breaks_at").str.to_date())
    tests = pl.DataFrame(schema=dict.fromkeys(TESTED, pl.String) | {"change_p_value": pl.Float64})
    pairs = models.run(
        "int_target_pairs_chosen",
        int_target_readings_listed=listed(models, target, plans=plans),
        int_target_values_selected=values,
        stg_indicators=INDICATORS,
        int_series_breaks_resolved=breaks,
        int_changes_tested=tests,
        stg_indicator_scopes=SCOPES,
        int_log_factorials=pl.DataFrame({"whole_number": list(range(12))}),
    )
    return {row["as_of_period"]: row for row in pairs.to_dicts()}


def test_after_its_own_year_a_target_is_judged_by_that_year(models: MockModels) -> None:
    # 90 in 2023 is 10 % less than 100; 99 in 2025 changes nothing of that
    pairs = paired(models, {"target_code": "a", "target_period": "2023"})
    assert (pairs["2023"]["actual_period"], pairs["2023"]["actual_unrounded"]) == ("2023", 90)
    assert (pairs["2025"]["actual_period"], pairs["2025"]["actual_unrounded"]) == ("2023", 90)


def test_a_target_due_after_the_plan_is_judged_in_its_own_year(models: MockModels) -> None:
    pairs = paired(models, {"target_code": "a", "target_period": "2026"})
    assert max(pairs) == "2026"
    assert pairs["2026"]["actual_unrounded"] == 80


def test_a_quota_needs_nothing_from_before_a_break(models: MockModels) -> None:
    # a quota of 2017 in a plan of 2016 to 2020: the reform of 2016 does not lie between
    plan = PLANS.with_columns(period_from=2016, period_to=2020)
    quota = {"target_kind": "external", "base_period": None, "target_value": 85.0, "unit": "人"}
    pairs = paired(models, quota | {"target_code": "a", "target_period": "2017"}, plan)
    assert pairs["2017"]["comparability_reason_code"] is None
    assert pairs["2017"]["crossed_break_code"] is None


def test_a_base_after_the_reform_that_is_missing_lies_after_it(models: MockModels) -> None:
    # Dongguan's base is 2016: its figure is missing, but the reform is not between
    plan = PLANS.with_columns(period_from=2016, period_to=2020)
    after = paired(models, {"target_code": "a", "base_period": "2016"}, plan)
    before = paired(models, {"target_code": "a", "base_period": "2014"}, plan)
    assert after["2020"]["comparability_reason_code"] is None
    assert before["2020"]["comparability_reason_code"] == "scope_changed"


@pytest.mark.parametrize(("scope", "reason"), [("production", None), (None, "scope_changed")])
def test_a_ceiling_in_a_named_scope_needs_no_base(
    models: MockModels, scope: str | None, reason: str | None
) -> None:
    plan = PLANS.with_columns(period_from=2016, period_to=2020)
    ceiling = {"target_kind": "absolute_cap", "base_period": None, "unit": "人"}
    target = ceiling | {"target_code": "a", "target_period": "2020", "scope": scope}
    assert paired(models, target, plan)["2020"]["comparability_reason_code"] == reason


def test_a_milestone_is_read_by_its_own_unit(models: MockModels) -> None:
    # beside a fall in per cent and a ceiling in persons; of another region none of them is
    ceiling = {"target_kind": "absolute_cap", "target_value": 95.0, "unit": "人"}
    step = {"target_kind": "milestone", "target_period": "2023"}
    rules = dict(
        listed(
            models,
            {"target_code": "fall"},
            {"target_code": "ceiling"} | ceiling,
            step | {"target_code": "6 %", "target_value": 6.0},
            step | {"target_code": "93", "target_value": 93.0, "unit": "人"},
            step
            | {"target_code": "elsewhere", "target_value": 93.0, "unit": "人"}
            | {"region_code": "330482"},
            step
            | {"target_code": "covered", "indicator_code": "应急预案备案率", "target_value": 50.0},
        )
        .select("target_code", "rule_code")
        .iter_rows()
    )
    assert rules == {
        "fall": "relative_reduction",
        "ceiling": "absolute_cap",
        "6 %": "relative_reduction",
        "93": "absolute_cap",
        "elsewhere": "absolute_cap",
        "covered": "floor",
    }


def test_conditions_of_another_region_or_scope_are_not_joined(
    models: MockModels, published_home: Path
) -> None:
    database = published_build(Settings(home=published_home)).database
    with connect(database) as connection:
        template = (
            connection.table("fct_target_readings")
            .filter(
                "target_code = 'jiaxing-2016-2020-01' and as_of_period = '2020'"
                " and reading_order = 1"
            )
            .pl()
        )
    cases = [
        ("a", "330400", None, "met"),
        ("b", "330400", None, "not_met"),
        ("c", "330482", None, "met"),
        ("d", "330400", "road_traffic", "met"),
    ]
    readings = pl.concat(
        template.with_columns(
            target_code=pl.lit(code), region_code=pl.lit(region), status_code=pl.lit(status)
        )
        for code, region, _, status in cases
    )
    targets = pl.DataFrame(
        {
            "target_code": [code for code, *_ in cases],
            "scope_code": [scope for _, _, scope, _ in cases],
        }
    )
    rows = models.run(
        "fct_target_progress",
        fct_target_readings=readings,
        dim_targets=targets,
        target_statuses=pl.read_csv(REFERENCE_DIR / "target_statuses.csv"),
    )
    joined = dict(rows.select("target_code", "joint_status_code").iter_rows())
    assert joined == {"a": "not_met", "b": "not_met", "c": None, "d": None}
