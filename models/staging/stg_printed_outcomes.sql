{{ config(materialized='table') }}

with

printed_outcomes as (

    select * from {{ ref('printed_outcomes') }}

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

final as (

    select
        shipped_files.file_name as source_file,
        shipped_files.file_sha256,
        printed_outcomes.row_number,
        printed_outcomes.region_code,
        printed_outcomes.from_period,
        printed_outcomes.to_period,
        printed_outcomes.measure as measure_code,
        printed_outcomes.scope as scope_code,
        printed_outcomes.value as printed_pct,
        cast(printed_outcomes.value as double) as printed_change_pct,
        printed_outcomes.published_date,
        printed_outcomes.source_title,
        printed_outcomes.source_publisher,
        printed_outcomes.source_kind,
        printed_outcomes.source_url,
        printed_outcomes.source_quote,
        printed_outcomes.notes,
        power(
            10.0,
            -case
                when position('.' in printed_outcomes.value) > 0
                    then
                        length(printed_outcomes.value)
                        - position('.' in printed_outcomes.value)
                else 0
            end
        ) as last_place,
        coalesce(printed_outcomes.quality, 'stated') as quality_code
    from printed_outcomes
    inner join shipped_files
        on shipped_files.seed_name = 'printed_outcomes'

)

select * from final
