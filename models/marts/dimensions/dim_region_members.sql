with

final as (

    select
        ancestor_code as region_code,
        region_code as member_code,
        valid_from,
        valid_to
    from {{ ref('int_region_ancestors') }}
    where valid_from < valid_to

)

select * from final
