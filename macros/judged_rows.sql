{#- Rows of loaded files that were judged, as they stood there, with the reasons: refused, or
    accepted with a warning. Of a file that was refused as a whole no row is judged. -#}
{% macro judged_rows(judgement) -%}
with

judged as (

    select * from {{ source('lake', judgement) }}

),

outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        outcomes.source_file,
        outcomes.layout,
        outcomes.loaded_at,
        judged.file_sha256,
        judged.original_text,
        judged.reason_codes,
        judged.detail,
        coalesce(judged.sheet_name, '') as sheet_name,
        coalesce(judged.row_number, 0) as row_number,
        coalesce(judged.cell, '') as cell
    from judged
    inner join outcomes
        on judged.file_sha256 = outcomes.file_sha256

)

select * from final
{%- endmacro %}
