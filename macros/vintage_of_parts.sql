{#- The vintage of a sum of figures: theirs where they share one; provisional while one of them is;
    else not stated. -#}
{% macro vintage_of_parts(vintage) -%}
case
    when min({{ vintage }}) = max({{ vintage }}) then min({{ vintage }})
    when max(case when {{ vintage }} = 'forecast' then 1 else 0 end) = 1 then 'forecast'
    when max(case when {{ vintage }} = 'preliminary' then 1 else 0 end) = 1 then 'preliminary'
    else 'unknown'
end
{%- endmacro %}
