with

readings as (

    select * from {{ ref('int_measures_summed') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

observations as (

    select * from {{ ref('int_observations_completed') }}
    where is_latest_vintage

),

-- Rates printed in a source are measures named by their indicator's code.
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
    left join observations
        on {{ of_the_same('figure', 'readings', 'observations') }}

)

select * from final
