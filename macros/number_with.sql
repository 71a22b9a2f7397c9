{#- A number as a sentence shows it with so many decimals, closing zeros among them. -#}
{% macro number_with(number, decimals) -%}
case {{ decimals }}
    {%- for places in range(5) %}
    when {{ places }} then cast(cast({{ number }} as decimal(18, {{ places }})) as varchar)
    {%- endfor %}
    else {{ number_short(number) }}
end
{%- endmacro %}
