with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

measures_summed as (

    select * from {{ ref('int_measures_summed') }}

),

summed_measures as (

    select distinct measure_code from {{ ref('measure_sums') }}

),

implied_figures as (

    select * from {{ ref('implied_figures') }}

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

units as (

    select * from {{ ref('units') }}

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

readings as (

    select
        observations.region_code,
        observations.period,
        observations.period_end_date,
        observations.period_basis,
        observations.measure_code,
        observations.scope_code,
        observations.observed_value as input_value,
        observations.vintage_code,
        observations.is_latest_vintage,
        'current' as price_basis,
        false as is_implied,
        figure_sources.source_title as input_source,
        observations.file_sha256,
        observations.row_number
    from observations
    left join figure_sources
        {{ joined_to_its_source('observations', 'figure_sources') | indent(8) }}

),

-- A sum of parts where nothing is published under its own name.
sums as (

    select
        measures_summed.region_code,
        measures_summed.period,
        measures_summed.period_end_date,
        measures_summed.period_basis,
        measures_summed.measure_code,
        measures_summed.scope_code,
        measures_summed.latest_value as input_value,
        measures_summed.latest_vintage_code as vintage_code,
        true as is_latest_vintage,
        'current' as price_basis,
        false as is_implied,
        cast(null as varchar) as input_source,
        cast(null as varchar) as file_sha256,
        cast(null as integer) as row_number
    from measures_summed
    inner join summed_measures
        on measures_summed.measure_code = summed_measures.measure_code
    left join readings
        on {{ of_the_same('figure', 'measures_summed', 'readings') }}
    where readings.measure_code is null

),

figures_at_hand as (

    select distinct
        region_code,
        period,
        period_basis,
        measure_code,
        scope_code
    from readings

),

-- What follows from other printed figures is the latest only where no row holds the figure.
implied as (

    select
        implied_figures.region_code,
        implied_figures.period,
        last_day(
            cast(
                case
                    when length(implied_figures.period) = 4
                        then implied_figures.period || '-12-01'
                    else implied_figures.period || '-01'
                end as date
            )
        ) as period_end_date,
        implied_figures.period_basis,
        implied_figures.measure as measure_code,
        implied_figures.scope as scope_code,
        cast(implied_figures.value * units.factor as double) as input_value,
        implied_figures.vintage as vintage_code,
        figures_at_hand.measure_code is null
        and implied_figures.price_basis = 'current' as is_latest_vintage,
        implied_figures.price_basis,
        true as is_implied,
        implied_figures.sum_shown as input_source,
        shipped_files.file_sha256,
        implied_figures.row_number
    from implied_figures
    inner join units
        on implied_figures.unit = units.unit_code
    inner join shipped_files
        on implied_figures.seed_name = shipped_files.seed_name
    left join figures_at_hand
        on
            implied_figures.region_code = figures_at_hand.region_code
            and implied_figures.period = figures_at_hand.period
            and implied_figures.period_basis = figures_at_hand.period_basis
            and implied_figures.measure = figures_at_hand.measure_code
            and implied_figures.scope = figures_at_hand.scope_code

),

final as (

    select * from readings
    union all
    select * from sums
    union all
    select * from implied

)

select * from final
