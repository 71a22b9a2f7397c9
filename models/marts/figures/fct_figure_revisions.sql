with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

-- In the order in which they became known; of one day, from the first class to the last.
numbered as (

    select
        observations.*,
        row_number() over (
            partition by
                observations.region_code,
                observations.period,
                observations.period_basis,
                observations.measure_code,
                observations.scope_code
            order by
                observations.known_date asc,
                vintages.first_rank asc,
                observations.latest_position desc
        ) as revision_number,
        count(*) over (
            partition by
                observations.region_code,
                observations.period,
                observations.period_basis,
                observations.measure_code,
                observations.scope_code
        ) as reading_count
    from observations
    inner join vintages
        on observations.vintage_code = vintages.vintage_code

),

compared as (

    select
        *,
        lag(observed_value) over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by revision_number
        ) as previous_value,
        first_value(observed_value) over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by revision_number
        ) as first_reading,
        min(observed_value) over (
            partition by region_code, period, period_basis, measure_code, scope_code
        ) as lowest_reading,
        max(observed_value) over (
            partition by region_code, period, period_basis, measure_code, scope_code
        ) as highest_reading
    from numbered

),

final as (

    select
        region_code,
        period,
        period_year,
        period_basis,
        measure_code,
        scope_code,
        observed_value,
        base_unit,
        published_value,
        published_unit,
        vintage_code,
        published_date,
        known_date,
        is_date_assumed,
        previous_value,
        is_latest_vintage,
        is_first_vintage,
        basis_code,
        quality_code,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_file,
        file_sha256,
        sheet_name,
        row_number,
        cell,
        cast(revision_number as integer) as revision_number,
        cast(reading_count as integer) as reading_count,
        100.0 * (observed_value - previous_value) / nullif(previous_value, 0) as revision_pct,
        100.0 * (observed_value - first_reading) / nullif(first_reading, 0)
            as revision_from_first_pct,
        lowest_reading != highest_reading as is_revised
    from compared

)

select * from final
