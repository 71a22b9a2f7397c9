{#- Rows that share a combination of columns with another row, or lack one of them. -#}
{% macro rows_not_unique(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {% for column in columns %}
    or {{ column }} is null
    {% endfor %}
{% endmacro %}


{% test unique_combination(model, columns) %}
{{ rows_not_unique(model, columns) }}
{% endtest %}
