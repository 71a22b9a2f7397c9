with

source_corrections as (

    select * from {{ ref('source_corrections') }}

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

final as (

    select
        source_corrections.seed_name,
        source_corrections.row_number,
        source_corrections.column_name,
        source_corrections.expected_value,
        source_corrections.correction_action,
        source_corrections.new_value,
        source_corrections.reason,
        source_corrections.reason_en,
        source_corrections.reason_source,
        coalesce(source_corrections.file_sha256, shipped_files.file_sha256) as file_sha256,
        coalesce(source_corrections.sheet_name, '') as sheet_name,
        coalesce(source_corrections.cell, '') as cell
    from source_corrections
    left join shipped_files
        on source_corrections.seed_name = shipped_files.seed_name

)

select * from final
