{#- Nothing is said of a month that has not three years before it, nor where more than a quarter of
    the months looked at (at least 31) are missing (surveillance/monthly.py). -#}
{%- set months_needed = 36 -%}
{%- set known_needed = 24 -%}

with

observations as (

    select
        observations.region_code,
        observations.scope_code,
        observations.measure_code,
        observations.basis_code,
        observations.period,
        observations.period_basis,
        observations.period_year,
        observations.period_end_date,
        observations.observed_value,
        cast(extract(month from observations.period_end_date) as integer) as period_month,
        row_number() over (
            partition by
                observations.region_code,
                observations.scope_code,
                observations.measure_code,
                observations.basis_code,
                observations.period,
                observations.period_basis
            order by observations.latest_position, observations.cell
        ) as reading_position
    from {{ ref('int_observations_completed') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    left join {{ ref('stg_doubtful_rows') }} as doubtful_rows
        on {{ of_the_same('cell', 'observations', 'doubtful_rows') }}
    where
        measures.measure_kind = 'count'
        and observations.period_grain = 'month'
        and observations.period_basis in ('single_month', 'cumulative_from_january')
        and observations.vintage_code != 'forecast'
        and doubtful_rows.row_number is null

),

readings as (

    select * from observations
    where reading_position = 1

),

-- A month is also what has been added to the count from January since the month before.
differences as (

    select
        readings.*,
        readings.observed_value - case
            when readings.period_month = 1 then 0
            else months_before.observed_value
        end as added_value
    from readings
    left join readings as months_before
        on
            readings.region_code = months_before.region_code
            and readings.scope_code = months_before.scope_code
            and readings.measure_code = months_before.measure_code
            and readings.basis_code = months_before.basis_code
            and readings.period_year = months_before.period_year
            and readings.period_month = months_before.period_month + 1
            and months_before.period_basis = 'cumulative_from_january'
    where readings.period_basis = 'cumulative_from_january'

),

months as (

    select
        region_code,
        scope_code,
        measure_code,
        basis_code,
        period,
        period_year,
        period_month,
        period_end_date,
        observed_value,
        period_basis as count_basis
    from readings
    where period_basis = 'single_month'

    union all

    -- A count that fell has been corrected, nobody knows in which month.
    select
        differences.region_code,
        differences.scope_code,
        differences.measure_code,
        differences.basis_code,
        differences.period,
        differences.period_year,
        differences.period_month,
        differences.period_end_date,
        differences.added_value as observed_value,
        differences.period_basis as count_basis
    from differences
    left join readings as singles
        on
            differences.region_code = singles.region_code
            and differences.scope_code = singles.scope_code
            and differences.measure_code = singles.measure_code
            and differences.basis_code = singles.basis_code
            and differences.period = singles.period
            and singles.period_basis = 'single_month'
    where
        singles.period is null
        and differences.added_value >= 0

),

breaks as (

    select distinct
        region_code,
        scope_code,
        measure_code,
        breaks_at
    from {{ ref('int_count_breaks_resolved') }}

),

-- What lies before a break is another series.
segmented as (

    select
        months.region_code,
        months.scope_code,
        months.measure_code,
        months.basis_code,
        months.period,
        months.period_year,
        months.period_month,
        months.observed_value,
        months.count_basis,
        cast(count(breaks.breaks_at) as integer) as segment_number,
        months.period_year * 12 + months.period_month - 1 as month_number
    from months
    left join breaks
        on
            months.region_code = breaks.region_code
            and months.scope_code = breaks.scope_code
            and months.measure_code = breaks.measure_code
            and months.period_end_date >= breaks.breaks_at
    group by
        months.region_code,
        months.scope_code,
        months.measure_code,
        months.basis_code,
        months.period,
        months.period_year,
        months.period_month,
        months.observed_value,
        months.count_basis

),

measured as (

    select
        *,
        count(*) over (
            partition by region_code, scope_code, measure_code, basis_code, segment_number
        ) as months_known,
        max(month_number) over (
            partition by region_code, scope_code, measure_code, basis_code, segment_number
        ) as last_month_number,
        min(month_number) over (
            partition by region_code, scope_code, measure_code, basis_code, segment_number
        ) as first_month_number
    from segmented

),

final as (

    select
        region_code,
        scope_code,
        measure_code,
        basis_code,
        segment_number,
        period,
        period_year,
        period_month,
        month_number,
        observed_value,
        count_basis,
        first_month_number,
        last_month_number,
        month_number - first_month_number >= {{ months_needed }} as has_years_before,
        last_month_number - first_month_number >= {{ months_needed }}
        and months_known > {{ known_needed }} as is_long_enough
    from measured

)

select * from final
