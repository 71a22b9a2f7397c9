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
measured as (

    select
        observations.region_code,
        volume_changes.measure_code,
        volume_changes.index_base,
        volume_changes.preference,
        observations.period_year,
        ln((observations.observed_value + volume_changes.added_pct) / 100.0) as log_level
    from observations
    inner join volume_changes
        on observations.measure_code = volume_changes.volume_measure_code
    where observations.observed_value + volume_changes.added_pct > 0

),

changes as (

    select
        region_code,
        measure_code,
        period_year,
        log_level as log_change,
        row_number() over (
            partition by region_code, measure_code, period_year
            order by preference
        ) as position_of_year
    from measured
    where index_base = 'previous_year'

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
chained as (

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

),

-- Two years of one index on a fixed year need no year between.
on_fixed_years as (

    select
        earlier.region_code,
        earlier.measure_code,
        cast(earlier.period_year as varchar) as from_period,
        cast(later.period_year as varchar) as to_period,
        later.log_level - earlier.log_level as log_change_volume,
        row_number() over (
            partition by
                earlier.region_code,
                earlier.measure_code,
                earlier.period_year,
                later.period_year
            order by earlier.preference
        ) as index_number
    from measured as earlier
    inner join measured as later
        on
            earlier.region_code = later.region_code
            and earlier.measure_code = later.measure_code
            and earlier.index_base = later.index_base
            and earlier.preference = later.preference
            and earlier.period_year < later.period_year
            and later.period_year - earlier.period_year <= {{ most_years }}
    where earlier.index_base != 'previous_year'

),

-- The chain goes before it.
final as (

    select
        region_code,
        measure_code,
        from_period,
        to_period,
        log_change_volume
    from chained

    union all

    select
        on_fixed_years.region_code,
        on_fixed_years.measure_code,
        on_fixed_years.from_period,
        on_fixed_years.to_period,
        on_fixed_years.log_change_volume
    from on_fixed_years
    left join chained
        on
            on_fixed_years.region_code = chained.region_code
            and on_fixed_years.measure_code = chained.measure_code
            and on_fixed_years.from_period = chained.from_period
            and on_fixed_years.to_period = chained.to_period
    where on_fixed_years.index_number = 1 and chained.from_period is null

)

select * from final
