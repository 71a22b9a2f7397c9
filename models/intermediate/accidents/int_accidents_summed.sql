{#- What is summed, and only known of months in which every accident states it. -#}
{%- set sums = ['deaths', 'deaths_larger', 'serious_injuries', 'injuries', 'direct_loss'] -%}
{%- set severities = ['larger', 'serious', 'major'] -%}

with

accidents as (

    select * from {{ ref('fct_accidents') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

industries as (

    select * from {{ ref('industries') }}

),

industry_scopes as (

    select distinct scope_group as scope_code from industries

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

units as (

    select units.*
    from {{ ref('units') }} as units
    inner join {{ ref('stg_measures') }} as measures
        on units.base_unit = measures.base_unit
    where measures.measure_code = 'direct_loss'

),

-- From one such day to the next a region lies in the same others.
lineages as (

    select * from {{ ref('int_region_lineages') }}

),

-- Few rows for many accidents, before they are placed. Losses are added as decimals in their own
-- unit, so that their sum is exact.
added_up as (

    select
        accidents.region_code,
        accidents.scope_code,
        accidents.period,
        lineages.lies_from,
        accidents.direct_loss_unit,
        coalesce(accidents.is_production, false) as is_production,
        coalesce(industry_scopes.scope_code, industries.scope_group) as group_scope_code,
        count(*) as accidents,
        count(accidents.is_production) as production_stated,
        count(accidents.deaths_with_missing) as deaths_stated,
        sum(accidents.deaths_with_missing) as deaths,
        sum(
            case
                when
                    accidents.severity_code = 'larger'
                    and accidents.deaths_with_missing is not null
                    then 1
                else 0
            end
        ) as deaths_larger_stated,
        sum(case when accidents.severity_code = 'larger' then accidents.deaths_with_missing end)
            as deaths_larger,
        count(accidents.serious_injuries) as serious_injuries_stated,
        sum(accidents.serious_injuries) as serious_injuries,
        count(accidents.serious_injuries + accidents.minor_injuries) as injuries_stated,
        sum(accidents.serious_injuries + accidents.minor_injuries) as injuries,
        count(accidents.direct_loss_yuan) as direct_loss_stated,
        sum(cast(accidents.direct_loss as decimal(23, 8))) as direct_loss_in_unit,
        sum(case when accidents.severity_code = 'larger' then 1 else 0 end)
            as accidents_larger,
        sum(case when accidents.severity_code != 'ordinary' then 1 else 0 end)
            as accidents_serious,
        sum(case when accidents.severity_code in ('major', 'extraordinary') then 1 else 0 end)
            as accidents_major
    from accidents
    inner join lineages
        on
            accidents.region_code = lineages.region_code
            and accidents.occurred_date >= lineages.lies_from
            and accidents.occurred_date < lineages.lies_to
    left join industries
        on accidents.industry_code = industries.industry_code
    left join industry_scopes
        on accidents.scope_code = industry_scopes.scope_code
    group by
        accidents.region_code,
        accidents.scope_code,
        accidents.period,
        lineages.lies_from,
        accidents.direct_loss_unit,
        coalesce(accidents.is_production, false),
        coalesce(industry_scopes.scope_code, industries.scope_group)

),

-- A loss without a unit is none, or its yuan are not known.
in_yuan as (

    select
        added_up.*,
        cast(added_up.direct_loss_in_unit as decimal(23, 8)) * units.factor as direct_loss
    from added_up
    left join units
        on added_up.direct_loss_unit = units.unit_code

),

-- An accident of production counts to the group of its industry too.
counted as (

    select
        in_yuan.*,
        scopes_counted.counted_scope_code
    from in_yuan
    inner join scopes_counted
        on
            in_yuan.scope_code = scopes_counted.scope_code
            and in_yuan.is_production = scopes_counted.is_production

    union all

    select
        in_yuan.*,
        in_yuan.group_scope_code as counted_scope_code
    from in_yuan
    where in_yuan.is_production and in_yuan.group_scope_code != in_yuan.scope_code

),

final as (

    select
        region_ancestors.ancestor_code as region_code,
        counted.counted_scope_code as scope_code,
        counted.period,
        sum(counted.accidents) as accidents,
        sum(
            case
                when counted.region_code = region_ancestors.ancestor_code then counted.accidents
                else 0
            end
        ) as accidents_of_itself,
        sum(case when counted.group_scope_code is not null then counted.accidents else 0 end)
            as industries_stated,
        sum(counted.production_stated) as production_stated,
        {%- for severity in severities %}
        sum(counted.accidents_{{ severity }}) as accidents_{{ severity }},
        {%- endfor %}
        {%- for summed in sums %}
        sum(counted.{{ summed }}_stated) as {{ summed }}_stated,
        sum(counted.{{ summed }}) as {{ summed }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from counted
    inner join region_ancestors
        on
            counted.region_code = region_ancestors.region_code
            and counted.lies_from >= region_ancestors.valid_from
            and counted.lies_from < region_ancestors.valid_to
    group by
        region_ancestors.ancestor_code,
        counted.counted_scope_code,
        counted.period

)

select * from final
