{#- A day's place in its week: 1 is Monday, 7 Sunday. The one place that has to know how an engine
    is asked for it. -#}
{% macro weekday_number(day) -%}
cast(extract(isodow from {{ day }}) as integer)
{%- endmacro %}
