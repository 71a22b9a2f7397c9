with

observations as (

    select * from {{ ref('int_observations_completed') }}

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
        sheet_name,
        row_number,
        cell,
        loaded_at,
        value_qualifier,
        notes,
        is_corrected,
        correction_note,
        correction_note_en,
        known_date,
        is_date_assumed
    from observations

)

select * from final
