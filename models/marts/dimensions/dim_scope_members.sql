with

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

industries as (

    select * from {{ ref('industries') }}

),

industry_scopes as (

    select distinct scope_group as scope_code from industries

),

industries_told as (

    select
        industry_code,
        scope_group
    from industries

    union all

    select
        '' as industry_code,
        cast(null as varchar) as scope_group

),

-- By its own scope an accident counts whatever its industry.
by_scope as (

    select
        scopes_counted.counted_scope_code as scope_code,
        scopes_counted.scope_code as member_scope_code,
        scopes_counted.is_production,
        industries_told.industry_code
    from scopes_counted
    cross join industries_told

),

-- One of production counts to the group of its industry too, where its scope is no such group.
by_industry as (

    select distinct
        industries.scope_group as scope_code,
        scopes_counted.scope_code as member_scope_code,
        scopes_counted.is_production,
        industries.industry_code
    from scopes_counted
    cross join industries
    left join industry_scopes
        on scopes_counted.scope_code = industry_scopes.scope_code
    where
        scopes_counted.is_production
        and industry_scopes.scope_code is null

),

final as (

    select * from by_scope
    union all
    select * from by_industry

)

select * from final
