with

indicators as (

    select * from {{ ref('stg_indicators') }}

),

measures as (

    select * from {{ ref('dim_measures') }}

),

final as (

    select
        indicators.indicator_code,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.indicator_kind,
        indicators.numerator_measure,
        indicators.denominator_measure,
        indicators.multiplier,
        indicators.unit,
        indicators.unit_en,
        indicators.decimals,
        indicators.lower_is_better,
        indicators.is_poisson_count,
        indicators.allows_any_scope,
        indicators.definition,
        indicators.definition_en,
        indicators.source,
        indicators.sort_order,
        numerators.measure_name as numerator_measure_name,
        numerators.measure_name_en as numerator_measure_name_en,
        numerators.display_unit as numerator_display_unit,
        numerators.display_unit_en as numerator_display_unit_en,
        denominators.measure_name as denominator_measure_name,
        denominators.measure_name_en as denominator_measure_name_en
    from indicators
    left join measures as numerators
        on indicators.numerator_measure = numerators.measure_code
    left join measures as denominators
        on indicators.denominator_measure = denominators.measure_code

)

select * from final
