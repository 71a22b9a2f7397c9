with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

rollups as (

    select * from {{ ref('int_rollups_added') }}
    where is_used

),

final as (

    select
        {{ columns_of('reading') }},
        known_date,
        is_date_assumed,
        latest_position,
        is_latest_vintage,
        is_first_vintage,
        first_observed_value
    from observations

    union all

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        rolled_value as observed_value,
        base_unit,
        rolled_value as published_value,
        cast(0 as bigint) as published_decimals,
        base_unit as published_unit,
        base_unit as unit_code,
        vintage_code,
        published_date,
        'rollup' as basis_code,
        'stated' as quality_code,
        'rollup' as source_kind,
        'rollup' as source_file,
        'rollup' as file_sha256,
        '' as sheet_name,
        0 as row_number,
        rollup_way as cell,
        cast(null as timestamp) as loaded_at,
        known_date,
        is_date_assumed,
        cast(1 as bigint) as latest_position,
        true as is_latest_vintage,
        true as is_first_vintage,
        first_rolled_value as first_observed_value
    from rollups

)

select * from final
