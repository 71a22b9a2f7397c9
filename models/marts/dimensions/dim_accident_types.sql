with

accident_types as (

    select * from {{ ref('accident_types') }}

),

final as (

    select
        accident_type_code,
        accident_type_name,
        accident_type_name_en,
        sort_order
    from accident_types

)

select * from final
