{#- How far a count lies from what is expected, in standard deviations over the root of 2: the
    deviate at which Byar's limit would be just the expected number; none within the limits of zero
    deviation. -#}
{% macro half_deviation(count, expected) -%}
greatest(
    case
        when {{ count }} > {{ expected }}
            then
                3 * sqrt({{ count }}) * (
                    1 - 1 / (9 * {{ count }}) - power({{ expected }} / {{ count }}, 1.0 / 3)
                )
        else
            3 * sqrt({{ count }} + 1) * (
                power({{ expected }} / ({{ count }} + 1), 1.0 / 3)
                - 1 + 1 / (9 * ({{ count }} + 1))
            )
    end, 0
) / sqrt(2.0)
{%- endmacro %}
