with

measures as (

    select * from {{ ref('measures') }}

),

final as (

    select
        measure_code,
        measure_name,
        measure_name_en,
        measure_family,
        measure_kind,
        base_unit,
        display_unit,
        sort_order
    from measures

)

select * from final
