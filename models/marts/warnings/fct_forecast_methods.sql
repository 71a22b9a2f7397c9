with

series as (

    select * from {{ ref('int_forecast_series_judged') }}

),

scores as (

    select
        scores.*,
        methods.is_naive,
        row_number() over (
            partition by
                scores.region_code, scores.indicator_code, scores.scope_code, methods.is_naive
            order by scores.log_score, methods.sort_order
        ) as score_position
    from {{ ref('int_forecast_methods_scored') }} as scores
    inner join {{ ref('forecast_methods') }} as methods
        on scores.method_code = methods.method_code

),

chosen as (

    select * from scores
    where is_chosen

),

naive as (

    select * from scores
    where is_naive and score_position = 1 and log_score is not null

),

models as (

    select * from scores
    where not is_naive and score_position = 1 and log_score is not null

),

unnamed as (

    select
        series.region_code,
        series.indicator_code,
        series.scope_code,
        series.points,
        cast(series.from_year as varchar) as trained_from,
        cast(series.to_year as varchar) as trained_to,
        chosen.crps,
        chosen.log_score,
        chosen.coverage_80,
        chosen.coverage_95,
        naive.method_code as naive_best,
        naive.crps as naive_crps,
        naive.log_score as naive_log_score,
        models.method_code as model_best,
        models.crps as model_crps,
        models.log_score as model_log_score,
        coalesce(chosen.method_code, 'none') as method_code,
        case
            when series.reason != 'forecast_told' then series.reason
            when chosen.chosen_by = 'untested' then 'forecast_untested'
            when chosen.chosen_by = 'all_series' then 'forecast_chosen_by_all'
            when chosen.is_naive then 'forecast_naive_wins'
            else 'forecast_model_wins'
        end as reason,
        coalesce(series.is_current, false) as is_current,
        coalesce(chosen.back_tests, 0) as back_tests
    from series
    left join chosen
        on {{ of_the_same('series', 'series', 'chosen') }}
    left join naive
        on {{ of_the_same('series', 'series', 'naive') }}
    left join models
        on {{ of_the_same('series', 'series', 'models') }}

),

final as (

    {{ named('unnamed', ['region', 'indicator', 'scope']) | indent(4) }}

)

select * from final
