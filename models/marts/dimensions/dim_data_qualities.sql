with

data_qualities as (

    select * from {{ ref('data_qualities') }}

),

final as (

    select
        quality_code,
        quality_name,
        quality_name_en,
        preference
    from data_qualities

)

select * from final
