{#- What hours are told by: a pair, and each of its two alone. -#}
{%- set hour_profiles = {
    'month_hour': ('month_value', 'hour_value'),
    'month': ('month_value', none),
    'hour': ('hour_value', none),
    'weekday_hour': ('weekday_value', 'hour_value'),
    'weekday': ('weekday_value', none),
} -%}
{%- set codes = ['industry', 'accident_type', 'severity'] -%}

with

added_up as (

    select * from {{ ref('int_accidents_told_apart') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

complete_years as (

    select
        region_code,
        scope_code,
        period_year
    from {{ ref('int_months_known') }}
    group by region_code, scope_code, period_year
    having count(*) = 12

),

categories as (

    {% for code in codes %}
    select
        '{{ code }}' as profile_code,
        {{ code }}_code as profile_value,
        {{ code }}_name as profile_value_name,
        {{ code }}_name_en as profile_value_name_en
    from {{ ref({'industry': 'industries', 'accident_type': 'accident_types',
                 'severity': 'severities'}[code]) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Where each lay at the end of its year.
placed as (

    select
        region_ancestors.ancestor_code as region_code,
        scopes_counted.counted_scope_code as scope_code,
        added_up.period_year,
        added_up.breakdown,
        coalesce(added_up.breakdown_code, 'not_stated') as code_value,
        coalesce(substring(added_up.period, 6, 2), '') as month_value,
        coalesce(cast(added_up.weekday_number as varchar), '') as weekday_value,
        coalesce(lpad(cast(added_up.hour_number as varchar), 2, '0'), 'not_stated') as hour_value,
        sum(added_up.accidents) as accidents,
        sum(added_up.deaths_stated) as deaths_stated,
        sum(added_up.deaths) as deaths
    from added_up
    inner join region_ancestors
        on
            added_up.region_code = region_ancestors.region_code
            and cast(cast(added_up.period_year as varchar) || '-12-31' as date)
            >= region_ancestors.valid_from
            and cast(cast(added_up.period_year as varchar) || '-12-31' as date)
            < region_ancestors.valid_to
    inner join scopes_counted
        on
            added_up.scope_code = scopes_counted.scope_code
            and added_up.is_production = scopes_counted.is_production
    group by
        region_ancestors.ancestor_code,
        scopes_counted.counted_scope_code,
        added_up.period_year,
        added_up.breakdown,
        coalesce(added_up.breakdown_code, 'not_stated'),
        coalesce(substring(added_up.period, 6, 2), ''),
        coalesce(cast(added_up.weekday_number as varchar), ''),
        coalesce(lpad(cast(added_up.hour_number as varchar), 2, '0'), 'not_stated')

),

profiled as (

    {% for code in codes %}
    select
        region_code,
        scope_code,
        period_year,
        '{{ code }}' as profile_code,
        code_value as profile_value,
        '' as profile_second,
        accidents,
        deaths_stated,
        deaths
    from placed
    where breakdown = '{{ code }}'

    union all
    {% endfor %}
    {% for profile, (first, second) in hour_profiles.items() %}
    select
        region_code,
        scope_code,
        period_year,
        '{{ profile }}' as profile_code,
        {{ first }} as profile_value,
        {{ second or "''" }} as profile_second,
        accidents,
        deaths_stated,
        deaths
    from placed
    where breakdown = '{{ 'weekday_hour' if 'weekday' in profile else 'month_hour' }}'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

years_joined as (

    select
        profiled.*,
        complete_years.period_year is not null as is_complete,
        max(case when complete_years.period_year is not null then 1 else 0 end) over (
            partition by profiled.region_code, profiled.scope_code
        ) as has_complete_years
    from profiled
    left join complete_years
        on
            profiled.region_code = complete_years.region_code
            and profiled.scope_code = complete_years.scope_code
            and profiled.period_year = complete_years.period_year

),

-- Each year, and all complete years together; where none is complete, all there are.
spans as (

    select
        *,
        cast(period_year as varchar) as period
    from years_joined

    union all

    select
        *,
        'all' as period
    from years_joined
    where is_complete or has_complete_years = 0

),

counted as (

    select
        region_code,
        scope_code,
        period,
        profile_code,
        profile_value,
        profile_second,
        is_complete,
        cast(min(period_year) as integer) as first_year,
        cast(max(period_year) as integer) as last_year,
        cast(sum(accidents) as bigint) as accidents,
        cast(case when sum(deaths_stated) = sum(accidents) then sum(deaths) end as bigint)
            as deaths
    from spans
    group by
        region_code,
        scope_code,
        period,
        profile_code,
        profile_value,
        profile_second,
        is_complete

),

shared as (

    select
        region_code,
        scope_code,
        period,
        profile_code,
        profile_value,
        profile_second,
        is_complete,
        accidents,
        deaths,
        min(first_year) over (partition by region_code, scope_code, period) as first_year,
        max(last_year) over (partition by region_code, scope_code, period) as last_year,
        accidents / cast(
            sum(accidents) over (
                partition by region_code, scope_code, period, profile_code
            ) as double
        ) as share_of_accidents
    from counted

),

unnamed as (

    select
        shared.*,
        categories.profile_value_name,
        categories.profile_value_name_en
    from shared
    left join categories
        on
            shared.profile_code = categories.profile_code
            and shared.profile_value = categories.profile_value

),

final as (

    {{ named('unnamed', ['region', 'scope']) | indent(4) }}

)

select * from final
