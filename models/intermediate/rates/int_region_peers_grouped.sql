with

computed as (

    select * from {{ ref('int_indicator_values_computed') }}
    where computed_rate is not null and is_poisson_count and denominator_measure is not null

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry and region_level in ('province', 'prefecture', 'county')

),

set_apart as (

    select * from {{ ref('int_values_set_apart') }}

),

members as (

    select
        computed.region_code,
        computed.period,
        computed.period_basis,
        computed.indicator_code,
        computed.scope_code,
        regions.region_level,
        computed.denominator_measure,
        computed.numerator,
        computed.denominator,
        computed.multiplier,
        computed.computed_rate,
        set_apart.region_code is null as is_comparable
    from computed
    inner join regions
        on computed.region_code = regions.region_code
    left join set_apart
        on {{ of_the_same('value', 'computed', 'set_apart') }}

),

-- Sums of numerators over sums of denominators, never a mean of rates.
peers as (

    select
        period,
        period_basis,
        indicator_code,
        scope_code,
        region_level,
        denominator_measure,
        cast(count(*) as integer) as peer_count,
        {{ added_up('numerator') }} as peer_numerator,
        {{ added_up('denominator') }} as peer_denominator
    from members
    where is_comparable
    group by period, period_basis, indicator_code, scope_code, region_level, denominator_measure
    having count(*) > 1

),

final as (

    select
        members.region_code,
        members.period,
        members.period_basis,
        members.indicator_code,
        members.scope_code,
        members.region_level,
        members.denominator_measure,
        members.numerator,
        members.denominator,
        members.multiplier,
        members.computed_rate,
        members.is_comparable,
        peers.peer_count,
        peers.peer_numerator,
        peers.peer_denominator,
        peers.peer_numerator / peers.peer_denominator * members.multiplier as overall_rate,
        peers.peer_numerator / peers.peer_denominator * members.denominator as expected_count
    from members
    inner join peers
        on {{ of_the_same('peers', 'members', 'peers') }}

)

select * from final
