{#- A number as a sentence shows it: whole, or with two decimals from a hundred, else with four. -#}
{% macro number_shown(number) -%}
case
    when {{ number }} = floor({{ number }}) then cast(cast({{ number }} as bigint) as varchar)
    when abs({{ number }}) >= 100 then cast(cast({{ number }} as decimal(18, 2)) as varchar)
    else cast(cast({{ number }} as decimal(18, 4)) as varchar)
end
{%- endmacro %}
