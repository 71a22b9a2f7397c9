{#- The join of figures to where they come from. What is added up has one source, whichever way
    it was added: its cell tells the way. -#}
{% macro joined_to_its_source(figures, sources) -%}
on
    {{ figures }}.file_sha256 = {{ sources }}.file_sha256
    and {{ figures }}.sheet_name = {{ sources }}.sheet_name
    and {{ figures }}.row_number = {{ sources }}.row_number
    and case when {{ figures }}.basis_code = 'rollup' then '' else {{ figures }}.cell end
    = {{ sources }}.cell
{%- endmacro %}
