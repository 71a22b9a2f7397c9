{#- What a column held so many months before (month_number), in the same series.
    series: the columns that make a series. -#}
{% macro months_before(column, months, series) -%}
max({{ column }}) over (
    partition by {{ series }}
    order by month_number
    range between {{ months }} preceding and {{ months }} preceding
)
{%- endmacro %}
