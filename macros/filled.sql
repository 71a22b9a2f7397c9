{#- A sentence with its placeholders filled in from columns; where one is null, nothing is put. -#}
{% macro filled(sentence, places) -%}
{%- set answer = namespace(sql=sentence) -%}
{%- for place, column in places.items() -%}
    {%- set answer.sql -%}
        replace({{ answer.sql }}, '{{ '{' ~ place ~ '}' }}', coalesce({{ column }}, ''))
    {%- endset -%}
{%- endfor -%}
{{ answer.sql }}
{%- endmacro %}
