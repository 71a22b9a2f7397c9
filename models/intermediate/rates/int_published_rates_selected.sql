with

readings as (

    select * from {{ ref('int_measures_summed') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

indicator_scopes as (

    select * from {{ ref('indicator_scopes') }}

),

observations as (

    select * from {{ ref('int_observations_completed') }}
    where is_latest_vintage

),

-- Rates printed in a source are measures named by their indicator's code. One of another scope than
-- the indicator names stays a figure, and is no value of the indicator.
final as (

    select
        readings.region_code,
        readings.period,
        readings.period_year,
        readings.period_end_date,
        readings.period_basis,
        indicators.indicator_code,
        readings.scope_code,
        readings.latest_value as published_rate,
        readings.latest_vintage_code as published_rate_vintage,
        observations.published_decimals
    from readings
    inner join indicators
        on
            readings.measure_code = indicators.indicator_code
            and indicators.indicator_kind = 'rate'
    left join indicator_scopes
        on
            indicators.indicator_code = indicator_scopes.indicator_code
            and readings.scope_code = indicator_scopes.scope_code
    left join observations
        on {{ of_the_same('figure', 'readings', 'observations') }}
    where indicators.allows_any_scope or indicator_scopes.scope_code is not null

)

select * from final
