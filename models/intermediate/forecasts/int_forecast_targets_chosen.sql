with

limits as (

    select * from {{ ref('int_target_limits_counted') }}
    where limit_basis_code = 'due'

),

-- Of several that are due in a year the strictest.
positioned as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_year,
        target_code,
        target_limit,
        is_strict,
        row_number() over (
            partition by region_code, indicator_code, scope_code, period_year
            order by target_limit, case when is_strict then 0 else 1 end, target_code
        ) as limit_position
    from limits

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_year,
        target_code,
        target_limit,
        is_strict
    from positioned
    where limit_position = 1

)

select * from final
