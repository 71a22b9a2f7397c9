{#- As far apart as two years are compared. -#}
{%- set most_years = 20 -%}

with

observations as (

    select * from {{ ref('int_observations_completed') }}
    where is_latest_vintage and period_basis = 'year'

),

volume_changes as (

    select * from {{ ref('volume_changes') }}

),

-- 7.0 % and 107.0 (previous year = 100) say the same.
changes as (

    select
        observations.region_code,
        volume_changes.measure_code,
        observations.period_year,
        ln((observations.observed_value + volume_changes.added_pct) / 100.0) as log_change,
        row_number() over (
            partition by
                observations.region_code,
                volume_changes.measure_code,
                observations.period_year
            order by volume_changes.preference
        ) as position_of_year
    from observations
    inner join volume_changes
        on observations.measure_code = volume_changes.volume_measure_code
    where observations.observed_value + volume_changes.added_pct > 0

),

cumulated as (

    select
        region_code,
        measure_code,
        period_year,
        log_change,
        sum(log_change) over (
            partition by region_code, measure_code
            order by period_year
            rows between unbounded preceding and current row
        ) as log_level,
        row_number() over (
            partition by region_code, measure_code order by period_year
        ) as year_number
    from changes
    where position_of_year = 1

),

-- From the year before the first change to that of the last, where no year between is missing.
final as (

    select
        firsts.region_code,
        firsts.measure_code,
        cast(firsts.period_year - 1 as varchar) as from_period,
        cast(lasts.period_year as varchar) as to_period,
        lasts.log_level - firsts.log_level + firsts.log_change as log_change_volume
    from cumulated as firsts
    inner join cumulated as lasts
        on
            firsts.region_code = lasts.region_code
            and firsts.measure_code = lasts.measure_code
            and firsts.period_year <= lasts.period_year
            and lasts.period_year - firsts.period_year = lasts.year_number - firsts.year_number
            and lasts.period_year - firsts.period_year < {{ most_years }}

)

select * from final
