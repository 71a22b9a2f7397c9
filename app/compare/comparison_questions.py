"""Which regions compare, and what they are compared by: the questions put to the marts."""

from typing import TypeAlias

import polars as pl

from app.base import database
from app.base.words import Words
from app.compare import positions

# Indicator, scope, period basis, peers (level and denominator) and period.
Group: TypeAlias = tuple[str, str, str, str, str]

# Every group of regions that compare, the latest and largest first.
GROUPS = """
select
    indicator_code,
    scope_code,
    period_basis,
    peer_group as peers,
    region_level,
    denominator_measure,
    period,
    scope_name,
    scope_name_en,
    period_basis_name,
    period_basis_name_en,
    measure_name,
    measure_name_en,
    count(case when list_contains(?, region_code) then 1 end) as chosen
from fct_region_comparisons
group by all
order by
    max(period_basis_sort_order),
    max(period_end_date) desc,
    chosen desc,
    count(*) desc,
    max(scope_sort_order)
"""

INDICATORS = """
select indicators.*
from dim_indicators as indicators
where indicators.indicator_code in (select c.indicator_code from fct_region_comparisons as c)
order by indicators.sort_order
"""

REGIONS = """
select *
from fct_region_comparisons
where
    indicator_code = ?
    and scope_code = ?
    and period_basis = ?
    and peer_group = ?
    and period = ?
order by computed_rate desc, region_code
"""

# Regions of the same level and period that are not among those compared, and why.
LEFT_OUT = """
select
    region_code,
    any_value(region_name) as region_name,
    any_value(region_name_en) as region_name_en,
    min(
        case
            when scope_code = ? and computed_rate is not null then '1_denominator'
            when scope_code = ? then '2_no_rate'
            else '3_scope'
        end
    ) as reason
from fct_indicator_values
where
    indicator_code = ?
    and period_basis = ?
    and region_code in (
        select regions.region_code from dim_regions as regions
        where regions.is_latest_entry and regions.region_level = ?
    )
    and period = ?
    and coalesce(computed_rate, published_rate) is not null
    and not list_contains(?, region_code)
group by region_code
order by region_code
"""

# Regions asked about that belong to a level.
OF_LEVEL = """
select
    region_code,
    region_name,
    coalesce(region_name_en, region_name) as region_name_en
from dim_regions
where is_latest_entry and region_level = ? and list_contains(?, region_code)
order by region_code
"""

# The same part of every year, a stretch being years of which each compares with the one before.
SERIES = """
select
    region_code,
    period_year as year,
    computed_rate as rate,
    lower_95 as lower,
    upper_95 as upper,
    is_provisional,
    overall_rate as overall,
    stretch_number as stretch
from fct_indicator_values
where
    indicator_code = ?
    and scope_code = ?
    and period_basis = ?
    and denominator_measure = ?
    and substring(period, 5) = substring(?, 5)
    and list_contains(?, region_code)
    and computed_rate is not null
order by region_code, period_year
"""


def indicators() -> dict[str, dict[str, str]]:
    """Answers the indicators by which regions compare, by code."""
    return {row["indicator_code"]: row for row in database.ask(INDICATORS).iter_rows(named=True)}


def groups(chosen: tuple[str, ...]) -> pl.DataFrame:
    """Answers every group of regions that compare; those with regions chosen go before others.

    Args:
        chosen: Codes of the regions asked about.
    """
    return database.ask(GROUPS, (chosen,))


def regions(group: Group, words: Words) -> pl.DataFrame:
    """Answers the regions of one group, the highest rate first, with name, label and position.

    Args:
        group: Indicator, scope, period basis, peers and period.
        words: The words of the page.
    """
    name = pl.col(words.column("region_name"))
    found = database.ask(REGIONS, group).with_columns(
        name=pl.when(name.is_duplicated())
        .then(pl.concat_str(name, pl.lit(" "), "region_code"))
        .otherwise(name),
        position=pl.col("position_code").fill_null(positions.NOT_COMPARABLE),
    )
    few = pl.when("is_small_count").then(pl.lit(" *")).otherwise(pl.lit(""))
    told = {code: words(f"position_{code}") for code in positions.SIGNS}
    return found.with_columns(
        label=pl.col("name") + few, position_name=pl.col("position").replace_strict(told)
    )


def left_out(group: Group, compared: pl.DataFrame) -> pl.DataFrame:
    """Answers regions of the level that have a value but are not compared, and the reason.

    Args:
        group: Indicator, scope, period basis, peers and period.
        compared: The regions of the group.
    """
    indicator, scope, basis, peers, period = group
    level = peers.partition(".")[0]
    codes = tuple(compared["region_code"])
    return database.ask(LEFT_OUT, (scope, scope, indicator, basis, level, period, codes))


def of_level(group: Group, chosen: tuple[str, ...]) -> pl.DataFrame:
    """Answers those of the regions asked about that are of the group's level."""
    return database.ask(OF_LEVEL, (group[3].partition(".")[0], chosen))


def series(group: Group, compared: pl.DataFrame) -> pl.DataFrame:
    """Answers the rates of the group's regions over the years.

    Args:
        group: Indicator, scope, period basis, peers and period.
        compared: The regions of the group.
    """
    indicator, scope, basis, peers, period = group
    denominator = peers.partition(".")[2]
    codes = tuple(compared["region_code"])
    return database.ask(SERIES, (indicator, scope, basis, denominator, period, codes))
