"""What the page of early warnings asks of the marts."""

import polars as pl

from app.base import database
from app.base.words import Words

# Who has a series, or parts that have one.
REGIONS = """
with known as (
    select region_code from fct_warning_series
    union
    select parent_code from fct_warning_series
)

select
    regions.region_code,
    regions.region_name,
    coalesce(regions.region_name_en, regions.region_name) as region_name_en
from known
inner join dim_regions_today as regions on known.region_code = regions.region_code
order by regions.region_code
"""

# Regions of which something can be said, those first that know most.
REGIONS_JUDGED = """
select
    region_code,
    region_name,
    region_name_en,
    sum(months_judged) as months
from fct_warning_series
where months_judged > 0
group by all
order by months desc, region_code
"""

NAME = """
select region_name, coalesce(region_name_en, region_name) as region_name_en
from dim_regions_today
where region_code = ?
"""

# Of a region and the regions right below it, the gravest first; what was known last some months
# before all others says nothing of now.
SERIES = """
select
    series.*,
    rules.reason as meaning,
    rules.reason_en as meaning_en,
    measures.base_unit as unit,
    units.unit_name_en as unit_en,
    series.region_code = ? as is_own,
    12 * series.period_year + series.period_month >= max(
        12 * series.period_year + series.period_month
    ) over () - 2 as is_current
from fct_warning_series as series
left join dim_warning_rules as rules on series.reason = rules.rule_code
left join dim_measures as measures on series.measure_code = measures.measure_code
left join dim_units as units on measures.base_unit = units.unit_code
where series.region_code = ? or series.parent_code = ?
order by
    is_current desc,
    warning_position desc nulls last,
    is_own desc,
    series.region_code,
    scope_sort_order,
    measure_sort_order
"""

MONTHS = """
select
    warnings.*,
    rules.reason as meaning,
    rules.reason_en as meaning_en,
    make_date(warnings.period_year, warnings.period_month, 1) as month_begins
from fct_early_warnings as warnings
left join dim_warning_rules as rules on warnings.reason = rules.rule_code
where warnings.region_code = ? and warnings.scope_code = ? and warnings.measure_code = ?
order by warnings.period
"""

SOURCES = """
select
    source_publisher as publisher,
    source_title as title,
    count(*) as figures,
    min(kinds.preference) as preference
from fct_observations
left join dim_source_kinds as kinds using (source_kind)
where
    region_code = ?
    and scope_code = ?
    and measure_code = ?
    and period_grain = 'month'
    and is_latest_vintage
group by publisher, title
order by preference, figures desc, publisher, title
"""


def regions() -> pl.DataFrame:
    """Answers the regions with a series of months, and those that have such regions as parts."""
    return database.ask(REGIONS)


def regions_judged() -> pl.DataFrame:
    """Answers the regions of which something can be said."""
    return database.ask(REGIONS_JUDGED)


def name(region: str, words: Words) -> str:
    """Answers the name of a region; its code where it has none."""
    found = database.ask(NAME, (region,))
    return str(found[words.column("region_name")][0]) if found.height else region


def series(region: str) -> pl.DataFrame:
    """Answers the series of a region and of the regions right below it, the gravest first."""
    return database.ask(SERIES, (region, region, region))


def months(region: str, scope: str, measure: str) -> pl.DataFrame:
    """Answers the months of one series, in their order."""
    return database.ask(MONTHS, (region, scope, measure))


def sources(region: str, scope: str, measure: str) -> pl.DataFrame:
    """Answers publishers and titles of the figures of a series, as citations.of_values()."""
    return database.ask(SOURCES, (region, scope, measure))
