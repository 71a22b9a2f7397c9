{{ config(materialized='table') }}

with

warned as (

    select * from {{ source('lake', 'warned') }}

),

-- Of a file that was refused as a whole no row is judged.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        outcomes.source_file,
        warned.file_sha256,
        warned.original_text,
        warned.reason_codes,
        warned.detail,
        coalesce(warned.sheet_name, '') as sheet_name,
        coalesce(warned.row_number, 0) as row_number,
        coalesce(warned.cell, '') as cell
    from warned
    inner join outcomes
        on warned.file_sha256 = outcomes.file_sha256

)

select * from final
