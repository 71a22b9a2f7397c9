{#- Groups whose number, written in a column, is not the number of their rows in another model;
    rows there that belong to no group are groups without a number. -#}
{% macro groups_miscounted(model, column_name, counted, key) %}
select
    coalesce(groups.{{ key }}, counts.{{ key }}) as {{ key }},
    groups.{{ column_name }},
    coalesce(counts.row_count, 0) as row_count
from {{ model }} as groups
full outer join (
    select
        {{ key }},
        count(*) as row_count
    from {{ counted }}
    group by {{ key }}
) as counts
    on groups.{{ key }} = counts.{{ key }}
where
    groups.{{ column_name }} is null
    or groups.{{ column_name }} != coalesce(counts.row_count, 0)
{% endmacro %}


{% test counts_rows_of(model, column_name, counted, key) %}
{{ groups_miscounted(model, column_name, counted, key) }}
{% endtest %}
