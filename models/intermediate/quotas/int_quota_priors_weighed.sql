{#- Years before the quota's that are looked at, and what a year counts for less than the one after:
    of what was tried in simulation the discount with the smallest Brier score
    (benchmarks/README.md, calibration). -#}
{%- set years_back = 10 -%}
{%- set discount = 0.7 -%}

with

quotas as (

    select * from {{ ref('int_quotas_listed') }}

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
        quotas.period_year as quota_year
    from quotas
    inner join counts
        on
            quotas.region_code = counts.region_code
            and quotas.measure_code = counts.measure_code
            and quotas.scope_code = counts.scope_code
            and quotas.period_year > counts.period_year
    inner join resolved_breaks
        on
            counts.region_code = resolved_breaks.region_code
            and counts.measure_code = resolved_breaks.indicator_code
            and counts.scope_code = resolved_breaks.scope_code
            and counts.period_year < extract(year from resolved_breaks.breaks_at)
            and quotas.period_year >= extract(year from resolved_breaks.breaks_at)

),

-- Harvey and Fernandes, Time series models for count or qualitative observations, Journal of
-- Business & Economic Statistics 7 (1989), section 2: of a Poisson rate that drifts, what is known
-- from year to year is a gamma distribution whose events and years are both discounted.
weighed as (

    select
        quotas.region_code,
        quotas.measure_code,
        quotas.scope_code,
        quotas.period_year,
        counts.cumulated_value,
        power({{ discount }}, quotas.period_year - counts.period_year) as year_weight
    from quotas
    inner join counts
        on
            quotas.region_code = counts.region_code
            and quotas.measure_code = counts.measure_code
            and quotas.scope_code = counts.scope_code
            and quotas.period_year > counts.period_year
            and quotas.period_year - {{ years_back }} <= counts.period_year
    left join broken_years
        on
            {{ of_the_same('count_of_year', 'counts', 'broken_years') }}
            and quotas.period_year = broken_years.quota_year
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
