{#- A number as a sentence shows it with up to four decimals, none of them a closing zero. -#}
{% macro number_short(number) -%}
rtrim(rtrim(cast(cast({{ number }} as decimal(18, 4)) as varchar), '0'), '.')
{%- endmacro %}
