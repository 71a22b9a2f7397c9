{#- A zone in a county of a prefecture of a province of the nation: four steps up at most. -#}
{%- set steps = 4 -%}

with

entries as (

    select
        region_code,
        parent_code,
        valid_from,
        lead(valid_from) over (partition by region_code order by valid_from) as next_from,
        row_number() over (partition by region_code order by valid_from) as entry_number
    from {{ ref('stg_regions') }}

),

-- A code that is used before or after its time still lies where it then lay, lest its accidents
-- be lost to the regions above it.
regions as (

    select
        region_code,
        parent_code,
        case when entry_number = 1 then cast('0001-01-01' as date) else valid_from end
            as valid_from,
        coalesce(next_from, cast('9999-12-31' as date)) as valid_to
    from entries

),

ancestors_0 as (

    select distinct
        region_code,
        region_code as ancestor_code,
        cast('0001-01-01' as date) as valid_from,
        cast('9999-12-31' as date) as valid_to
    from regions

),

{% for step in range(1, steps + 1) -%}
ancestors_{{ step }} as (

    select
        nearer.region_code,
        regions.parent_code as ancestor_code,
        greatest(nearer.valid_from, regions.valid_from) as valid_from,
        least(nearer.valid_to, regions.valid_to) as valid_to
    from ancestors_{{ step - 1 }} as nearer
    inner join regions
        on
            nearer.ancestor_code = regions.region_code
            and nearer.valid_from < regions.valid_to
            and nearer.valid_to > regions.valid_from
    where regions.parent_code is not null

),

{% endfor -%}
final as (

    {% for step in range(steps + 1) %}
    select
        region_code,
        ancestor_code,
        valid_from,
        valid_to,
        {{ step }} as steps_up
    from ancestors_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
