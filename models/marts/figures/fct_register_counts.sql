{#- What accidents are told apart by, each with its seed. -#}
{%- set breakdowns = {
    'industry': 'industries', 'accident_type': 'accident_types', 'severity': 'severities',
} -%}

with

-- Of what was declared itself, in the region declared and those that make it up.
months_known as (

    select * from {{ ref('int_months_known') }}
    where told_by is null and steps_up <= 1

),

-- Few rows for many accidents, before they are placed.
added_up as (

    select * from {{ ref('int_accidents_told_apart') }}
    where breakdown in ('industry', 'accident_type', 'severity')

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

categories as (

    {% for breakdown, seed in breakdowns.items() %}
    select
        '{{ breakdown }}' as breakdown,
        {{ breakdown }}_code as breakdown_code,
        {{ breakdown }}_name as breakdown_name,
        {{ breakdown }}_name_en as breakdown_name_en,
        sort_order as breakdown_sort_order
    from {{ ref(seed) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Where each lay at the end of its month.
told_apart as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        added_up.breakdown,
        added_up.breakdown_code,
        sum(added_up.accidents) as accidents,
        sum(added_up.deaths_stated) as deaths_stated,
        sum(added_up.deaths) as deaths
    from months_known
    inner join region_ancestors
        on
            months_known.region_code = region_ancestors.ancestor_code
            and months_known.period_end_date >= region_ancestors.valid_from
            and months_known.period_end_date < region_ancestors.valid_to
    inner join added_up
        on
            region_ancestors.region_code = added_up.region_code
            and months_known.period = added_up.period
    inner join scopes_counted
        on
            added_up.scope_code = scopes_counted.scope_code
            and added_up.is_production = scopes_counted.is_production
            and months_known.scope_code = scopes_counted.counted_scope_code
    group by
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        added_up.breakdown,
        added_up.breakdown_code

),

-- One accident that does not tell leaves the whole breakdown of its month unknown.
untold as (

    select
        region_code,
        scope_code,
        period,
        breakdown,
        max(case when breakdown_code is null then 1 else 0 end) as has_untold
    from told_apart
    group by region_code, scope_code, period, breakdown

),

known as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        months_known.period_year,
        categories.breakdown,
        categories.breakdown_code,
        categories.breakdown_name,
        categories.breakdown_name_en,
        categories.breakdown_sort_order,
        coalesce(told_apart.accidents, 0) as accidents,
        case
            when coalesce(told_apart.deaths_stated, 0) = coalesce(told_apart.accidents, 0)
                then coalesce(told_apart.deaths, 0)
        end as deaths
    from months_known
    cross join categories
    left join untold
        on
            months_known.region_code = untold.region_code
            and months_known.scope_code = untold.scope_code
            and months_known.period = untold.period
            and categories.breakdown = untold.breakdown
    left join told_apart
        on
            months_known.region_code = told_apart.region_code
            and months_known.scope_code = told_apart.scope_code
            and months_known.period = told_apart.period
            and categories.breakdown = told_apart.breakdown
            and categories.breakdown_code = told_apart.breakdown_code
    where coalesce(untold.has_untold, 0) = 0

),

measured as (

    {% for measure in ['accidents', 'deaths'] %}
    select
        region_code,
        scope_code,
        period,
        period_year,
        breakdown,
        breakdown_code,
        breakdown_name,
        breakdown_name_en,
        breakdown_sort_order,
        '{{ measure }}' as measure_code,
        cast({{ measure }} as double) as counted_value
    from known
    where {{ measure }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

cumulated as (

    select
        *,
        sum(counted_value) over (
            partition by
                region_code, scope_code, breakdown, breakdown_code, measure_code, period_year
            order by period
            rows between unbounded preceding and current row
        ) as sum_so_far,
        count(*) over (
            partition by
                region_code, scope_code, breakdown, breakdown_code, measure_code, period_year
            order by period
            rows between unbounded preceding and current row
        ) as months_so_far
    from measured

),

-- From January on, where every month until then is known.
unnamed as (

    select
        region_code,
        scope_code,
        period,
        period_year,
        breakdown,
        breakdown_code,
        breakdown_name,
        breakdown_name_en,
        breakdown_sort_order,
        measure_code,
        counted_value,
        case
            when months_so_far = cast(substring(period, 6, 2) as integer) then sum_so_far
        end as cumulated_value
    from cumulated

),

final as (

    {{ named('unnamed', ['region', 'scope', 'measure']) | indent(4) }}

)

select * from final
