with

coverages as (

    select * from {{ ref('stg_coverages') }}

),

files_without_scope as (

    select distinct file_sha256 from coverages
    where scope_code is null

),

scopes_of_files as (

    select distinct
        accidents.file_sha256,
        accidents.scope_code
    from {{ ref('stg_accidents') }} as accidents
    inner join files_without_scope
        on accidents.file_sha256 = files_without_scope.file_sha256

),

-- A coverage that names no scope covers those that occur in its file. While rows of the file are
-- refused, the register is not complete, and a month without accidents says nothing.
final as (

    select
        coverages.source_file,
        coverages.file_sha256,
        coverages.row_number,
        coverages.region_code,
        coverages.covers_from,
        coverages.covers_to,
        coverages.published_date,
        coverages.loaded_at,
        coverages.source_title,
        coalesce(coverages.scope_code, scopes_of_files.scope_code) as scope_code
    from coverages
    left join scopes_of_files
        on
            coverages.scope_code is null
            and coverages.file_sha256 = scopes_of_files.file_sha256
    where
        coalesce(coverages.scope_code, scopes_of_files.scope_code) is not null
        and coalesce(coverages.rows_refused, 0) = 0
        and coalesce(coverages.status, 'accepted') != 'partial'

)

select * from final
