{{ config(materialized='table') }}

with

coverages as (

    select * from {{ source('lake', 'coverage') }}

),

-- Of a file that was refused as a whole nothing counts.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        outcomes.source_file,
        coverages.file_sha256,
        coverages.covers_region as region_code,
        coverages.covers_scope as scope_code,
        coverages.covers_from,
        coverages.covers_to,
        coverages.published_date,
        outcomes.loaded_at,
        outcomes.rows_refused,
        outcomes.status,
        coalesce(coverages.row_number, 0) as row_number,
        coalesce(coverages.source_title, outcomes.source_file) as source_title
    from coverages
    inner join outcomes
        on coverages.file_sha256 = outcomes.file_sha256

)

select * from final
