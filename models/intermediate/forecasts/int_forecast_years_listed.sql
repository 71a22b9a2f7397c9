with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where
        period_basis = 'year'
        and period_grain = 'year'
        and numerator is not null
        and is_complete
        and (denominator_measure is null or denominator > 0)

),

series as (

    select * from {{ ref('int_forecast_series_judged') }}
    where reason = 'forecast_told'

),

final as (

    select
        indicator_values.region_code,
        indicator_values.indicator_code,
        indicator_values.scope_code,
        indicator_values.period_year,
        indicator_values.numerator,
        series.last_year_told,
        case
            when indicator_values.denominator_measure is null then 1.0
            else indicator_values.denominator
        end as exposure,
        case
            when indicator_values.denominator_measure is null then 1.0
            else indicator_values.multiplier
        end as multiplier
    from indicator_values
    inner join series
        on
            {{ of_the_same('series', 'indicator_values', 'series') }}
            and indicator_values.stretch_number = series.stretch_number

)

select * from final
