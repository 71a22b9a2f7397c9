{#- Years before the quota's in which a pattern is looked for, and the fewest events and years a
    pattern rests on: below them chance makes it. -#}
{%- set years_back = 10 -%}
{%- set fewest_events = 50 -%}
{%- set fewest_years = 2 -%}

with

quotas as (

    select * from {{ ref('int_quotas_listed') }}

),

counts as (

    select * from {{ ref('int_counts_cumulated') }}

),

ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

levels as (

    select
        region_code,
        max(
            case region_level
                when 'nation' then 4
                when 'province' then 3
                when 'prefecture' then 2
                else 1
            end
        ) as level_number
    from {{ ref('stg_regions') }}
    group by region_code

),

complete_years as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        max(case when period_month = 12 then cumulated_value end) as year_total
    from counts
    group by region_code, measure_code, scope_code, period_year
    having count(*) = 12

),

-- The region itself, then what it lies in, the nearest first.
candidates as (

    select
        quotas.region_code,
        quotas.measure_code,
        quotas.scope_code,
        quotas.period_year,
        ancestors.ancestor_code as season_region_code,
        case when quotas.region_code = ancestors.ancestor_code then 0 else levels.level_number end
            as distance
    from quotas
    inner join ancestors
        on
            quotas.region_code = ancestors.region_code
            and quotas.period_year >= extract(year from ancestors.valid_from)
            and quotas.period_year < extract(year from ancestors.valid_to)
    inner join levels
        on ancestors.ancestor_code = levels.region_code

),

patterns as (

    select
        candidates.region_code,
        candidates.measure_code,
        candidates.scope_code,
        candidates.period_year,
        candidates.season_region_code,
        min(candidates.distance) as distance,
        count(distinct complete_years.period_year) as season_years,
        sum(complete_years.year_total) as season_events
    from candidates
    inner join complete_years
        on
            candidates.season_region_code = complete_years.region_code
            and candidates.measure_code = complete_years.measure_code
            and candidates.scope_code = complete_years.scope_code
            and candidates.period_year > complete_years.period_year
            and candidates.period_year - {{ years_back }} <= complete_years.period_year
    group by
        candidates.region_code,
        candidates.measure_code,
        candidates.scope_code,
        candidates.period_year,
        candidates.season_region_code
    having
        sum(complete_years.year_total) >= {{ fewest_events }}
        and count(distinct complete_years.period_year) >= {{ fewest_years }}

),

patterns_positioned as (

    select
        *,
        row_number() over (
            partition by region_code, measure_code, scope_code, period_year
            order by distance, season_region_code
        ) as pattern_position
    from patterns

),

final as (

    select
        nearest.region_code,
        nearest.measure_code,
        nearest.scope_code,
        nearest.period_year,
        counts.period_month,
        nearest.season_region_code,
        cast(nearest.season_years as integer) as season_years,
        nearest.season_events,
        sum(counts.cumulated_value) / nearest.season_events as share_of_season
    from patterns_positioned as nearest
    inner join complete_years
        on
            nearest.season_region_code = complete_years.region_code
            and nearest.measure_code = complete_years.measure_code
            and nearest.scope_code = complete_years.scope_code
            and nearest.period_year > complete_years.period_year
            and nearest.period_year - {{ years_back }} <= complete_years.period_year
    inner join counts
        on {{ of_the_same('count_of_year', 'complete_years', 'counts') }}
    where nearest.pattern_position = 1
    group by
        nearest.region_code,
        nearest.measure_code,
        nearest.scope_code,
        nearest.period_year,
        counts.period_month,
        nearest.season_region_code,
        nearest.season_years,
        nearest.season_events

)

select * from final
