{#- A number as a sentence shows it with so many decimals, closing zeros among them. -#}
{% macro number_with(number, decimals) -%}
case {{ decimals }}
    when 0 then cast(cast({{ number }} as decimal(18, 0)) as varchar)
    when 1 then cast(cast({{ number }} as decimal(18, 1)) as varchar)
    when 2 then cast(cast({{ number }} as decimal(18, 2)) as varchar)
    when 3 then cast(cast({{ number }} as decimal(18, 3)) as varchar)
    when 4 then cast(cast({{ number }} as decimal(18, 4)) as varchar)
    else {{ number_short(number) }}
end
{%- endmacro %}
