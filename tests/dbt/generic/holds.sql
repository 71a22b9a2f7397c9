{#- Rows for which a statement about their own columns is false; a statement that cannot be
    decided because a column is null does not count. -#}
{% macro rows_where_not(model, statement) %}
select *
from {{ model }}
where not ({{ statement }})
{% endmacro %}


{% test holds(model, statement) %}
{{ rows_where_not(model, statement) }}
{% endtest %}
