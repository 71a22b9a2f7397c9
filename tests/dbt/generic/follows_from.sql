{#- Rows in which a column is further from an expression of other columns than a relative and an
    absolute tolerance together allow: the absolute one where a difference may vanish. -#}
{% macro rows_that_do_not_follow(
    model, column_name, expression, relative_tolerance, absolute_tolerance
) %}
select
    *,
    {{ expression }} as expected_value
from {{ model }}
where
    abs({{ column_name }} - ({{ expression }}))
    > {{ absolute_tolerance }}
    + {{ relative_tolerance }} * greatest(abs({{ column_name }}), abs({{ expression }}))
{% endmacro %}


{% test follows_from(
    model, column_name, expression, relative_tolerance=1e-12, absolute_tolerance=0
) %}
{{ rows_that_do_not_follow(
    model, column_name, expression, relative_tolerance, absolute_tolerance
) }}
{% endtest %}
