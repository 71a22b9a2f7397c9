with

readings as (

    select * from {{ ref('int_measures_summed') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

-- The numerator belongs to a scope that the indicator names.
final as (

    select
        readings.region_code,
        readings.period,
        readings.period_year,
        readings.period_end_date,
        readings.period_basis,
        indicators.indicator_code,
        readings.scope_code,
        readings.latest_value as numerator,
        readings.first_value as first_numerator,
        readings.latest_vintage_code as numerator_vintage,
        readings.latest_basis_code as numerator_basis
    from readings
    inner join indicators
        on readings.measure_code = indicators.numerator_measure
    left join indicator_scopes
        on
            indicators.indicator_code = indicator_scopes.indicator_code
            and readings.scope_code = indicator_scopes.scope_code
    where
        readings.period_basis != 'stock_at_period_end'
        and (indicators.allows_any_scope or indicator_scopes.scope_code is not null)

)

select * from final
