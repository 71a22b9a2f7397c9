{#- Digits of the whole numbers from 0 to 999. -#}
{%- set places = ['hundreds', 'tens', 'ones'] -%}

with

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

whole_numbers as (

    select
        {% for place in places -%}
        {{ 10 ** loop.revindex0 }} * {{ place }}.digit
        {%- if not loop.last %}
        + {% endif %}
        {%- endfor %} as whole_number
    from digits as {{ places[0] }}
    {% for place in places[1:] -%}
    cross join digits as {{ place }}
    {% endfor %}

    union all

    select 1000 as whole_number

),

final as (

    select
        cast(whole_number as integer) as whole_number,
        sum(ln(greatest(whole_number, 1))) over (
            order by whole_number
            rows between unbounded preceding and current row
        ) as log_factorial
    from whole_numbers

)

select * from final
