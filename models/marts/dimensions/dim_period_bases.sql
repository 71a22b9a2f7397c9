with

period_bases as (

    select * from {{ ref('period_bases') }}

),

final as (

    select
        period_basis,
        period_basis_name,
        period_basis_name_en,
        sort_order
    from period_bases

)

select * from final
