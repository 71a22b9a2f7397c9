{#- How far, relatively, the sum of parts may lie from the whole; further apart they count
    different things. -#}
{%- set tolerance = 0.05 -%}
{#- Hong Kong, Macao and Taiwan are parts of the nation that its figures leave out. -#}
{%- set parts_left_out = 3 -%}

with

indicator_values as (

    select listed.* from {{ ref('int_indicator_values_listed') }} as listed
    inner join {{ ref('stg_indicators') }} as indicators
        on listed.indicator_code = indicators.indicator_code
    where
        indicators.denominator_measure is not null
        and coalesce(listed.computed_rate, listed.published_rate) is not null

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

rollups as (

    select * from {{ ref('int_rollups_added') }}

),

set_apart as (

    select * from {{ ref('int_values_set_apart') }}

),

peers as (

    select * from {{ ref('int_region_peers_grouped') }}

),

members as (

    select
        indicator_values.region_code,
        indicator_values.period,
        indicator_values.period_end_date,
        indicator_values.period_basis,
        indicator_values.indicator_code,
        indicator_values.scope_code,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.denominator_measure,
        indicator_values.denominator_period,
        indicator_values.denominator_period_basis,
        indicator_values.multiplier,
        indicator_values.computed_rate,
        indicator_values.published_rate,
        indicator_values.lower_95,
        indicator_values.upper_95,
        indicator_values.lower_998,
        indicator_values.upper_998,
        regions.region_level,
        coalesce(indicator_values.denominator_measure, indicators.denominator_measure)
            as peer_denominator_measure,
        set_apart.region_code is not null as is_set_apart
    from indicator_values
    inner join indicators
        on indicator_values.indicator_code = indicators.indicator_code
    inner join regions
        on indicator_values.region_code = regions.region_code
    left join set_apart
        on {{ of_the_same('value', 'indicator_values', 'set_apart') }}

),

above as (

    select
        members.*,
        whole.region_code as benchmark_region_code,
        whole.region_level as benchmark_code,
        whole.numerator as benchmark_numerator,
        whole.denominator as benchmark_denominator,
        whole.denominator_measure as benchmark_denominator_measure,
        whole.denominator_period as benchmark_denominator_period,
        whole.denominator_period_basis as benchmark_denominator_period_basis,
        whole.is_set_apart as is_benchmark_set_apart,
        coalesce(whole.computed_rate, whole.published_rate) as benchmark_rate,
        case when whole.computed_rate is null then 'published' else 'computed' end
            as benchmark_basis_code
    from members
    inner join ancestors
        on
            members.region_code = ancestors.region_code
            and members.period_end_date >= ancestors.valid_from
            and members.period_end_date < ancestors.valid_to
    inner join members as whole
        on
            ancestors.ancestor_code = whole.region_code
            and members.period = whole.period
            and members.period_basis = whole.period_basis
            and members.indicator_code = whole.indicator_code
            and members.scope_code = whole.scope_code
    where
        members.region_level in ('province', 'prefecture', 'county')
        and whole.region_level in ('nation', 'province', 'prefecture')
        and members.region_level != whole.region_level

),

-- A whole that is not what all its parts add up to counts something else than they do: civil
-- vehicles of the nation in some years are those of the police.
contradicted as (

    select
        region_code,
        period,
        period_basis,
        measure_code
    from rollups
    where
        rollup_way = 'regions'
        and scope_code = 'none'
        and parts_present
        >= parts_expected - case when region_code = '000000' then {{ parts_left_out }} else 0 end
        and abs(published_value - rolled_value) > {{ tolerance }} * published_value

),

of_wholes as (

    select
        above.region_code,
        above.period,
        above.period_basis,
        above.indicator_code,
        above.scope_code,
        above.region_level,
        above.peer_denominator_measure,
        above.numerator,
        above.denominator,
        above.multiplier,
        above.computed_rate,
        above.published_rate,
        above.lower_95,
        above.upper_95,
        above.lower_998,
        above.upper_998,
        above.benchmark_code,
        above.benchmark_region_code,
        above.benchmark_numerator,
        above.benchmark_denominator,
        above.benchmark_rate,
        above.benchmark_basis_code,
        case
            when above.computed_rate is null then 'published_rate_only'
            when above.benchmark_basis_code = 'published' then 'benchmark_published_only'
            when above.denominator_measure != above.benchmark_denominator_measure
                then 'denominator_differs'
            when above.is_set_apart or above.is_benchmark_set_apart then 'definition_differs'
            when contradicted.region_code is not null then 'parts_do_not_add_up'
            when above.lower_95 is null then 'no_interval'
        end as comparability_reason_code
    from above
    left join contradicted
        on
            above.benchmark_region_code = contradicted.region_code
            and above.benchmark_denominator_measure = contradicted.measure_code
            and above.benchmark_denominator_period = contradicted.period
            and above.benchmark_denominator_period_basis = contradicted.period_basis

),

-- The regions of one level taken together, without the region itself.
of_peers as (

    select
        members.region_code,
        members.period,
        members.period_basis,
        members.indicator_code,
        members.scope_code,
        members.region_level,
        members.peer_denominator_measure,
        members.numerator,
        members.denominator,
        members.multiplier,
        members.computed_rate,
        members.published_rate,
        members.lower_95,
        members.upper_95,
        members.lower_998,
        members.upper_998,
        'peers' as benchmark_code,
        cast(null as varchar) as benchmark_region_code,
        peers.peer_numerator
        - case when peers.is_comparable then peers.numerator else 0 end as benchmark_numerator,
        peers.peer_denominator
        - case when peers.is_comparable then peers.denominator else 0 end
            as benchmark_denominator,
        (
            peers.peer_numerator - case when peers.is_comparable then peers.numerator else 0 end
        )
        / (
            peers.peer_denominator
            - case when peers.is_comparable then peers.denominator else 0 end
        ) * peers.multiplier as benchmark_rate,
        'pooled' as benchmark_basis_code,
        case when not peers.is_comparable then 'definition_differs' end
            as comparability_reason_code
    from members
    inner join peers
        on {{ of_the_same('value', 'members', 'peers') }}

),

final as (

    select * from of_wholes

    union all

    select * from of_peers

)

select * from final
