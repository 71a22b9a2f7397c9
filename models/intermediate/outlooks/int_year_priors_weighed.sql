{#- Years before the one followed that are looked at, and what a year counts for less than the one
    after: of what was tried on invented regions and on shipped figures that with which the stated
    chances come nearest to what happens in both (benchmarks/README.md, calibration). -#}
{%- set years_back = 10 -%}
{%- set discount = 0.6 -%}

with

followed_years as (

    select distinct
        region_code,
        measure_code,
        scope_code,
        period_year
    from {{ ref('int_year_limits_listed') }}

),

counts as (

    select * from {{ ref('int_counts_cumulated') }}
    where period_month = 12

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}
    where input_role = 'numerator'

),

-- A year before a change of what is counted tells nothing of a year after it.
broken_years as (

    select distinct
        counts.region_code,
        counts.measure_code,
        counts.scope_code,
        counts.period_year,
        followed_years.period_year as followed_year
    from followed_years
    inner join counts
        on
            followed_years.region_code = counts.region_code
            and followed_years.measure_code = counts.measure_code
            and followed_years.scope_code = counts.scope_code
            and followed_years.period_year > counts.period_year
    inner join resolved_breaks
        on
            counts.region_code = resolved_breaks.region_code
            and counts.measure_code = resolved_breaks.indicator_code
            and counts.scope_code = resolved_breaks.scope_code
            and counts.period_year < extract(year from resolved_breaks.breaks_at)
            and followed_years.period_year >= extract(year from resolved_breaks.breaks_at)

),

-- Harvey and Fernandes, Time series models for count or qualitative observations, Journal of
-- Business & Economic Statistics 7 (1989), section 2: of a Poisson rate that drifts, what is known
-- from year to year is a gamma distribution whose events and years are both discounted.
weighed as (

    select
        followed_years.region_code,
        followed_years.measure_code,
        followed_years.scope_code,
        followed_years.period_year,
        counts.cumulated_value,
        power({{ discount }}, followed_years.period_year - counts.period_year) as year_weight
    from followed_years
    inner join counts
        on
            followed_years.region_code = counts.region_code
            and followed_years.measure_code = counts.measure_code
            and followed_years.scope_code = counts.scope_code
            and followed_years.period_year > counts.period_year
            and followed_years.period_year - {{ years_back }} <= counts.period_year
    left join broken_years
        on
            {{ of_the_same('count_of_year', 'counts', 'broken_years') }}
            and followed_years.period_year = broken_years.followed_year
    where broken_years.region_code is null

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        cast(count(*) as integer) as prior_years,
        {{ added_up('year_weight') }} as prior_weight,
        {{ added_up('year_weight * cumulated_value') }} as prior_events
    from weighed
    group by region_code, measure_code, scope_code, period_year

)

select * from final
