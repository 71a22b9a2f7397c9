{#- The longest season has fewer days. -#}
{%- set most_tens = 13 -%}

with

important_days as (

    select * from {{ ref('dim_important_days') }}

),

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

tens as (

    {% for ten in range(most_tens) %}
    select {{ ten }} as ten
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

numbers as (

    select 10 * tens.ten + digits.digit as day_number
    from tens
    cross join digits

),

days as (

    select
        important_days.day_code,
        important_days.region_code,
        important_days.from_date,
        cast(
            important_days.from_date + numbers.day_number * interval '1' day as date
        ) as calendar_date,
        important_days.to_date
    from important_days
    cross join numbers

),

final as (

    select
        day_code,
        region_code,
        from_date,
        calendar_date,
        cast(extract(year from calendar_date) as varchar) || '-'
        || lpad(cast(extract(month from calendar_date) as varchar), 2, '0') as period
    from days
    where calendar_date <= to_date

)

select * from final
