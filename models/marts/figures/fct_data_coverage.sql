with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

measures as (

    select * from {{ ref('stg_measures') }}

),

counted as (

    select
        observations.region_code,
        observations.measure_code,
        observations.scope_code,
        observations.period_year,
        cast(count(*) as integer) as observation_count,
        cast(sum(case when observations.period_basis = 'year' then 1 else 0 end) as integer)
            as annual_count,
        cast(
            count(distinct observations.period || ' ' || observations.period_basis) as integer
        ) as figure_count,
        cast(count(distinct observations.vintage_code) as integer) as vintage_count,
        cast(count(distinct figure_sources.source_title) as integer) as source_count,
        min(observations.published_date) as first_published_date,
        max(observations.published_date) as last_published_date
    from observations
    left join figure_sources
        {{ joined_to_its_source('observations', 'figure_sources') | indent(8) }}
    group by
        observations.region_code,
        observations.measure_code,
        observations.scope_code,
        observations.period_year

),

final as (

    select
        counted.*,
        regions.region_name,
        measures.measure_name,
        measures.measure_name_en,
        measures.sort_order as measure_sort_order,
        coalesce(regions.region_name_en, regions.region_name) as region_name_en
    from counted
    left join regions
        on counted.region_code = regions.region_code
    left join measures
        on counted.measure_code = measures.measure_code

)

select * from final
