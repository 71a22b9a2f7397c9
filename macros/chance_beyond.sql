{#- The chance of a standard normal deviate at least so far from zero, on either side, by the
    complementary error function, within 1.2e-7 of itself everywhere: Press et al., Numerical
    Recipes in C, 2nd ed. 1992, p. 221.
    half_deviation: the deviate's distance from zero over the root of 2. -#}
{% macro chance_beyond(half_deviation) -%}
{%- set coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
] -%}
{%- set closeness = '(1 / (1 + ' ~ half_deviation ~ ' / 2))' -%}
{%- set terms = [] -%}
{%- for coefficient in coefficients -%}
{%- do terms.append(coefficient ~ ' * power(' ~ closeness ~ ', ' ~ loop.index0 ~ ')') -%}
{%- endfor -%}
{{ closeness }} * exp(-power({{ half_deviation }}, 2) + {{ terms | join(' + ') }})
{%- endmacro %}
