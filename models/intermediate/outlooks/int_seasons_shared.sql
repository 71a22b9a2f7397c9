{#- Years before the one followed in which a pattern is looked for, and the fewest events and years
    a pattern rests on: below them chance makes it. -#}
{%- set years_back = 10 -%}
{%- set fewest_events = 50 -%}
{%- set fewest_years = 2 -%}

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

-- A year tells its season by one series alone, its single months or its figures from January on:
-- between two, what was struck off later or reported late would be season. A series that falls
-- tells none.
series as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        1 as series_preference,
        single_months_value as cumulated_value
    from counts

    union all

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        2 as series_preference,
        from_january_value as cumulated_value
    from counts

),

steps as (

    select
        *,
        lag(cumulated_value) over (
            partition by
                region_code, measure_code, scope_code, period_year, series_preference
            order by period_month
        ) as value_before
    from series
    where cumulated_value is not null

),

whole_years as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        max(cumulated_value) as year_total,
        min(series_preference) as series_preference
    from steps
    group by region_code, measure_code, scope_code, period_year, series_preference
    having count(*) = 12 and sum(case when cumulated_value < value_before then 1 else 0 end) = 0

),

complete_years as (

    select
        *,
        row_number() over (
            partition by region_code, measure_code, scope_code, period_year
            order by series_preference
        ) as series_position
    from whole_years

),

-- The region itself, then what it lies in, the nearest first.
candidates as (

    select
        followed_years.region_code,
        followed_years.measure_code,
        followed_years.scope_code,
        followed_years.period_year,
        ancestors.ancestor_code as season_region_code,
        case
            when followed_years.region_code = ancestors.ancestor_code then 0
            else levels.level_number
        end as distance
    from followed_years
    inner join ancestors
        on
            followed_years.region_code = ancestors.region_code
            and followed_years.period_year >= extract(year from ancestors.valid_from)
            and followed_years.period_year < extract(year from ancestors.valid_to)
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
        {{ added_up('complete_years.year_total') }} as season_events
    from candidates
    inner join complete_years
        on
            complete_years.series_position = 1
            and candidates.season_region_code = complete_years.region_code
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
        series.period_month,
        nearest.season_region_code,
        cast(nearest.season_years as integer) as season_years,
        nearest.season_events,
        {{ added_up('series.cumulated_value') }} / nearest.season_events as share_of_season,
        min(series.cumulated_value / nullif(complete_years.year_total, 0)) as lowest_share,
        max(series.cumulated_value / nullif(complete_years.year_total, 0)) as highest_share
    from patterns_positioned as nearest
    inner join complete_years
        on
            complete_years.series_position = 1
            and nearest.season_region_code = complete_years.region_code
            and nearest.measure_code = complete_years.measure_code
            and nearest.scope_code = complete_years.scope_code
            and nearest.period_year > complete_years.period_year
            and nearest.period_year - {{ years_back }} <= complete_years.period_year
    inner join series
        on
            {{ of_the_same('count_of_year', 'complete_years', 'series') }}
            and complete_years.series_preference = series.series_preference
    where nearest.pattern_position = 1
    group by
        nearest.region_code,
        nearest.measure_code,
        nearest.scope_code,
        nearest.period_year,
        series.period_month,
        nearest.season_region_code,
        nearest.season_years,
        nearest.season_events

)

select * from final
