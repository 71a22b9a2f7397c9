{#- Rates nearer to each other than one in ten thousand differ by the rounding of what is printed:
    a share of such a change would be a share of nothing. -#}
{%- set least_log_change = 1e-4 -%}

with

pairs as (

    select * from {{ ref('int_indicator_values_paired') }}
    where is_comparable and period_basis = 'year'

),

tests as (

    select * from {{ ref('int_changes_tested') }}

),

volumes as (

    select * from {{ ref('int_volume_changes_chained') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}
    where denominator_measure is not null

),

-- A logarithm of zero has no value: a count that falls to zero or rises from it is dealt with
-- by its limit below.
logarithms as (

    select
        pairs.*,
        tests.change_p_value,
        volumes.log_change_volume as log_change_denominator_volume,
        ln(nullif(pairs.to_numerator, 0) / nullif(pairs.from_numerator, 0))
            as log_change_numerator,
        ln(pairs.to_divisor / pairs.from_divisor) as log_change_denominator,
        pairs.to_rate - pairs.from_rate as rate_change,
        pairs.to_rate * pairs.to_divisor / pairs.from_divisor as to_rate_at_from_denominator
    from pairs
    inner join indicators
        on pairs.indicator_code = indicators.indicator_code
    left join tests
        on {{ of_the_same('change', 'pairs', 'tests') }}
    left join volumes
        on
            pairs.region_code = volumes.region_code
            and pairs.denominator_measure = volumes.measure_code
            and pairs.from_period = volumes.from_period
            and pairs.to_period = volumes.to_period

),

summed as (

    select
        *,
        log_change_numerator - log_change_denominator as log_change_rate,
        abs(log_change_numerator - log_change_denominator) >= {{ least_log_change }}
            as is_beyond_rounding,
        -- what of the growth of an amount is not volume is prices
        log_change_denominator - log_change_denominator_volume as log_change_denominator_price
    from logarithms

),

-- The limit rule: as a count goes to zero its logarithm outgrows all others, so the whole change
-- is the count's. Where both counts are zero nothing changes.
shared as (

    select
        *,
        case
            when is_beyond_rounding then log_change_numerator / log_change_rate
            when log_change_rate is null and rate_change != 0 then 1
        end as share_numerator,
        case
            when is_beyond_rounding then -log_change_denominator / log_change_rate
            when log_change_rate is null and rate_change != 0 then 0
        end as share_denominator,
        case
            when is_beyond_rounding then -log_change_denominator_volume / log_change_rate
            when log_change_rate is null and rate_change != 0
                then 0 * log_change_denominator_volume
        end as share_denominator_volume,
        case
            when is_beyond_rounding then -log_change_denominator_price / log_change_rate
            when log_change_rate is null and rate_change != 0
                then 0 * log_change_denominator_price
        end as share_denominator_price
    from summed

),

-- In the indicator's unit: the share of the change, or by the logarithmic mean of both rates, which
-- is their arithmetic mean where they hardly differ. What one part leaves of the whole is the
-- other's, so that parts add up to it to the last digit.
counted as (

    select
        *,
        case
            when share_numerator != 0 then rate_change * share_numerator
            when not is_beyond_rounding then (from_rate + to_rate) / 2 * log_change_numerator
            else 0
        end as change_from_numerator
    from shared

),

parted as (

    select
        *,
        case
            when share_denominator != 0 or not is_beyond_rounding
                then rate_change - change_from_numerator
            else 0
        end as change_from_denominator
    from counted

),

valued as (

    select
        *,
        case
            when log_change_denominator_volume is null then null
            when log_change_denominator != 0
                then
                    change_from_denominator
                    * (log_change_denominator_volume / log_change_denominator)
            when log_change_rate is null then 0
            else -(from_rate + to_rate) / 2 * log_change_denominator_volume
        end as change_from_denominator_volume
    from parted

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        from_period,
        to_period,
        from_numerator,
        to_numerator,
        from_divisor as from_denominator,
        to_divisor as to_denominator,
        from_rate,
        to_rate,
        to_rate_at_from_denominator,
        log_change_rate,
        log_change_numerator,
        log_change_denominator,
        log_change_denominator_volume,
        log_change_denominator_price,
        share_numerator,
        share_denominator,
        share_denominator_volume,
        share_denominator_price,
        change_p_value,
        change_from_numerator,
        change_from_denominator,
        change_from_denominator_volume,
        change_from_denominator - change_from_denominator_volume as change_from_denominator_price,
        100 * (to_rate / nullif(from_rate, 0) - 1) as change_pct,
        change_p_value < 0.05 as change_is_beyond_chance
    from valued

)

select * from final
