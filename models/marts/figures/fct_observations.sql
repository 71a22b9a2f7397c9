with

observations as (

    select * from {{ ref('int_observations_completed') }}

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

measures as (

    select * from {{ ref('dim_measures') }}

),

unnamed as (

    select
        observations.region_code,
        observations.period,
        observations.period_grain,
        observations.period_year,
        observations.period_end_date,
        observations.period_basis,
        observations.measure_code,
        observations.scope_code,
        observations.observed_value,
        observations.base_unit,
        observations.published_value,
        observations.published_decimals,
        observations.published_unit,
        observations.vintage_code,
        observations.published_date,
        observations.is_latest_vintage,
        observations.is_first_vintage,
        observations.basis_code,
        observations.quality_code,
        figure_sources.source_title,
        figure_sources.source_publisher,
        observations.source_kind,
        figure_sources.source_url,
        figure_sources.source_quote,
        observations.source_file,
        observations.file_sha256,
        observations.sheet_name,
        observations.row_number,
        observations.cell,
        observations.loaded_at,
        figure_sources.value_qualifier,
        figure_sources.notes,
        figure_sources.is_corrected,
        figure_sources.correction_note,
        figure_sources.correction_note_en,
        observations.known_date,
        observations.is_date_assumed,
        measures.display_unit,
        observations.observed_value / measures.display_factor as display_value
    from observations
    left join measures
        on observations.measure_code = measures.measure_code
    left join figure_sources
        {{ joined_to_its_source('observations', 'figure_sources') | indent(8) }}

),

final as (

    {{ named(
        'unnamed',
        ['region', 'measure', 'scope', 'period_basis', 'vintage', 'source_kind']
    ) | indent(4) }}

)

select * from final
