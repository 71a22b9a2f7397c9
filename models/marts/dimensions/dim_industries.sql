with

industries as (

    select * from {{ ref('industries') }}

),

final as (

    select
        industry_code,
        industry_name,
        industry_name_en,
        first_division,
        last_division,
        scope_group,
        sort_order
    from industries

)

select * from final
