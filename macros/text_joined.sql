{#- The texts of a group in order, joined; nulls left out. The one place that has to know how an
    engine calls it. -#}
{% macro text_joined(text, order) -%}
string_agg({{ text }}, '、' order by {{ order }})
{%- endmacro %}
