"""What neighbours tell of a region, and days between severe accidents, against scipy."""

from datetime import date, datetime, time, timedelta

import polars as pl
import pytest
from scipy import stats

from tests.mock_models import MockModels

SERIES = {"measure_code": "deaths", "scope_code": "production"}
ALWAYS = {"valid_from": date(1, 1, 1), "valid_to": date(9999, 12, 31)}


def borrowed(models: MockModels, counts: list[float]) -> tuple[float, float]:
    """Answers events and years that neighbours with these counts are worth."""
    peers = [f"33040{place}" for place in range(1, len(counts) + 1)]
    limits = pl.DataFrame({"region_code": ["330400"], "period_year": [2024]})
    answer = models.run(
        "int_year_priors_borrowed",
        int_year_limits_listed=limits.with_columns(**{k: pl.lit(v) for k, v in SERIES.items()}),
        int_year_priors_weighed=limits.clear().with_columns(
            **{k: pl.lit(v) for k, v in SERIES.items()}
        ),
        stg_regions=pl.DataFrame(
            {"region_code": ["330400", *peers], "parent_code": "330000", "valid_to": None},
            schema_overrides={"valid_to": pl.Date},
        ),
        int_counts_cumulated=pl.DataFrame(
            {"region_code": peers, "cumulated_value": counts, "period_year": 2023}
        ).with_columns(period_month=pl.lit(12), **{k: pl.lit(v) for k, v in SERIES.items()}),
        int_series_breaks_resolved=pl.DataFrame(
            schema={
                "region_code": pl.String,
                "indicator_code": pl.String,
                "scope_code": pl.String,
                "input_role": pl.String,
                "breaks_at": pl.Date,
            }
        ),
    )
    events, years = answer.select("prior_events", "prior_weight").row(0)
    return float(events), float(years)


def test_neighbours_are_worth_as_much_as_they_are_alike(models: MockModels) -> None:
    # 4, 10 and 16: mean 10, variance 36, of which chance makes 10: shape 100 / 26.
    assert borrowed(models, [4, 10, 16]) == pytest.approx((100 / 26, 10 / 26))
    # Alike: never worth more than a coefficient of variation of 0.35 allows.
    assert borrowed(models, [10, 10, 10]) == pytest.approx((1 / 0.1225, 1 / 1.225))
    assert borrowed(models, [0, 0, 0]) == (0, 1)


def test_limits_of_days_between_severe_accidents_are_those_of_an_f_distribution(
    models: MockModels,
) -> None:
    gaps = [10, 30, 50, 2, 180]
    days = [date(2020, 1, 1)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    accidents = pl.DataFrame(
        {
            "accident_id": [str(number) for number in range(6)],
            "occurred_date": days,
            "occurred_at": [datetime.combine(day, time(8)) for day in days],
            "region_code": "330402",
            "scope_code": "production",
            "severity_code": "larger",
            "is_covered": True,
            "is_production": True,
        }
    )
    answer = models.run(
        "fct_severe_intervals",
        fct_accidents=accidents,
        int_region_ancestors=pl.DataFrame(
            {"region_code": ["330402"] * 2, "ancestor_code": ["330402", "000000"], **ALWAYS}
        ),
        int_scopes_counted=pl.DataFrame(
            {
                "scope_code": ["production"],
                "is_production": [True],
                "counted_scope_code": ["production"],
            }
        ),
    ).sort("accident_id")
    assert answer["days_since_previous"].to_list() == [None, *gaps]
    last = answer.row(-1, named=True)
    # 10, 30, 50 and 2: mean 23 of four; a time over it is F with 2 and 8 degrees of freedom.
    assert last["expected_days"] == 23
    limits = 23 * stats.f(2, 8).ppf([0.025, 0.975])
    assert [last["lower_limit_days"], last["upper_limit_days"]] == pytest.approx(list(limits))
    assert last["reason"] == "interval_long"
