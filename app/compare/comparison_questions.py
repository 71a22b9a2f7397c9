"""Which regions compare, and what they are compared by: the questions put to the marts."""

from typing import Any, TypeAlias

import polars as pl

from app.base import database
from app.base.words import Words
from app.compare import positions

# Indicator, scope, period basis, peers (level and denominator) and period.
Group: TypeAlias = tuple[str, str, str, str, str]

LEVELS = ("province", "prefecture", "county")

# Regions with a rate of their own or a printed one, beside each other by level and denominator.
VALUES = """
select
    v.*,
    regions.region_level,
    regions.tile_row,
    regions.tile_column,
    coalesce(v.denominator_measure, v.indicator_denominator_measure) as peer_measure,
    regions.region_level || '.'
    || coalesce(v.denominator_measure, v.indicator_denominator_measure) as peers,
    coalesce(v.computed_rate, v.published_rate) as shown_rate
from fct_indicator_values as v
inner join dim_regions as regions on v.region_code = regions.region_code
where
    regions.is_latest_entry
    and regions.region_level in ('province', 'prefecture', 'county')
    and v.indicator_denominator_measure is not null
    and coalesce(v.computed_rate, v.published_rate) is not null
"""

# Every group of regions beside each other: first those that are worth opening, with the regions
# asked about or those they lie in, then the largest, then the latest.
GROUPS = """
with recursive kin as (
    select region_code, parent_code, 0 as steps
    from dim_regions
    where is_latest_entry and list_contains(?, region_code)
    union all
    select above.region_code, above.parent_code, kin.steps + 1 as steps
    from kin
    inner join dim_regions as above on kin.parent_code = above.region_code
    where above.is_latest_entry and kin.steps < 3
),

shown as ({values}),

wholes as (
    select distinct
        indicator_code, scope_code, period_basis, period, peer_group
    from fct_benchmark_comparisons
    where benchmark_code != 'peers'
),

groups as (
    select
        shown.indicator_code,
        shown.scope_code,
        shown.period_basis,
        shown.peers,
        shown.region_level,
        shown.peer_measure,
        shown.period,
        shown.scope_name,
        shown.scope_name_en,
        shown.period_basis_name,
        shown.period_basis_name_en,
        max(measures.measure_name) as measure_name,
        max(measures.measure_name_en) as measure_name_en,
        max(shown.indicator_sort_order) as indicator_sort_order,
        max(shown.scope_sort_order) as scope_sort_order,
        max(shown.period_basis_sort_order) as basis_sort_order,
        max(shown.period_end_date) as period_end_date,
        count(*) as regions,
        count(shown.computed_rate) as judged,
        max(case when wholes.period is null then 0 else 1 end) as has_whole,
        max(case when list_contains(?, shown.region_code) then 1 else 0 end) as has_asked,
        max(case when kin.region_code is null then 0 else 1 end) as has_kin
    from shown
    left join dim_measures as measures on shown.peer_measure = measures.measure_code
    left join (select distinct region_code from kin) as kin on shown.region_code = kin.region_code
    left join wholes
        on
            shown.indicator_code = wholes.indicator_code
            and shown.scope_code = wholes.scope_code
            and shown.period_basis = wholes.period_basis
            and shown.period = wholes.period
            and shown.peers = wholes.peer_group
    group by all
)

select
    *,
    case
        when regions = 1 and has_whole = 0 then 0
        when has_asked = 1 then 3
        when has_kin = 1 then 2
        else 1
    end as worth
from groups
order by basis_sort_order, worth desc, judged desc, regions desc, period_end_date desc
"""

INDICATORS = "select * from dim_indicators order by sort_order"

SCOPES = "select scope_code, scope_name, scope_name_en from dim_scopes"

REGIONS = """
with shown as ({values})

select
    shown.*,
    measures.measure_name,
    measures.measure_name_en,
    b.benchmark_code,
    b.benchmark_region_name,
    b.benchmark_region_name_en,
    b.benchmark_basis_code,
    b.benchmark_rate,
    b.comparability_reason_code as benchmark_reason_code,
    b.rate_ratio,
    b.ratio_lower_95,
    b.ratio_upper_95,
    b.position_code,
    b.comparisons_made,
    b.is_beyond_chance_corrected,
    f.peer_count,
    f.is_comparable as is_peer,
    f.rate_rank,
    f.dispersion,
    f.position_code as funnel_position_code,
    f.expected_count,
    f.funnel_lower_95,
    f.funnel_upper_95,
    f.funnel_lower_998,
    f.funnel_upper_998
from shown
left join dim_measures as measures on shown.peer_measure = measures.measure_code
left join fct_benchmark_comparisons as b
    on
        shown.region_code = b.region_code
        and shown.period = b.period
        and shown.period_basis = b.period_basis
        and shown.indicator_code = b.indicator_code
        and shown.scope_code = b.scope_code
        and b.benchmark_code = ?
left join fct_region_comparisons as f
    on
        shown.region_code = f.region_code
        and shown.period = f.period
        and shown.period_basis = f.period_basis
        and shown.indicator_code = f.indicator_code
        and shown.scope_code = f.scope_code
where
    shown.indicator_code = ?
    and shown.scope_code = ?
    and shown.period_basis = ?
    and shown.peers = ?
    and shown.period = ?
order by shown.shown_rate desc, shown.region_code
"""

