with

accidents as (

    select * from {{ ref('fct_accidents') }}

),

important_days as (

    select * from {{ ref('int_important_days_spread') }}

),

lineages as (

    select * from {{ ref('int_region_lineages') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scope_members as (

    select * from {{ ref('dim_scope_members') }}

),

-- Few rows for many accidents, before they are placed.
added_up as (

    select
        accidents.region_code,
        accidents.scope_code,
        accidents.period,
        lineages.lies_from,
        important_days.day_code,
        coalesce(accidents.is_production, false) as is_production,
        coalesce(accidents.industry_code, '') as industry_code,
        count(*) as accidents,
        count(accidents.deaths_with_missing) as deaths_stated,
        sum(accidents.deaths_with_missing) as deaths
    from accidents
    inner join important_days
        on accidents.occurred_date = important_days.calendar_date
    inner join lineages
        on
            accidents.region_code = lineages.region_code
            and accidents.occurred_date >= lineages.lies_from
            and accidents.occurred_date < lineages.lies_to
    group by
        accidents.region_code,
        accidents.scope_code,
        accidents.period,
        lineages.lies_from,
        important_days.day_code,
        coalesce(accidents.is_production, false),
        coalesce(accidents.industry_code, '')

),

final as (

    select
        region_ancestors.ancestor_code as region_code,
        scope_members.scope_code,
        added_up.day_code,
        added_up.period,
        sum(added_up.accidents) as accidents,
        sum(added_up.deaths_stated) as deaths_stated,
        sum(added_up.deaths) as deaths
    from added_up
    inner join region_ancestors
        on
            added_up.region_code = region_ancestors.region_code
            and added_up.lies_from >= region_ancestors.valid_from
            and added_up.lies_from < region_ancestors.valid_to
    inner join scope_members
        on
            added_up.scope_code = scope_members.member_scope_code
            and added_up.is_production = scope_members.is_production
            and added_up.industry_code = scope_members.industry_code
    group by
        region_ancestors.ancestor_code,
        scope_members.scope_code,
        added_up.day_code,
        added_up.period

)

select * from final
