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
    compared.indicator_code,
    compared.scope_code,
    compared.period_basis,
    compared.region_level || '.' || compared.denominator_measure as peers,
    compared.region_level,
    compared.denominator_measure,
    compared.period,
    compared.scope_name,
    compared.scope_name_en,
    bases.period_basis_name,
    bases.period_basis_name_en,
    compared.measure_name,
    compared.measure_name_en,
    count(case when list_contains(?, compared.region_code) then 1 end) as chosen
from fct_region_comparisons as compared
inner join fct_indicator_values as computed
    using (region_code, period, period_basis, indicator_code, scope_code)
inner join dim_period_bases as bases on compared.period_basis = bases.period_basis
group by all
order by
    max(bases.sort_order),
    max(computed.period_end_date) desc,
    chosen desc,
    count(*) desc,
    max(compared.scope_sort_order)
"""

INDICATORS = """
select indicators.*
from dim_indicators as indicators
where indicators.indicator_code in (select c.indicator_code from fct_region_comparisons as c)
order by indicators.sort_order
"""

REGIONS = """
select
    compared.*,
    computed.lower_95,
    computed.upper_95,
    computed.interval_method,
    computed.is_small_count,
    computed.is_provisional,
    computed.is_proxy_denominator,
    computed.denominator_display_value,
    computed.denominator_display_unit,
    units.unit_name_en as denominator_display_unit_en,
    regions.tile_row,
    regions.tile_column
from fct_region_comparisons as compared
inner join fct_indicator_values as computed
    using (region_code, period, period_basis, indicator_code, scope_code)
inner join dim_regions as regions
    on compared.region_code = regions.region_code and regions.is_latest_entry
left join dim_units as units on computed.denominator_display_unit = units.unit_code
where
    compared.indicator_code = ?
    and compared.scope_code = ?
    and compared.period_basis = ?
    and compared.region_level || '.' || compared.denominator_measure = ?
    and compared.period = ?
order by compared.computed_rate desc, compared.region_code
"""

# Regions of the same level and period that are not among those compared, and why.
LEFT_OUT = """
select
    computed.region_code,
    any_value(computed.region_name) as region_name,
    any_value(computed.region_name_en) as region_name_en,
    min(
        case
            when computed.scope_code = ? and computed.computed_rate is not null then '1_denominator'
            when computed.scope_code = ? then '2_no_rate'
            else '3_scope'
        end
    ) as reason
from fct_indicator_values as computed
inner join dim_regions as regions
    on computed.region_code = regions.region_code and regions.is_latest_entry
where
    computed.indicator_code = ?
    and computed.period_basis = ?
    and regions.region_level = ?
    and computed.period = ?
    and coalesce(computed.computed_rate, computed.published_rate) is not null
    and not list_contains(?, computed.region_code)
group by computed.region_code
order by computed.region_code
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
    computed.region_code,
    computed.period_year as year,
    computed.computed_rate as rate,
    computed.lower_95 as lower,
    computed.upper_95 as upper,
    computed.is_provisional,
    compared.overall_rate as overall,
    sum(case when computed.comparable_with_previous then 0 else 1 end) over (
        partition by computed.region_code
        order by computed.period_year
        rows between unbounded preceding and current row
    ) as stretch
from fct_indicator_values as computed
left join fct_region_comparisons as compared
    on
        computed.region_code = compared.region_code
        and computed.period = compared.period
        and computed.period_basis = compared.period_basis
        and computed.indicator_code = compared.indicator_code
        and computed.scope_code = compared.scope_code
where
    computed.indicator_code = ?
    and computed.scope_code = ?
    and computed.period_basis = ?
    and computed.denominator_measure = ?
    and substring(computed.period, 5) = substring(?, 5)
    and list_contains(?, computed.region_code)
    and computed.computed_rate is not null
order by computed.region_code, computed.period_year
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