# What a group may be held against; what judges most regions before others.
BENCHMARKS = """
select
    benchmark_code,
    count(position_code) as judged,
    max(benchmark_basis_code) as benchmark_basis_code,
    max(comparability_reason_code) as reason,
    max(benchmark_region_name) as benchmark_region_name,
    max(benchmark_region_name_en) as benchmark_region_name_en,
    count(distinct benchmark_region_code) as wholes
from fct_benchmark_comparisons
where
    indicator_code = ?
    and scope_code = ?
    and period_basis = ?
    and peer_group = ?
    and period = ?
group by benchmark_code
order by list_position(['nation', 'province', 'prefecture', 'peers'], benchmark_code)
"""

# Regions of the same level and period that are not among those shown, and why.
LEFT_OUT = """
with shown as ({values})

select
    region_code,
    any_value(region_name) as region_name,
    any_value(region_name_en) as region_name_en,
    min(case when scope_code = ? then '1_denominator' else '2_scope' end) as reason
from shown
where
    indicator_code = ?
    and period_basis = ?
    and region_level = ?
    and period = ?
    and not list_contains(?, region_code)
group by region_code
order by region_code
"""

# Regions asked about, and the regions that each lies in, the nearest first.
KIN = """
with recursive kin as (
    select region_code as asked_code, region_code, parent_code, region_level, 0 as steps
    from dim_regions
    where is_latest_entry and list_contains(?, region_code)
    union all
    select
        kin.asked_code, above.region_code, above.parent_code, above.region_level,
        kin.steps + 1 as steps
    from kin
    inner join dim_regions as above on kin.parent_code = above.region_code
    where above.is_latest_entry and kin.steps < 3
)

select
    kin.asked_code,
    kin.region_code,
    kin.region_level,
    kin.steps,
    asked.region_name,
    coalesce(asked.region_name_en, asked.region_name) as region_name_en
from kin
inner join dim_regions as asked
    on kin.asked_code = asked.region_code and asked.is_latest_entry
order by kin.asked_code, kin.steps
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


def indicators() -> dict[str, dict[str, Any]]:
    """Answers every indicator, by code."""
    return {row["indicator_code"]: row for row in database.ask(INDICATORS).iter_rows(named=True)}


def scopes(words: Words) -> dict[str, str]:
    """Answers what every scope is called, by code."""
    named = database.ask(SCOPES).select("scope_code", words.column("scope_name"))
    return dict(named.iter_rows())


def groups(chosen: tuple[str, ...]) -> pl.DataFrame:
    """Answers every group of regions beside each other, the one most worth opening first.

    Args:
        chosen: Codes of the regions asked about.
    """
    return database.ask(GROUPS.format(values=VALUES), (chosen, chosen))


def benchmarks(group: Group) -> pl.DataFrame:
    """Answers what a group may be held against, and how many of its regions that judges."""
    return database.ask(BENCHMARKS, group)


def kin(chosen: tuple[str, ...]) -> pl.DataFrame:
    """Answers the regions asked about, each with those that it lies in, the nearest first."""
    return database.ask(KIN, (chosen,))


def regions(group: Group, benchmark: str, words: Words) -> pl.DataFrame:
    """Answers the regions of one group, the highest rate first, with name, label and position.

    Args:
        group: Indicator, scope, period basis, peers and period.
        benchmark: Code of what they are held against.
        words: The words of the page.
    """
    name = pl.col(words.column("region_name"))
    is_apart = pl.col("benchmark_reason_code") == "definition_differs"
    found = database.ask(REGIONS.format(values=VALUES), (benchmark, *group)).with_columns(
        name=pl.when(name.is_duplicated())
        .then(pl.concat_str(name, pl.lit(" "), "region_code"))
        .otherwise(name),
        position=pl.when(pl.col("computed_rate").is_null())
        .then(pl.lit(positions.PUBLISHED_ONLY))
        .when(is_apart | ~pl.col("is_peer"))
        .then(pl.lit(positions.NOT_COMPARABLE))
        .otherwise(pl.col("position_code").fill_null(positions.NOT_JUDGED)),
    )
    few = pl.when("is_small_count").then(pl.lit(" *")).otherwise(pl.lit(""))
    told = {code: words(f"position_{code}") for code in positions.SIGNS}
    return found.with_columns(
        label=pl.col("name") + few, position_name=pl.col("position").replace_strict(told)
    )


def left_out(group: Group, compared: pl.DataFrame) -> pl.DataFrame:
    """Answers regions of the level that have a value but are not shown, and the reason.

    Args:
        group: Indicator, scope, period basis, peers and period.
        compared: The regions of the group.
    """
    indicator, scope, basis, peers, period = group
    level = peers.partition(".")[0]
    codes = tuple(compared["region_code"])
    return database.ask(
        LEFT_OUT.format(values=VALUES), (scope, indicator, basis, level, period, codes)
    )


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
