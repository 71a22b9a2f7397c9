with

-- A forecast is used by nobody as what has happened, nor a month that may be a sum already.
observations as (

    select
        observations.*,
        cast(extract(month from observations.period_end_date) as integer) as period_month
    from {{ ref('int_observations_completed') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    left join {{ ref('stg_doubtful_rows') }} as doubtful_rows
        on {{ of_the_same('cell', 'observations', 'doubtful_rows') }}
    where
        measures.measure_kind = 'count'
        and observations.vintage_code != 'forecast'
        and doubtful_rows.row_number is null

),

-- Each figure in use beside what was first said of it; of a half year told as six months and as
-- two quarters, what became known later.
readings_positioned as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        period_basis,
        period,
        observed_value,
        first_observed_value as first_value,
        row_number() over (
            partition by
                region_code, measure_code, scope_code, period_year, period_month, period_basis
            order by known_date desc, period asc
        ) as reading_position
    from observations
    where is_latest_vintage

),

readings as (

    select * from readings_positioned
    where reading_position = 1

),

singles as (

    select * from readings
    where period_basis = 'single_month'

),

-- Months are added up only where none is missing.
singles_added as (

    select
        singles.region_code,
        singles.measure_code,
        singles.scope_code,
        singles.period_year,
        singles.period_month,
        {{ added_up('earlier.observed_value') }} as observed_value,
        {{ added_up('earlier.first_value') }} as first_value
    from singles
    inner join singles as earlier
        on
            singles.region_code = earlier.region_code
            and singles.measure_code = earlier.measure_code
            and singles.scope_code = earlier.scope_code
            and singles.period_year = earlier.period_year
            and singles.period_month >= earlier.period_month
    group by
        singles.region_code,
        singles.measure_code,
        singles.scope_code,
        singles.period_year,
        singles.period_month
    having count(*) = singles.period_month

),

-- The figure of a year settles it; a first quarter is a count from January.
sources as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        observed_value,
        first_value,
        period_basis as count_basis,
        case period_basis
            when 'year' then 1
            when 'cumulative_from_january' then 2
            else 3
        end as preference
    from readings
    where
        period_basis in ('year', 'cumulative_from_january')
        or (period_basis = 'single_period' and substring(period, 5, 3) = '-Q1')

    union all

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        observed_value,
        first_value,
        'single_month' as count_basis,
        4 as preference
    from singles_added

),

positioned as (

    select
        *,
        row_number() over (
            partition by region_code, measure_code, scope_code, period_year, period_month
            order by preference
        ) as source_position,
        max(case when preference <= 2 then observed_value end) over (
            partition by region_code, measure_code, scope_code, period_year, period_month
        ) as any_from_january,
        max(case when preference = 2 then observed_value end) over (
            partition by region_code, measure_code, scope_code, period_year, period_month
        ) as told_from_january
    from sources

),

-- What was first said of the months up to then: month by month, or up to the month before and
-- the month itself, or of the very figure in use.
final as (

    select
        positioned.region_code,
        positioned.measure_code,
        positioned.scope_code,
        positioned.period_year,
        positioned.period_month,
        positioned.count_basis,
        positioned.observed_value as cumulated_value,
        singles_added.observed_value as single_months_value,
        -- a year is what has been counted from January to December
        coalesce(positioned.told_from_january, positioned.any_from_january)
            as from_january_value,
        coalesce(
            singles_added.first_value,
            months_before.first_value + singles.first_value,
            positioned.first_value
        ) as first_cumulated_value
    from positioned
    left join singles_added
        on
            positioned.region_code = singles_added.region_code
            and positioned.measure_code = singles_added.measure_code
            and positioned.scope_code = singles_added.scope_code
            and positioned.period_year = singles_added.period_year
            and positioned.period_month = singles_added.period_month
    left join singles
        on
            positioned.region_code = singles.region_code
            and positioned.measure_code = singles.measure_code
            and positioned.scope_code = singles.scope_code
            and positioned.period_year = singles.period_year
            and positioned.period_month = singles.period_month
    left join readings as months_before
        on
            positioned.region_code = months_before.region_code
            and positioned.measure_code = months_before.measure_code
            and positioned.scope_code = months_before.scope_code
            and positioned.period_year = months_before.period_year
            and positioned.period_month = months_before.period_month + 1
            and months_before.period_basis = 'cumulative_from_january'
    where positioned.source_position = 1

)

select * from final
