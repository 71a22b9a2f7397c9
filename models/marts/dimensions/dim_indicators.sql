with

indicators as (

    select * from {{ ref('indicators') }}

),

final as (

    select
        indicator_code,
        indicator_name,
        indicator_name_en,
        indicator_kind,
        numerator_measure,
        denominator_measure,
        multiplier,
        unit,
        unit_en,
        decimals,
        lower_is_better,
        is_poisson_count,
        allows_any_scope,
        definition,
        definition_en,
        source,
        sort_order
    from indicators

)

select * from final
