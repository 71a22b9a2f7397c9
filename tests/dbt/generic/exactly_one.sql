{#- Groups of rows in which the condition does not hold for exactly one row. -#}
{% macro groups_without_exactly_one(model, columns, condition) %}
select
    {{ columns | join(', ') }},
    sum(case when {{ condition }} then 1 else 0 end) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having sum(case when {{ condition }} then 1 else 0 end) != 1
{% endmacro %}


{% test exactly_one(model, columns, condition) %}
{{ groups_without_exactly_one(model, columns, condition) }}
{% endtest %}
