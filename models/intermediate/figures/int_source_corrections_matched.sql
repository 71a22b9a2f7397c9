{#- Columns of a statistics file that can be corrected, and what staging calls them. -#}
{%- set columns = {
    'region_code': 'region_code',
    'region_name': 'region_name',
    'period': 'period',
    'period_basis': 'period_basis',
    'measure': 'measure_alias',
    'scope': 'scope_code',
    'value': 'value_text',
    'unit': 'published_unit',
    'vintage': 'vintage_code',
    'published_date': 'published_date',
    'quality': 'quality_code',
} -%}

with

corrections as (

    select * from {{ ref('stg_source_corrections') }}

),

statistics as (

    select * from {{ ref('stg_statistics') }}

),

-- The file itself may not be loaded here: then there is nothing to correct.
files as (

    select distinct file_sha256 from statistics

),

found as (

    select
        corrections.*,
        files.file_sha256 is not null as is_file_present,
        statistics.row_number is not null as is_row_present,
        case corrections.column_name
            {%- for column, staged in columns.items() %}
            when '{{ column }}' then cast(statistics.{{ staged }} as varchar)
            {%- endfor %}
        end as found_value
    from corrections
    left join files
        on corrections.file_sha256 = files.file_sha256
    left join statistics
        on {{ of_the_same('cell', 'corrections', 'statistics') }}

),

-- A correction acts only on the very error that it names.
final as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        column_name,
        seed_name,
        expected_value,
        found_value,
        correction_action,
        new_value,
        reason,
        reason_en,
        reason_source,
        case
            when not is_file_present and seed_name is null then 'file_not_loaded'
            when not is_row_present then 'row_not_found'
            when coalesce(found_value, '') = coalesce(expected_value, '') then 'applied'
            else 'expected_value_gone'
        end as correction_status
    from found

)

select * from final
