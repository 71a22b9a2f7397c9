{#- 78 worked out as 77.9999999 are 78. -#}
{%- set rounding = 0.000001 -%}

with

quotas as (

    select * from {{ ref('int_quotas_listed') }}

),

targets as (

    select * from {{ ref('int_target_limits_counted') }}
    where limit_value is not null

),

unioned as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        'quota' as limit_kind,
        quota_code as limit_code,
        measure_code as indicator_code,
        quota as limit_value,
        quota as target_limit,
        period_year as target_year,
        'due' as limit_basis_code,
        false as is_strict,
        cast(null as varchar) as denominator_measure,
        cast(null as double) as denominator,
        cast(null as boolean) as is_denominator_assumed
    from quotas

    union all

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        'target' as limit_kind,
        target_code as limit_code,
        indicator_code,
        limit_value,
        target_limit,
        target_year,
        limit_basis_code,
        is_strict,
        denominator_measure,
        denominator,
        is_denominator_assumed
    from targets

),

final as (

    select
        *,
        case
            when is_strict then ceil(limit_value - {{ rounding }}) - 1
            else floor(limit_value + {{ rounding }})
        end as most_allowed
    from unioned

)

select * from final
