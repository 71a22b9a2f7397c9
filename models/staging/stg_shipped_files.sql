{{ config(materialized='table') }}

with

shipped_files as (

    select * from {{ ref('shipped_files') }}

),

fingerprints as (

    select * from {{ source('shipped', 'fingerprints') }}

),

final as (

    select
        shipped_files.seed_name,
        shipped_files.file_name,
        fingerprints.file_sha256,
        shipped_files.compiled_date
    from shipped_files
    left join fingerprints
        on shipped_files.file_name = fingerprints.file_name

)

select * from final
