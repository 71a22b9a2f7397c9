"""Paths to the targets of plans, for the chart of an indicator's values."""

import polars as pl

from app import door, verdicts

# The paths to the targets of the region asked about, as its plans' pages draw them; only where the
# value they start from is of the scope shown.
PATHS = """
with targets as (
    select progress.*
    from fct_target_progress as progress
    where
        progress.region_code = ?
        and progress.indicator_code = ?
        and progress.base_scope_code = ?
        and progress.path_value is not null
        and progress.as_of_year <= progress.target_year
        and progress.rule_code in ('absolute_cap', 'relative_reduction')
),

points as (
    select
        plan_code,
        target_year,
        target_limit,
        target_code,
        as_of_year as year,
        path_value as value
    from targets
    union
    select
        plan_code,
        target_year,
        target_limit,
        target_code,
        try_cast(base_period as integer) as year,
        base_value as value
    from targets
)

select
    min(target_code) as target,
    year,
    value,
    max(case when year = target_year then target_limit end) as target_limit
from points
where year is not null and value is not null
group by plan_code, target_year, year, value
order by target, year
"""


def of_first(shown: pl.DataFrame) -> pl.DataFrame:
    """Answers the paths to the targets of the region asked about, as charts.trend takes them.

    Empty where periods are not whole years, or the region asked about has no value.

    Args:
        shown: The values on the chart, rows of fct_indicator_values, with place.
    """
    first = shown.sort("place").row(0, named=True)
    key = (first["region_code"], first["indicator_code"], first["scope_code"])
    found = door.ask(PATHS, key)
    if first["period_basis"] != "year" or first["place"] != 0:
        found = found.clear()
    said = [None if limit is None else verdicts.value(limit) for limit in found["target_limit"]]
    return found.select("target", "year", "value", said=pl.Series(said, dtype=pl.String))
