{#- The public interface calls the column by this word, which SQL does not reserve. -#}
{%- set file_column = 'file' -%}

with

warned_rows as (

    select * from {{ ref('stg_warned_rows') }}

),

final as (

    select
        source_file as {{ file_column }},
        file_sha256 as sha256,
        sheet_name,
        row_number,
        cell,
        original_text,
        reason_codes,
        detail,
        layout,
        loaded_at
    from warned_rows

)

select * from final
