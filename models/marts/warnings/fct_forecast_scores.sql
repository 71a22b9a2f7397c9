with

unnamed as (

    select
        scores.region_code,
        scores.indicator_code,
        scores.scope_code,
        scores.method_code,
        methods.method_name,
        methods.method_name_en,
        methods.is_naive,
        scores.is_chosen,
        scores.back_tests,
        scores.crps,
        scores.log_score,
        scores.coverage_80,
        scores.coverage_95,
        methods.sort_order
    from {{ ref('int_forecast_methods_scored') }} as scores
    inner join {{ ref('forecast_methods') }} as methods
        on scores.method_code = methods.method_code

),

final as (

    {{ named('unnamed', ['region', 'indicator', 'scope']) | indent(4) }}

)

select * from final
