with

coverages as (

    select
        region_code,
        scope_code,
        covers_from,
        cast(covers_to + interval '1' day as date) as covers_until
    from {{ ref('int_coverages_scoped') }}

),

regions_with_accidents as (

    select distinct region_code from {{ ref('stg_accidents') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

-- What is complete of a region and scope is so of all that lies in it and counts to it. Each span
-- once, or its place in the order would not be the same below.
spans as (

    select distinct
        regions_with_accidents.region_code,
        scopes_counted.scope_code,
        scopes_counted.is_production,
        greatest(coverages.covers_from, region_ancestors.valid_from) as covered_from,
        least(coverages.covers_until, region_ancestors.valid_to) as covered_until
    from regions_with_accidents
    inner join region_ancestors
        on regions_with_accidents.region_code = region_ancestors.region_code
    inner join coverages
        on
            region_ancestors.ancestor_code = coverages.region_code
            and region_ancestors.valid_from < coverages.covers_until
            and region_ancestors.valid_to > coverages.covers_from
    inner join scopes_counted
        on coverages.scope_code = scopes_counted.counted_scope_code

),

ordered as (

    select
        *,
        max(covered_until) over (
            partition by region_code, scope_code, is_production
            order by covered_from asc, covered_until asc
            rows between unbounded preceding and 1 preceding
        ) as until_before
    from spans

),

-- A span goes on as long as none of its days is missing.
numbered as (

    select
        *,
        sum(case when until_before >= covered_from then 0 else 1 end) over (
            partition by region_code, scope_code, is_production
            order by covered_from asc, covered_until asc
            rows between unbounded preceding and current row
        ) as span_number
    from ordered

),

final as (

    select
        region_code,
        scope_code,
        is_production,
        min(covered_from) as covered_from,
        max(covered_until) as covered_until
    from numbered
    group by region_code, scope_code, is_production, span_number

)

select * from final
