with

pairs as (

    select * from {{ ref('int_indicator_values_paired') }}
    where is_previous

),

tests as (

    select * from {{ ref('int_changes_tested') }}

),

computed as (

    select * from {{ ref('int_indicator_values_computed') }}
    where computed_rate is not null and period_basis = 'year'

),

official_scopes as (

    select * from {{ ref('int_official_scopes_resolved') }}

),

official_values as (

    select
        computed.region_code,
        computed.indicator_code,
        computed.scope_code,
        computed.period_basis,
        computed.period,
        computed.period_year,
        computed.computed_rate
    from computed
    inner join official_scopes
        on
            {{ of_the_same('series', 'computed', 'official_scopes') }}
            and computed.period_end_date
            >= coalesce(official_scopes.official_from, cast('0001-01-01' as date))
            and computed.period_end_date
            < coalesce(official_scopes.official_to, cast('9999-12-31' as date))

),

-- The first year of an official scope follows on the last of another: never the same series.
switches as (

    select
        later.region_code,
        later.indicator_code,
        later.scope_code,
        later.period_basis,
        later.period,
        earlier.period as previous_period,
        100 * (later.computed_rate / nullif(earlier.computed_rate, 0) - 1) as change_pct
    from official_values as later
    inner join official_values as earlier
        on
            later.region_code = earlier.region_code
            and later.indicator_code = earlier.indicator_code
            and later.period_year = earlier.period_year + 1
            and later.scope_code != earlier.scope_code
    left join pairs
        on
            later.region_code = pairs.region_code
            and later.indicator_code = pairs.indicator_code
            and later.scope_code = pairs.scope_code
            and later.period_basis = pairs.period_basis
            and later.period = pairs.to_period
    where pairs.to_period is null

),

-- The change in per cent only where the two compare; the mere arithmetic apart. From zero there
-- is none.
changed as (

    select
        pairs.region_code,
        pairs.indicator_code,
        pairs.scope_code,
        pairs.period_basis,
        pairs.to_period as period,
        pairs.from_period as previous_period,
        pairs.is_comparable as comparable_with_previous,
        pairs.comparability_reason_code,
        pairs.crossed_break_code,
        tests.change_p_value,
        case
            when pairs.is_comparable
                then 100 * (pairs.to_rate / nullif(pairs.from_rate, 0) - 1)
        end as change_pct,
        case
            when not pairs.is_comparable
                then 100 * (pairs.to_rate / nullif(pairs.from_rate, 0) - 1)
        end as change_pct_across_break,
        tests.change_p_value < 0.05 as change_is_beyond_chance
    from pairs
    left join tests
        on {{ of_the_same('change', 'pairs', 'tests') }}

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        period,
        previous_period,
        comparable_with_previous,
        comparability_reason_code,
        crossed_break_code,
        change_p_value,
        change_pct,
        change_pct_across_break,
        change_is_beyond_chance
    from changed

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        period,
        previous_period,
        false as comparable_with_previous,
        'scope_changed' as comparability_reason_code,
        cast(null as varchar) as crossed_break_code,
        cast(null as double) as change_p_value,
        cast(null as double) as change_pct,
        change_pct as change_pct_across_break,
        cast(null as boolean) as change_is_beyond_chance
    from switches

)

select * from final
