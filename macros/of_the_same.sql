{#- The condition by which rows are joined that are about the same thing.
    thing: value, series or change (of an indicator), peers (regions compared), printed_rate, figure (of a measure), count,
    count_of_year or count_of_month (of a measure, whatever its basis), or cell (of a file). -#}
{% macro of_the_same(thing, rows, others) -%}
{%- set keys = {
    'value': ['region_code', 'period', 'period_basis', 'indicator_code', 'scope_code'],
    'peers': [
        'period', 'period_basis', 'indicator_code', 'scope_code', 'region_level',
        'denominator_measure'
    ],
    'figure': ['region_code', 'period', 'period_basis', 'measure_code', 'scope_code'],
    'printed_rate': [
        'region_code', 'period', 'period_basis', 'indicator_code', 'scope_code', 'published_rate'
    ],
    'series': ['region_code', 'indicator_code', 'scope_code'],
    'change': [
        'region_code', 'indicator_code', 'scope_code', 'period_basis', 'from_period', 'to_period'
    ],
    'count': ['region_code', 'measure_code', 'scope_code', 'period'],
    'count_of_year': ['region_code', 'measure_code', 'scope_code', 'period_year'],
    'count_of_month': [
        'region_code', 'measure_code', 'scope_code', 'period_year', 'period_month'
    ],
    'cell': ['file_sha256', 'sheet_name', 'row_number', 'cell'],
}[thing] -%}
{%- for key in keys -%}
{{ '' if loop.first else ' and ' }}{{ rows }}.{{ key }} = {{ others }}.{{ key }}
{%- endfor -%}
{%- endmacro %}
