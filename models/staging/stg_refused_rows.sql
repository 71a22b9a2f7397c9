{{ config(materialized='table') }}

with

refused as (

    select * from {{ source('lake', 'refused') }}

),

-- Of a file that was refused as a whole no row is judged.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        outcomes.source_file,
        refused.file_sha256,
        refused.original_text,
        refused.reason_codes,
        refused.detail,
        coalesce(refused.sheet_name, '') as sheet_name,
        coalesce(refused.row_number, 0) as row_number,
        coalesce(refused.cell, '') as cell
    from refused
    inner join outcomes
        on refused.file_sha256 = outcomes.file_sha256

)

select * from final
