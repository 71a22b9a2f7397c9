"""What the page Outlook asks of the marts."""

import polars as pl

from app.base import database

REGIONS = """
with known as (
    select region_code from fct_forecast_methods
    union
    select region_code from fct_year_outlooks
)

select
    regions.region_code,
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en
from known
inner join dim_regions_today as regions on known.region_code = regions.region_code
order by regions.region_code
"""

# Of which the years to come are told: those with a target first, and those that are up to date.
SERIES = """
select
    methods.*,
    aimed.target_period is not null as has_target,
    coalesce(aimed.target_period, aimed.last_period) as told_period
from fct_forecast_methods as methods
inner join (
    select
        region_code,
        indicator_code,
        scope_code,
        max(period) as last_period,
        max(case when target_code is not null then period end) as target_period
    from fct_forecasts
    group by all
) as aimed using (region_code, indicator_code, scope_code)
where methods.region_code = ?
order by
    has_target desc,
    methods.is_current desc,
    methods.indicator_sort_order,
    methods.scope_sort_order
"""

FORECASTS = """
select
    forecasts.*,
    targets.plan_code
from fct_forecasts as forecasts
left join dim_targets as targets using (target_code)
where forecasts.region_code = ? and forecasts.indicator_code = ? and forecasts.scope_code = ?
order by forecasts.period
"""

# Of a year in progress its months tell more (fct_year_outlooks).
TARGETS = """
select
    forecasts.*,
    plans.plan_name,
    coalesce(plans.plan_name_en, plans.plan_name) as plan_name_en
from fct_forecasts as forecasts
inner join dim_targets as targets using (target_code)
left join dim_plans as plans on targets.plan_code = plans.plan_code
left join fct_year_outlooks as outlooks
    on
        forecasts.target_code = outlooks.target_code
        and forecasts.period_year = outlooks.period_year
        and outlooks.is_latest_month
where forecasts.region_code = ? and outlooks.target_code is null
order by forecasts.period, forecasts.indicator_sort_order, forecasts.scope_sort_order
"""

HISTORY = """
select
    region_code,
    indicator_code,
    scope_code,
    period_end_date,
    period_year as year,
    cast(coalesce(computed_rate, published_rate) as double) as value,
    cast(lower_95 as double) as lower,
    cast(upper_95 as double) as upper,
    is_provisional,
    cast(stretch_number as varchar) as stretch
from fct_indicator_values
where
    region_code = ?
    and indicator_code = ?
    and scope_code = ?
    and period_basis = 'year'
    and coalesce(computed_rate, published_rate) is not null
order by period_year
"""

SCORES = """
select * from fct_forecast_scores
where region_code = ? and indicator_code = ? and scope_code = ?
order by sort_order
"""

UNTOLD = """
select * from fct_forecast_methods
where region_code = ? and method_code = 'none'
order by indicator_sort_order, scope_sort_order
"""

YEAR = """
select * from fct_year_outlooks
where region_code = ? and is_latest_month and is_latest_year
order by
    outlook_kind desc,
    probability_within nulls last,
    indicator_sort_order,
    scope_sort_order,
    target_code
"""

TOLD = """
select
    region_code,
    region_name,
    region_name_en,
    count(*) as series
from fct_forecast_methods
where method_code != 'none'
group by all
order by bool_or(is_current) desc, series desc, region_code
"""


def regions() -> pl.DataFrame:
    """Answers the regions of which anything is told, or said why not."""
    return database.ask(REGIONS)


def told() -> pl.DataFrame:
    """Answers the regions whose years to come are told."""
    return database.ask(TOLD)


def series(region: str) -> pl.DataFrame:
    """Answers the series of a region whose years to come are told, those with a target first."""
    return database.ask(SERIES, (region,))


def untold(region: str) -> pl.DataFrame:
    """Answers the series of a region of which nothing is told, each with its reason."""
    return database.ask(UNTOLD, (region,))


def forecasts(region: str, indicator: str, scope: str) -> pl.DataFrame:
    """Answers the years to come of a series."""
    return database.ask(FORECASTS, (region, indicator, scope))


def targets(region: str) -> pl.DataFrame:
    """Answers the years to come of a region in which a target is due."""
    return database.ask(TARGETS, (region,))


def history(region: str, indicator: str, scope: str) -> pl.DataFrame:
    """Answers the years known of a series."""
    return database.ask(HISTORY, (region, indicator, scope))


def scores(region: str, indicator: str, scope: str) -> pl.DataFrame:
    """Answers how each method did in the back-test of a series."""
    return database.ask(SCORES, (region, indicator, scope))


def year(region: str) -> pl.DataFrame:
    """Answers how the latest year is expected to end, for each target and quota."""
    return database.ask(YEAR, (region,))
