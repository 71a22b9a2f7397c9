with

warned_rows as (

    select * from {{ ref('stg_warned_rows') }}

),

final as (

    select distinct
        file_sha256,
        sheet_name,
        row_number,
        cell
    from warned_rows
    where '|' || reason_codes || '|' like '%|perhaps_cumulated|%'

)

select * from final
