-- An accident whose words lead to no code stops the build, with its row and the reason.
with

accidents as (

    select * from {{ ref('fct_accidents') }}

),

regions as (

    select distinct region_code from {{ ref('dim_regions') }}

),

judged as (

    select
        accidents.source_file,
        accidents.sheet_name,
        accidents.row_number,
        accidents.accident_id,
        case
            when regions.region_code is null then 'region_unknown'
            when scopes.scope_code is null then 'scope_unknown'
            when accidents.industry_code is not null and industries.industry_code is null
                then 'industry_unknown'
            when
                accidents.accident_type_code is not null
                and accident_types.accident_type_code is null
                then 'accident_type_unknown'
            when accidents.direct_loss is not null and accidents.direct_loss_yuan is null
                then 'unit_unknown'
            when
                accidents.stated_severity_code is not null and severities.severity_code is null
                then 'severity_unknown'
        end as reason_code
    from accidents
    left join regions
        on accidents.region_code = regions.region_code
    left join {{ ref('int_scopes_counted') }} as scopes
        on
            accidents.scope_code = scopes.scope_code
            and scopes.scope_code = scopes.counted_scope_code
            and scopes.is_production
    left join {{ ref('dim_industries') }} as industries
        on accidents.industry_code = industries.industry_code
    left join {{ ref('dim_accident_types') }} as accident_types
        on accidents.accident_type_code = accident_types.accident_type_code
    left join {{ ref('dim_severities') }} as severities
        on accidents.stated_severity_code = severities.severity_code

)

select *
from judged
where reason_code is not null
