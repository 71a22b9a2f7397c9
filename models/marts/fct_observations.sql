with

observations as (

    select * from {{ ref('int_observations_ranked') }}

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
        observed_value,
        base_unit,
        published_value,
        published_decimals,
        published_unit,
        vintage_code,
        published_date,
        is_latest_vintage,
        is_first_vintage,
        basis_code,
        quality_code,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        source_file,
        file_sha256,
        row_number,
        notes
    from observations

)

select * from final
