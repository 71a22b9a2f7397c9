with

measures as (

    select * from {{ ref('stg_measures') }}

),

units as (

    select * from {{ ref('units') }}

),

final as (

    select
        measures.measure_code,
        measures.measure_name,
        measures.measure_name_en,
        measures.measure_family,
        measures.measure_kind,
        measures.base_unit,
        measures.display_unit,
        measures.sort_order,
        measures.lower_is_better,
        cast(units.factor as double) as display_factor,
        coalesce(units.unit_name_en, measures.display_unit) as display_unit_en
    from measures
    left join units
        on measures.display_unit = units.unit_code

)

select * from final
