with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

scopes as (

    select * from {{ ref('stg_scopes') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

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

-- A reading counts from the day on which it goes before all that are known by then.
placed as (

    select
        *,
        latest_position = min(latest_position) over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by known_date asc
            range between unbounded preceding and current row
        ) as has_counted
    from numbered

),

compared as (

    select
        *,
        case when has_counted then known_date end as known_from,
        case
            when has_counted
                then
                    min(case when has_counted then known_date end) over (
                        partition by region_code, period, period_basis, measure_code, scope_code
                        order by revision_number
                        rows between 1 following and unbounded following
                    )
        end as known_to,
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
    from placed

),

final as (

    select
        compared.region_code,
        compared.period,
        compared.period_year,
        compared.period_basis,
        compared.measure_code,
        compared.scope_code,
        compared.observed_value,
        compared.base_unit,
        compared.published_value,
        compared.published_unit,
        compared.vintage_code,
        compared.published_date,
        compared.known_date,
        compared.known_from,
        compared.known_to,
        compared.is_date_assumed,
        compared.previous_value,
        compared.is_latest_vintage,
        compared.is_first_vintage,
        compared.basis_code,
        compared.quality_code,
        figure_sources.source_title,
        figure_sources.source_publisher,
        compared.source_kind,
        figure_sources.source_url,
        compared.source_file,
        compared.file_sha256,
        compared.sheet_name,
        compared.row_number,
        compared.cell,
        regions.region_name,
        measures.measure_name,
        measures.measure_name_en,
        scopes.scope_name,
        scopes.scope_name_en,
        vintages.vintage_name,
        vintages.vintage_name_en,
        cast(compared.revision_number as integer) as revision_number,
        cast(compared.reading_count as integer) as reading_count,
        coalesce(regions.region_name_en, regions.region_name) as region_name_en,
        compared.previous_value * compared.published_value / nullif(compared.observed_value, 0)
            as previous_published_value,
        100.0 * (compared.observed_value - compared.previous_value)
        / nullif(compared.previous_value, 0) as revision_pct,
        100.0 * (compared.observed_value - compared.first_reading)
        / nullif(compared.first_reading, 0) as revision_from_first_pct,
        compared.lowest_reading != compared.highest_reading as is_revised
    from compared
    left join regions
        on compared.region_code = regions.region_code
    left join measures
        on compared.measure_code = measures.measure_code
    left join scopes
        on compared.scope_code = scopes.scope_code
    left join vintages
        on compared.vintage_code = vintages.vintage_code
    left join figure_sources
        {{ joined_to_its_source('compared', 'figure_sources') | indent(8) }}

)

select * from final
