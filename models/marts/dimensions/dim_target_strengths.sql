with

target_strengths as (

    select * from {{ ref('target_strengths') }}

),

final as (

    select
        strength,
        strength_name,
        strength_name_en,
        sort_order
    from target_strengths

)

select * from final
