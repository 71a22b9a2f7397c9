{#- Schemas are named exactly as in dbt_project.yml: main, staging, intermediate, seeds. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
