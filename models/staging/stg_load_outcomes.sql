{{ config(materialized='table') }}

with

outcomes as (

    select * from {{ source('lake', 'outcome') }}

),

final as (

    select
        file_name as source_file,
        file_sha256,
        kind,
        layout,
        status,
        loaded_at,
        rows_read,
        rows_accepted,
        rows_refused,
        rows_duplicate,
        rows_ignored,
        records,
        reasons,
        warnings,
        refusal as refusal_code,
        refusal_detail,
        form,
        encoding,
        layout_given,
        ignored,
        remarks
    from outcomes

)

select * from final
