with

forecasts as (

    select * from {{ ref('int_forecasts_computed') }}

),

series as (

    select * from {{ ref('int_forecast_series_judged') }}

),

chosen as (

    select * from {{ ref('int_forecast_methods_scored') }}
    where is_chosen

),

limits as (

    select * from {{ ref('int_forecast_targets_chosen') }}

),

methods as (

    select * from {{ ref('forecast_methods') }}

),

unnamed as (

    select
        forecasts.region_code,
        forecasts.indicator_code,
        forecasts.scope_code,
        cast(forecasts.period_year as varchar) as period,
        forecasts.period_year,
        forecasts.forecast,
        forecasts.lower_80,
        forecasts.upper_80,
        forecasts.lower_95,
        forecasts.upper_95,
        forecasts.expected_events,
        forecasts.probability_target_met,
        limits.target_code,
        limits.target_limit,
        methods.method_name,
        methods.method_name_en,
        methods.is_naive,
        series.is_current,
        cast(series.from_year as varchar) as trained_from,
        cast(series.to_year as varchar) as trained_to,
        -- as analysts and checks know it
        chosen.method_code as method,  -- noqa: RF04
        case when indicators.denominator_measure is not null then forecasts.denominator end
            as denominator,
        case
            when chosen.chosen_by = 'untested' then 'forecast_untested'
            when chosen.chosen_by = 'all_series' then 'forecast_chosen_by_all'
            when methods.is_naive then 'forecast_naive_wins'
            else 'forecast_model_wins'
        end as reason
    from forecasts
    inner join series
        on {{ of_the_same('series', 'forecasts', 'series') }}
    inner join chosen
        on {{ of_the_same('series', 'forecasts', 'chosen') }}
    inner join methods
        on chosen.method_code = methods.method_code
    inner join {{ ref('stg_indicators') }} as indicators
        on forecasts.indicator_code = indicators.indicator_code
    left join limits
        on
            {{ of_the_same('series', 'forecasts', 'limits') }}
            and forecasts.period_year = limits.period_year

),

final as (

    {{ named('unnamed', ['region', 'indicator', 'scope'], with_units=true) | indent(4) }}

)

select * from final
