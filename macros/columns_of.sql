{#- The columns that each step hands on with what it works on: a reading (of a figure), or a target
    (as it was read). -#}
{% macro columns_of(thing) -%}
{%- set columns = {
    'reading': [
        'region_code', 'period', 'period_grain', 'period_year', 'period_end_date', 'period_basis',
        'measure_code', 'scope_code', 'observed_value', 'base_unit', 'published_value',
        'published_decimals', 'published_unit', 'unit_code', 'vintage_code', 'published_date',
        'basis_code', 'quality_code', 'source_kind', 'source_file', 'file_sha256', 'sheet_name',
        'row_number', 'cell', 'loaded_at'
    ],
    'target': [
        'target_code', 'plan_code', 'region_code', 'region_name', 'section', 'indicator_name_zh',
        'indicator_code', 'scope_code', 'target_kind', 'base_period', 'alternative_base',
        'target_period', 'target_value', 'unit', 'value_basis', 'base_basis', 'is_qualitative',
        'quote', 'plan_name', 'plan_name_en', 'plan_file', 'notes', 'source_file',
        'file_sha256', 'sheet_name', 'row_number', 'loaded_at', 'due_form', 'is_each_year',
        'due_first_year', 'due_last_year', 'due_within_years', 'value_first_year',
        'value_last_year', 'base_first_year', 'base_last_year', 'required_value', 'required_form',
        'is_strict_limit', 'is_in_per_cent',
        'alternative_total_period', 'plan_first_year', 'plan_last_year'
    ],
}[thing] -%}
{{ columns | join(', ') }}
{%- endmacro %}
