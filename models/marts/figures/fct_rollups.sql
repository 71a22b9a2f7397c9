with

rollups as (

    select * from {{ ref('int_rollups_added') }}

),

final as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        rollup_way,
        rolled_value,
        base_unit,
        parts_present,
        parts_expected,
        missing_parts,
        missing_parts_en,
        published_value,
        vintage_code,
        known_date,
        is_date_assumed,
        is_used,
        parts_present = parts_expected as is_complete,
        published_value - rolled_value as gap,
        100.0 * (published_value - rolled_value) / nullif(published_value, 0) as gap_pct
    from rollups

)

select * from final
