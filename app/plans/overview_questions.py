"""Where regions stand: plans, their indicators and the latest values, selected for Overview."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from app.base import database

# Every as-of period of a region's plans, the latest plan and in each the last period first.
STANDINGS = """
select *
from fct_plan_standings
where region_code = ?
order by
    plan_to_year desc,
    plan_from_year desc,
    plan_code,
    as_of_year desc,
    length(as_of_period),
    as_of_period desc
"""

INDICATORS = """
select
    * replace (
        case when target_scope_code != 'none' then scope_name end as scope_name,
        case when target_scope_code != 'none' then scope_name_en end as scope_name_en
    ),
    indicator_denominator_measure as denominator_measure
from fct_plan_indicators
where plan_code = ? and as_of_period = ?
order by
    status_code = 'intention',
    indicator_sort_order,
    region_code,
    target_scope_code
"""

CONDITIONS = """
select *
from fct_target_progress
where plan_code = ? and as_of_period = ? and is_outcome
order by target_code
"""

# All values of some regions; what was printed with as many decimals as its source has.
VALUES = """
select
    * replace (indicator_denominator_measure as denominator_measure),
    indicator_sort_order as sort_order
from fct_indicator_values
where
    region_code in (select unnest(?))
    and coalesce(computed_rate, published_rate) is not null
    and period_basis in ('year', 'cumulative_from_january', 'single_month')
order by indicator_sort_order, period_end_date, period_basis = 'year'
"""

SOURCES = """
select *
from fct_indicator_inputs
where region_code in (select unnest(?)) and source_title is not null
order by input_role desc
"""

# What is missing for the plan's indicators, and who would have it.
MISSING = """
select distinct
    progress.missing_holder,
    progress.missing_holder_en,
    progress.missing_name,
    progress.missing_name_en,
    case
        when progress.status_code = 'base_missing' then progress.base_period
        else progress.as_of_period
    end as period
from fct_target_progress as progress
where
    progress.plan_code = ?
    and progress.as_of_period = ?
    and progress.is_outcome
    and progress.missing_measure_code is not null
    and progress.status_code in ('no_data', 'base_missing')
order by progress.missing_holder, period, progress.missing_name
"""

QUOTAS = """
select *
from fct_quota_progress
where region_code = ? and is_latest_month and is_latest_year
order by probability_exceeded desc, scope_sort_order
"""

REGIONS = """
select
    regions.region_code,
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en
from dim_regions as regions
where
    regions.is_latest_entry
    and regions.region_code in (select plans.region_code from dim_plans as plans)
order by regions.region_code
"""

CARD = ("region_code", "indicator_code", "target_scope_code")


def with_plan() -> pl.DataFrame:
    """Answers code and names of every region that has a plan."""
    return database.ask(REGIONS)


def of_region(region: str) -> pl.DataFrame:
    """Answers every standing of a region's plans, the latest plan and its last period first."""
    return database.ask(STANDINGS, (region,))


def chosen(found: pl.DataFrame, plan: str, as_of: str) -> dict[str, Any]:
    """Answers the standing asked for, else the one that the marts would show first.

    Args:
        found: Standings of one region; at least one.
        plan: Code of the plan asked for, or nothing.
        as_of: Period asked for, or nothing.
    """
    of_plan = found.filter(pl.col("plan_code") == plan)
    of_plan = of_plan if of_plan.height else found
    of_plan = of_plan.filter(pl.col("plan_code") == of_plan["plan_code"][0])
    asked = of_plan.filter(pl.col("as_of_period") == as_of)
    return (asked if asked.height else of_plan.filter("is_shown_first")).row(0, named=True)


def indicators(standing: Mapping[str, Any]) -> pl.DataFrame:
    """Answers the outcome indicators of a plan at a time, each with its status."""
    return database.ask(INDICATORS, (standing["plan_code"], standing["as_of_period"]))


def conditions(standing: Mapping[str, Any]) -> dict[tuple[str, ...], pl.DataFrame]:
    """Answers what the plan asks of each indicator, by region, indicator and scope."""
    found = database.ask(CONDITIONS, (standing["plan_code"], standing["as_of_period"]))
    return {tuple(map(str, key)): frame for key, frame in found.group_by(CARD, maintain_order=True)}


def values(regions: tuple[str, ...]) -> pl.DataFrame:
    """Answers all values of some regions, the latest last."""
    return database.ask(VALUES, (regions,))


def sources(regions: tuple[str, ...]) -> pl.DataFrame:
    """Answers the figures behind the values of some regions, with source and quote."""
    return database.ask(SOURCES, (regions,))


def series(found: pl.DataFrame, card: Mapping[str, Any]) -> pl.DataFrame:
    """Answers an indicator's yearly values until its as-of year, in the scope of the target.

    Args:
        found: Values of the plan's regions.
        card: The indicator's row of fct_plan_indicators.
    """
    scope = card["target_scope_code"]
    of_scope = pl.col("is_official_scope") if scope == "none" else pl.col("scope_code") == scope
    return found.filter(
        of_scope
        & (pl.col("region_code") == card["region_code"])
        & (pl.col("indicator_code") == card["indicator_code"])
        & (pl.col("period_basis") == "year")
        & (pl.col("period_year") <= card["as_of_year"])
    )


def latest(found: pl.DataFrame) -> list[pl.DataFrame]:
    """Answers the series of each indicator of a region to its latest value.

    Args:
        found: Values of one region.
    """
    return found.filter("is_of_latest_series").partition_by("indicator_code", maintain_order=True)


def missing(standing: Mapping[str, Any]) -> pl.DataFrame:
    """Answers what is missing for the plan's indicators, by who would have it."""
    return database.ask(MISSING, (standing["plan_code"], standing["as_of_period"]))


def quotas(region: str) -> pl.DataFrame:
    """Answers how far a region's annual quotas are used in the latest month known."""
    return database.ask(QUOTAS, (region,))
