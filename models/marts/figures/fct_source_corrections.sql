with

corrections as (

    select * from {{ ref('int_source_corrections_matched') }}

),

statistics as (

    select * from {{ ref('stg_statistics') }}

),

final as (

    select
        corrections.file_sha256,
        corrections.sheet_name,
        corrections.row_number,
        corrections.cell,
        corrections.column_name,
        corrections.seed_name,
        corrections.expected_value,
        corrections.found_value,
        corrections.correction_action,
        corrections.new_value,
        corrections.correction_status,
        corrections.reason,
        corrections.reason_en,
        corrections.reason_source,
        statistics.region_name,
        statistics.period,
        statistics.measure_alias,
        statistics.scope_code,
        statistics.value_text,
        statistics.published_unit,
        statistics.source_title,
        statistics.source_publisher,
        statistics.source_quote
    from corrections
    left join statistics
        on {{ of_the_same('cell', 'corrections', 'statistics') }}

)

select * from final
