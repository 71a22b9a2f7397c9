{#- The public interface calls the column by this word, which SQL does not reserve. -#}
{%- set file_column = 'file' -%}

with

outcomes as (

    select * from {{ ref('stg_load_outcomes') }}

),

final as (

    select
        source_file as {{ file_column }},
        file_sha256 as sha256,
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
        refusal_code,
        refusal_detail,
        form,
        encoding,
        layout_given,
        ignored,
        remarks
    from outcomes

)

select * from final
