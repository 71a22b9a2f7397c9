with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        cast(count(*) as integer) as observation_count,
        cast(sum(case when period_basis = 'year' then 1 else 0 end) as integer) as annual_count,
        cast(
            count(distinct period || ' ' || period_basis) as integer
        ) as figure_count,
        cast(count(distinct vintage_code) as integer) as vintage_count,
        cast(count(distinct source_title) as integer) as source_count,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from observations
    group by
        region_code,
        measure_code,
        scope_code,
        period_year

)

select * from final
