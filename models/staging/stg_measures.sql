{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('measures') }}

),

loaded as (

    {{ loaded_entries('measures', 'measure_code', 'shipped') | indent(4) }}

),

final as (

    select
        measure_code,
        measure_name,
        measure_name_en,
        measure_family,
        measure_kind,
        limited_measure_code,
        base_unit,
        display_unit,
        sort_order,
        lower_is_better
    from shipped

    union all

    select
        measure_code,
        measure_name,
        coalesce(measure_name_en, measure_name) as measure_name_en,
        measure_family,
        measure_kind,
        limited_measure_code,
        base_unit,
        display_unit,
        sort_order,
        lower_is_better
    from loaded

)

select * from final
