{#- Rows with the names that people read beside their codes, so that nobody who asks has to join
    them again.
    things: of region, indicator, scope, measure, status, plan, period_basis, vintage, source_kind,
    industry, accident_type, severity.
    under: the column in which a code stands, where it is not called after the thing.
    with_units: whether an indicator brings its unit and decimals too. -#}
{% macro named(rows, things, under={}, with_units=false) -%}
{%- set models = {
    'region': 'dim_regions',
    'indicator': 'dim_indicators',
    'scope': 'dim_scopes',
    'measure': 'dim_measures',
    'status': 'dim_target_statuses',
    'plan': 'dim_plans',
    'period_basis': 'dim_period_bases',
    'vintage': 'dim_vintages',
    'source_kind': 'dim_source_kinds',
    'industry': 'dim_industries',
    'accident_type': 'dim_accident_types',
    'severity': 'dim_severities',
} -%}
{%- set keys = {'period_basis': 'period_basis', 'source_kind': 'source_kind'} -%}
select
    {{ rows }}.*
{%- for thing in things %},
{{ thing }}_names.{{ thing }}_name,
{%- if thing in ['region', 'plan'] %}
coalesce({{ thing }}_names.{{ thing }}_name_en, {{ thing }}_names.{{ thing }}_name)
as {{ thing }}_name_en
{%- else %}
{{ thing }}_names.{{ thing }}_name_en
{%- endif %}
{%- if thing in [
    'indicator', 'scope', 'measure', 'period_basis', 'industry', 'accident_type', 'severity'
] %},
{{ thing }}_names.sort_order as {{ thing }}_sort_order
{%- elif thing == 'status' %},
{{ thing }}_names.sign
{%- elif thing == 'source_kind' %},
{{ thing }}_names.is_linked
{%- endif %}
{%- endfor %}
{%- if with_units %},
indicator_names.decimals,
indicator_names.unit,
indicator_names.unit_en,
indicator_names.denominator_measure as indicator_denominator_measure
{%- endif %}
from {{ rows }}
{%- for thing in things %}
{%- set key = keys.get(thing, thing ~ '_code') %}
left join {{ ref(models[thing]) }} as {{ thing }}_names
on {{ rows }}.{{ under.get(thing, key) }} = {{ thing }}_names.{{ key }}
{%- if thing == 'region' %}
and region_names.is_latest_entry
{%- endif %}
{%- endfor %}
{%- endmacro %}
