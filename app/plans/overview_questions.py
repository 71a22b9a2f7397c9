"""Where regions stand: plans, their indicators and the newest values, selected for Overview."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from app.base import database

# The plans of a region, the latest first; each target told at the period last known of it.
STANDINGS = """
select *
from fct_latest_standings
where region_code = ?
order by plan_to_year desc, plan_from_year desc, plan_code
"""

# The same as of each period that was asked about, the latest first.
PERIODS = """
select *
from fct_plan_standings
where plan_code = ?
order by as_of_year desc, length(as_of_period), as_of_period desc
"""

# A plan's indicators as of one period, or each at the one last known of it.
INDICATORS = """
select
    * replace (
        case when target_scope_code != 'none' then scope_name end as scope_name,
        case when target_scope_code != 'none' then scope_name_en end as scope_name_en
    ),
    indicator_denominator_measure as denominator_measure
from fct_plan_indicators
inner join (select status_code, is_verdict from dim_target_statuses) using (status_code)
where plan_code = ? and case when ? = '' then is_own_latest else as_of_period = ? end
order by
    status_code = 'intention',
    indicator_sort_order,
    region_code,
    target_scope_code
"""

# What a plan asks of an indicator, as of the period at which the indicator stands.
CONDITIONS = """
select progress.*
from fct_target_progress as progress
inner join (
    select plan_code, region_code, indicator_code, target_scope_code, as_of_period
    from fct_plan_indicators
    where plan_code = ? and case when ? = '' then is_own_latest else as_of_period = ? end
) as standing
    using (plan_code, region_code, indicator_code, target_scope_code, as_of_period)
where progress.is_outcome
order by progress.target_code
"""

# How many of all targets have which status.
STATUSES = """
select
    progress.status_code,
    progress.status_name,
    progress.status_name_en,
    progress.sign,
    count(*) as targets
from fct_target_progress as progress
where plan_code = ? and case when ? = '' then is_own_latest else as_of_period = ? end
group by all
order by min(progress.status_sort_order)
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
order by indicator_sort_order, period_end_date, period_basis = 'year'
"""

# What is known of some regions now.
NEWEST = """
select *
from fct_latest_values
where region_code in (select unnest(?))
order by indicator_sort_order, scope_sort_order
"""

SOURCES = """
select *
from fct_indicator_inputs
where region_code in (select unnest(?)) and source_title is not null
order by input_role desc
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
    """Answers where a region's plans stand now, the latest plan first."""
    return database.ask(STANDINGS, (region,))


def periods(plan: str) -> pl.DataFrame:
    """Answers where a plan stood as of each period that was asked about, the latest first."""
    return database.ask(PERIODS, (plan,))


def chosen(found: pl.DataFrame, plan: str) -> dict[str, Any]:
    """Answers the standing of the plan asked for, else of the latest.

    Args:
        found: Standings of one region; at least one.
        plan: Code of the plan asked for, or nothing.
    """
    of_plan = found.filter(pl.col("plan_code") == plan)
    return (of_plan if of_plan.height else found).row(0, named=True)


def indicators(plan: str, as_of: str) -> pl.DataFrame:
    """Answers the outcome indicators of a plan, each with its status.

    Args:
        plan: Code of the plan.
        as_of: A period; empty for each at the period last known of it.
    """
    return database.ask(INDICATORS, (plan, as_of, as_of))


def conditions(plan: str, as_of: str) -> dict[tuple[str, ...], pl.DataFrame]:
    """Answers what a plan asks of each indicator, by region, indicator and scope."""
    found = database.ask(CONDITIONS, (plan, as_of, as_of))
    return {tuple(map(str, key)): frame for key, frame in found.group_by(CARD, maintain_order=True)}


def statuses(plan: str, as_of: str) -> pl.DataFrame:
    """Answers how many of all targets of a plan have which status, the best first."""
    return database.ask(STATUSES, (plan, as_of, as_of))


def values(regions: tuple[str, ...]) -> pl.DataFrame:
    """Answers all values of some regions, the latest last."""
    return database.ask(VALUES, (regions,))


def sources(regions: tuple[str, ...]) -> pl.DataFrame:
    """Answers the figures behind the values of some regions, with source and quote."""
    return database.ask(SOURCES, (regions,))


def newest(regions: tuple[str, ...]) -> pl.DataFrame:
    """Answers the newest value of each indicator and scope of some regions."""
    return database.ask(NEWEST, (regions,))


def series(found: pl.DataFrame, card: Mapping[str, Any]) -> pl.DataFrame:
    """Answers an indicator's values in the scope of the target, the latest last.

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
    )


def leading(found: pl.DataFrame, newest_values: pl.DataFrame) -> list[pl.DataFrame]:
    """Answers for each indicator of a region the values of the scope that leads, in order.

    Args:
        found: Values of one region.
        newest_values: What is known of it now.
    """
    keys = newest_values.filter("is_leading_scope").select("indicator_code", "scope_code")
    official = pl.col("is_official_scope").fill_null(value=False)
    return [
        found.filter(
            (pl.col("indicator_code") == indicator) & (official | (pl.col("scope_code") == scope))
        )
        for indicator, scope in keys.iter_rows()
    ]


# Of each region and scope the gravest measure, where its last month is one of the last three.
OUT_OF_LINE = """
select
    count(*) as judged,
    count(*) filter (warning_level != 'none') as warned,
    max(period) as period
from (
    select
        *,
        12 * period_year + period_month >= max(12 * period_year + period_month) over () - 2
            as is_current
    from fct_warning_series
    where region_code = ? or parent_code = ?
)
where measure_position = 1 and is_current and warning_level is not null
"""


def quotas(region: str) -> pl.DataFrame:
    """Answers how far a region's annual quotas are used in the latest month known."""
    return database.ask(QUOTAS, (region,))


def out_of_line(region: str) -> Mapping[str, Any]:
    """Answers how many series of months of a region and its parts are judged, and out of line."""
    return database.ask(OUT_OF_LINE, (region, region)).row(0, named=True)
