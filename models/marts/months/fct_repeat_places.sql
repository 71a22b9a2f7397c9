{#- Fewer accidents at one place or firm are no repetition. -#}
{%- set fewest_accidents = 2 -%}

with

accidents as (

    select
        region_code,
        scope_code,
        occurred_date,
        deaths_with_missing,
        place,
        enterprise,
        coalesce(is_production, false) as is_production
    from {{ ref('fct_accidents') }}
    where place is not null or enterprise is not null

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

told as (

    {% for kind in ['place', 'enterprise'] %}
    select
        region_code,
        scope_code,
        is_production,
        '{{ kind }}' as place_kind,
        {{ kind }} as place_name,
        occurred_date,
        count(*) as accidents,
        count(deaths_with_missing) as deaths_stated,
        sum(deaths_with_missing) as deaths
    from accidents
    where {{ kind }} is not null
    group by region_code, scope_code, is_production, {{ kind }}, occurred_date
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Two counties may have a road of the same name; a firm is one wherever it works.
placed as (

    select
        region_ancestors.ancestor_code as region_code,
        scopes_counted.counted_scope_code as scope_code,
        told.place_kind,
        told.place_name,
        told.occurred_date,
        told.accidents,
        told.deaths_stated,
        told.deaths,
        case
            when told.place_kind = 'place' then told.region_code
            else region_ancestors.ancestor_code
        end as place_region_code
    from told
    inner join region_ancestors
        on
            told.region_code = region_ancestors.region_code
            and told.occurred_date >= region_ancestors.valid_from
            and told.occurred_date < region_ancestors.valid_to
    inner join scopes_counted
        on
            told.scope_code = scopes_counted.scope_code
            and told.is_production = scopes_counted.is_production

),

unnamed as (

    select
        region_code,
        scope_code,
        place_kind,
        place_name,
        place_region_code,
        cast(sum(accidents) as bigint) as accidents,
        cast(case when sum(deaths_stated) = sum(accidents) then sum(deaths) end as bigint)
            as deaths,
        min(occurred_date) as first_date,
        max(occurred_date) as last_date
    from placed
    group by region_code, scope_code, place_kind, place_name, place_region_code
    having sum(accidents) >= {{ fewest_accidents }}

),

final as (

    {{ named('unnamed', ['region', 'scope']) | indent(4) }}

)

select * from final
