with

scopes as (

    select * from {{ ref('stg_scopes') }}

),

final as (

    select
        scope_code,
        scope_name,
        scope_name_en,
        definition,
        definition_en,
        sort_order
    from scopes

)

select * from final
