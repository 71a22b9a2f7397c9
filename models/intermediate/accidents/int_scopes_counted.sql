with

scopes as (

    select * from {{ ref('stg_scopes') }}
    where scope_code != 'none'

),

production_flags as (

    select true as is_production
    union all
    select false as is_production

),

-- An accident counts to its own scope, as production where it is that, and to all kinds.
final as (

    select
        scopes.scope_code,
        production_flags.is_production,
        counted.scope_code as counted_scope_code
    from scopes
    cross join production_flags
    inner join scopes as counted
        on
            scopes.scope_code = counted.scope_code
            or counted.scope_code = 'all_kinds'
            or (counted.scope_code = 'production' and production_flags.is_production)

)

select * from final
