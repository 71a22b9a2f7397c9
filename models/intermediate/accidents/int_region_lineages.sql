with

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

days_of_change as (

    select
        region_code,
        valid_from as change_date
    from region_ancestors

    union distinct

    select
        region_code,
        valid_to as change_date
    from region_ancestors

),

final as (

    select
        region_code,
        change_date as lies_from,
        lead(change_date) over (partition by region_code order by change_date) as lies_to
    from days_of_change

)

select * from final
