{{ config(materialized='view') }}

with

accidents as (

    select * from {{ ref('int_accidents_graded') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

final as (

    select
        accidents.accident_id,
        region_ancestors.ancestor_code as region_code,
        scopes_counted.counted_scope_code as scope_code,
        accidents.occurred_date,
        accidents.period,
        accidents.deaths_with_missing as deaths,
        accidents.serious_injuries,
        accidents.direct_loss_yuan as direct_loss,
        accidents.serious_injuries + accidents.minor_injuries as injuries,
        case when accidents.severity_code = 'larger' then 1 else 0 end as is_larger,
        case when accidents.severity_code != 'ordinary' then 1 else 0 end as is_serious,
        case when accidents.severity_code in ('major', 'extraordinary') then 1 else 0 end
            as is_major
    from accidents
    inner join region_ancestors
        on
            accidents.region_code = region_ancestors.region_code
            and accidents.occurred_date >= region_ancestors.valid_from
            and accidents.occurred_date < region_ancestors.valid_to
    inner join scopes_counted
        on
            accidents.scope_code = scopes_counted.scope_code
            and coalesce(accidents.is_production, false) = scopes_counted.is_production

)

select * from final
