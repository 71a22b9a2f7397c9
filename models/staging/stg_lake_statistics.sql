{{ config(materialized='table') }}

with

statistics as (

    select * from {{ source('lake', 'statistics') }}

),

-- Of a file that was refused as a whole nothing counts.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        outcomes.source_file,
        statistics.file_sha256,
        statistics.sheet_name,
        statistics.row_number,
        statistics.cell,
        outcomes.loaded_at,
        statistics.region_code,
        statistics.region_name,
        statistics.period,
        statistics.period_basis,
        statistics.measure as measure_alias,
        statistics.scope as scope_code,
        statistics.value as value_text,
        statistics.unit as published_unit,
        statistics.vintage as vintage_code,
        statistics.published_date,
        statistics.source_title,
        statistics.source_publisher,
        statistics.source_kind,
        statistics.source_url,
        statistics.source_quote,
        statistics.quality as quality_code,
        statistics.notes,
        -- flags are told by column: value:approximate; that of a basis is about the period
        nullif(
            replace(
                replace(
                    replace(statistics.flags, 'value:', ''), 'period and basis:basis_assumed|', ''
                ),
                'period and basis:basis_assumed',
                ''
            ),
            ''
        ) as value_qualifier
    from statistics
    inner join outcomes
        on statistics.file_sha256 = outcomes.file_sha256

)

select * from final
