{#- Rows in which a column is further from an expression of other columns than a relative
    tolerance allows. -#}
{% macro rows_that_do_not_follow(model, column_name, expression, relative_tolerance) %}
select
    *,
    {{ expression }} as expected_value
from {{ model }}
where
    abs({{ column_name }} - ({{ expression }}))
    > {{ relative_tolerance }} * greatest(abs({{ column_name }}), abs({{ expression }}))
{% endmacro %}


{% test follows_from(model, column_name, expression, relative_tolerance=1e-12) %}
{{ rows_that_do_not_follow(model, column_name, expression, relative_tolerance) }}
{% endtest %}
