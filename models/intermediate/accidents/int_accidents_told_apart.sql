{#- What a month's accidents are told apart by, one at a time. -#}
{%- set codes = ['industry', 'accident_type', 'severity'] -%}

with

accidents as (

    select * from {{ ref('fct_accidents') }}

),

-- Midnight to the second is how a day without a time is written.
timed as (

    select
        region_code,
        scope_code,
        period,
        industry_code,
        accident_type_code,
        severity_code,
        deaths_with_missing,
        cast(substring(period, 1, 4) as integer) as period_year,
        coalesce(is_production, false) as is_production,
        {{ weekday_number('occurred_date') }} as weekday_number,
        case
            when occurred_at != cast(occurred_date as timestamp)
                then extract(hour from occurred_at)
        end as hour_number
    from accidents

),

-- All at once, so that many accidents are read once.
added_up as (

    select
        region_code,
        scope_code,
        is_production,
        period_year,
        period,
        {%- for code in codes %}
        {{ code }}_code,
        grouping({{ code }}_code) as without_{{ code }},
        {%- endfor %}
        weekday_number,
        hour_number,
        grouping(weekday_number) as without_weekday,
        count(*) as accidents,
        count(deaths_with_missing) as deaths_stated,
        sum(deaths_with_missing) as deaths
    from timed
    group by grouping sets (
        {%- for code in codes %}
        (region_code, scope_code, is_production, period_year, period, {{ code }}_code),
        {%- endfor %}
        (region_code, scope_code, is_production, period_year, period, hour_number),
        (region_code, scope_code, is_production, period_year, weekday_number, hour_number)
    )

),

final as (

    select
        region_code,
        scope_code,
        is_production,
        period_year,
        period,
        weekday_number,
        cast(hour_number as integer) as hour_number,
        cast(accidents as bigint) as accidents,
        cast(deaths_stated as bigint) as deaths_stated,
        cast(deaths as bigint) as deaths,
        case
            {%- for code in codes %}
            when without_{{ code }} = 0 then '{{ code }}'
            {%- endfor %}
            when without_weekday = 0 then 'weekday_hour'
            else 'month_hour'
        end as breakdown,
        coalesce(industry_code, accident_type_code, severity_code) as breakdown_code
    from added_up

)

select * from final
