{#- Whether a row is where something that a plan asks for stands now: the last period of which
    figures say something, else the last that was asked about. 2018-06 lies before 2018, whose end
    is later.
    status, period: the columns with status and as-of period.
    keys: the columns by which the thing is known. -#}
{% macro is_own_latest(status, period, keys) -%}
row_number() over (
    partition by {{ keys | join(', ') }}
    order by
        case when {{ status }} in ('no_data', 'intention') then 1 else 0 end,
        substring({{ period }}, 1, 4) desc,
        length({{ period }}) asc,
        {{ period }} desc
) = 1
{%- endmacro %}
