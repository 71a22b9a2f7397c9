with

statistics as (

    select * from {{ ref('int_statistics_coded') }}

),

accident_counts as (

    select * from {{ ref('int_accident_counts') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

published as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        observed_value,
        base_unit,
        published_value,
        published_decimals,
        published_unit,
        unit_code,
        vintage_code,
        published_date,
        'published' as basis_code,
        quality_code,
        source_kind,
        source_file,
        file_sha256,
        sheet_name,
        row_number,
        cell,
        loaded_at
    from statistics

),

-- What we count ourselves is told from the declaration that the records are complete.
counted as (

    select
        accident_counts.region_code,
        accident_counts.period,
        accident_counts.period_grain,
        accident_counts.period_year,
        accident_counts.period_end_date,
        accident_counts.period_basis,
        accident_counts.measure_code,
        accident_counts.scope_code,
        accident_counts.counted_value as observed_value,
        measures.base_unit,
        accident_counts.counted_value as published_value,
        cast(0 as bigint) as published_decimals,
        measures.base_unit as published_unit,
        measures.base_unit as unit_code,
        'unknown' as vintage_code,
        accident_counts.published_date,
        'records' as basis_code,
        'stated' as quality_code,
        'records' as source_kind,
        accident_counts.source_file,
        accident_counts.file_sha256,
        '' as sheet_name,
        accident_counts.row_number,
        '' as cell,
        accident_counts.loaded_at
    from accident_counts
    inner join measures
        on accident_counts.measure_code = measures.measure_code

),

final as (

    select * from published
    union all
    select * from counted

)

select * from final
