with

pairs as (

    select * from {{ ref('int_indicator_values_paired') }}
    where not is_comparable and period_basis = 'year'

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
        comparability_reason_code,
        crossed_break_code,
        100 * (to_rate / nullif(from_rate, 0) - 1) as change_pct_across_break
    from pairs

)

select * from final
