with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

observations as (

    select * from {{ ref('int_observations_completed') }}
    where is_latest_vintage

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

measure_sums as (

    select * from {{ ref('measure_sums') }}

),

-- A sum of measures that is published under its own name is no sum of its parts.
sums_published as (

    select
        observations.region_code,
        observations.period,
        observations.period_basis,
        observations.measure_code
    from observations
    where
        observations.scope_code = 'none'
        and observations.measure_code in (select measure_sums.measure_code from measure_sums)

),

wanted as (

    select
        indicator_values.*,
        'numerator' as input_role,
        indicators.numerator_measure as measure_code,
        indicator_values.period as input_period,
        indicator_values.period_basis as input_period_basis,
        indicator_values.scope_code as input_scope_code
    from indicator_values
    inner join indicators
        on indicator_values.indicator_code = indicators.indicator_code

    union all

    select
        indicator_values.*,
        'denominator' as input_role,
        coalesce(measure_sums.part_measure_code, indicator_values.denominator_measure)
            as measure_code,
        indicator_values.denominator_period as input_period,
        indicator_values.denominator_period_basis as input_period_basis,
        'none' as input_scope_code
    from indicator_values
    left join sums_published
        on
            indicator_values.region_code = sums_published.region_code
            and indicator_values.denominator_period = sums_published.period
            and indicator_values.denominator_period_basis = sums_published.period_basis
            and indicator_values.denominator_measure = sums_published.measure_code
    left join measure_sums
        on
            indicator_values.denominator_measure = measure_sums.measure_code
            and sums_published.measure_code is null

    union all

    select
        indicator_values.*,
        'published_rate' as input_role,
        indicator_values.indicator_code as measure_code,
        indicator_values.period as input_period,
        indicator_values.period_basis as input_period_basis,
        indicator_values.scope_code as input_scope_code
    from indicator_values
    where indicator_values.published_rate is not null

),

unnamed as (

    select
        wanted.region_code,
        wanted.period,
        wanted.period_basis,
        wanted.indicator_code,
        wanted.scope_code,
        wanted.input_role,
        observations.measure_code,
        observations.observed_value,
        observations.base_unit,
        observations.published_value,
        observations.published_decimals,
        observations.published_unit,
        observations.vintage_code,
        observations.published_date,
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
        figure_sources.value_qualifier,
        figure_sources.notes
    from wanted
    inner join observations
        on
            wanted.region_code = observations.region_code
            and wanted.input_period = observations.period
            and wanted.input_period_basis = observations.period_basis
            and wanted.measure_code = observations.measure_code
            and wanted.input_scope_code = observations.scope_code
    left join figure_sources
        {{ joined_to_its_source('observations', 'figure_sources') | indent(8) }}

),

final as (

    {{ named('unnamed', ['measure']) | indent(4) }}

)

select * from final
