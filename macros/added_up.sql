{#- A sum of doubles that comes to the same last digit in every build: of the smallest first. Added
    up as they come, they come in another order where threads have shared the rows otherwise. The
    one place that has to know how an engine is told the order. -#}
{% macro added_up(value, order=none) -%}
sum({{ value }} order by {{ order or value }})
{%- endmacro %}
