{#- The rule looks at this many years in a row. -#}
{%- set points_needed = 5 -%}

with

computed as (

    select * from {{ ref('int_indicator_values_computed') }}
    where computed_rate is not null and period_basis = 'year'

),

changes as (

    select * from {{ ref('int_indicator_changes_computed') }}
    where period_basis = 'year'

),

intervals as (

    select * from {{ ref('int_indicator_intervals_computed') }}

),

-- A run ends where the year before is missing or does not compare.
continued as (

    select
        computed.region_code,
        computed.indicator_code,
        computed.scope_code,
        computed.period,
        computed.period_year,
        computed.numerator,
        computed.divisor,
        computed.multiplier,
        computed.computed_rate,
        computed.is_poisson_count,
        intervals.lower_95,
        intervals.upper_95,
        changes.previous_period is not null as has_previous,
        coalesce(changes.comparable_with_previous, false) as continues_previous
    from computed
    left join changes
        on
            computed.region_code = changes.region_code
            and computed.indicator_code = changes.indicator_code
            and computed.scope_code = changes.scope_code
            and computed.period = changes.period
    left join intervals
        on {{ of_the_same('value', 'computed', 'intervals') }}

),

runs as (

    select
        *,
        sum(case when continues_previous then 0 else 1 end) over (
            partition by region_code, indicator_code, scope_code
            order by period_year
            rows between unbounded preceding and current row
        ) as run_number
    from continued

),

measured as (

    select
        *,
        count(*) over (
            partition by region_code, indicator_code, scope_code, run_number
        ) as run_length,
        row_number() over (
            partition by region_code, indicator_code, scope_code, run_number
            order by period_year desc
        ) as years_from_end,
        max(run_number) over (partition by region_code, indicator_code, scope_code) as last_run,
        max(period) over (partition by region_code, indicator_code, scope_code) as latest_period
    from runs

),

-- The latest run that is long enough, else the latest of all.
chosen as (

    select
        *,
        coalesce(
            max(case when run_length >= {{ points_needed }} then run_number end) over (
                partition by region_code, indicator_code, scope_code
            ),
            last_run
        ) as chosen_run
    from measured

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        period_year,
        numerator,
        divisor,
        multiplier,
        computed_rate,
        lower_95,
        upper_95,
        is_poisson_count,
        has_previous,
        continues_previous,
        latest_period,
        cast(run_length as integer) as run_length,
        cast(
            row_number() over (
                partition by region_code, indicator_code, scope_code
                order by period_year
            ) as integer
        ) as point_number
    from chosen
    where run_number = chosen_run and years_from_end <= {{ points_needed }}

)

select * from final
