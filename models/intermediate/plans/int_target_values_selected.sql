with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

indicator_scopes as (

    select * from {{ ref('indicator_scopes') }}

),

readings as (

    select * from {{ ref('int_target_readings_listed') }}

),

measured as (

    select * from {{ ref('int_measures_summed') }}

),

-- The scopes that an indicator means when nothing is said, and those that a target names.
scopes as (

    select
        indicator_code,
        scope_code,
        true as is_plan_scope
    from indicator_scopes

    union all

    select distinct
        readings.indicator_code,
        readings.target_scope_code as scope_code,
        false as is_plan_scope
    from readings
    left join indicator_scopes
        on
            readings.indicator_code = indicator_scopes.indicator_code
            and readings.target_scope_code = indicator_scopes.scope_code
    where readings.target_scope_code is not null and indicator_scopes.scope_code is null

),

-- Whole years, five years, and twelve months to the middle of a year; in the scopes that a plan's
-- words can mean.
official as (

    select
        indicator_values.region_code,
        indicator_values.indicator_code,
        indicator_values.scope_code,
        indicator_values.period,
        indicator_values.period_basis,
        indicator_values.period_year,
        indicator_values.period_end_date,
        indicator_values.published_rate as printed_value,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.denominator_measure,
        indicator_values.is_provisional,
        scopes.is_plan_scope,
        coalesce(indicator_values.is_official_scope, false) as is_official_scope,
        coalesce(indicator_values.computed_rate, indicator_values.published_rate)
            as unrounded_value
    from indicator_values
    inner join scopes
        on
            indicator_values.indicator_code = scopes.indicator_code
            and indicator_values.scope_code = scopes.scope_code
    where
        indicator_values.period_basis in ('year', 'five_year_total')
        or (
            indicator_values.period_basis = 'rolling_12_months'
            and substring(indicator_values.period, 6, 2) = '06'
        )

),

wanted as (

    select distinct
        region_code,
        indicator_code
    from readings
    where not is_indicator

),

-- What plans count besides indicators: shares of cover, teams, firms.
others as (

    select
        measured.region_code,
        measured.measure_code as indicator_code,
        measured.scope_code,
        measured.period_year,
        measured.latest_value,
        row_number() over (
            partition by
                measured.region_code, measured.measure_code, measured.period_year
            order by measured.period_end_date desc, measured.scope_code asc
        ) as reading_number
    from measured
    inner join wanted
        on
            measured.region_code = wanted.region_code
            and measured.measure_code = wanted.indicator_code
    where measured.period_basis in ('year', 'stock_at_period_end')

),

-- A plan's total so far, year by year from its first.
spans as (

    select distinct
        readings.region_code,
        readings.indicator_code,
        readings.target_from_year,
        ends.period_year as last_year
    from readings
    inner join official as ends
        on
            readings.region_code = ends.region_code
            and readings.indicator_code = ends.indicator_code
            and ends.period_basis = 'year'
            and ends.period_year between readings.target_from_year and readings.plan_to_year
    where readings.rule_code in ('vs_previous_five_year_total', 'zero')

),

running as (

    select
        spans.region_code,
        spans.indicator_code,
        official.scope_code,
        spans.target_from_year,
        spans.last_year,
        sum(official.numerator) as total,
        count(official.numerator) as years_known,
        max(
            case when official.period_year = spans.last_year then official.period_end_date end
        ) as period_end_date,
        max(
            case
                when official.period_year = spans.last_year and official.is_official_scope then 1
                else 0
            end
        ) = 1 as is_official_scope,
        max(case when official.is_provisional then 1 else 0 end) = 1 as is_provisional,
        max(case when official.is_plan_scope then 1 else 0 end) = 1 as is_plan_scope
    from spans
    inner join official
        on
            spans.region_code = official.region_code
            and spans.indicator_code = official.indicator_code
            and official.period_basis = 'year'
            and official.period_year between spans.target_from_year and spans.last_year
    group by
        spans.region_code,
        spans.indicator_code,
        official.scope_code,
        spans.target_from_year,
        spans.last_year

),

-- A total that was published comes before a sum of ours.
totals as (

    select
        running.region_code,
        running.indicator_code,
        running.scope_code,
        running.target_from_year,
        running.last_year,
        running.years_known,
        running.is_official_scope,
        running.is_provisional,
        running.is_plan_scope,
        running.total,
        cast(running.target_from_year as varchar)
        || '-'
        || cast(running.last_year as varchar) as period,
        coalesce(
            running.period_end_date, cast(cast(running.last_year as varchar) || '-12-31' as date)
        ) as period_end_date
    from running
    left join official as published
        on
            {{ of_the_same('series', 'running', 'published') }}
            and published.period_basis = 'five_year_total'
            and published.period
            = cast(running.target_from_year as varchar)
            || '-'
            || cast(running.last_year as varchar)
            and published.unrounded_value is not null
    where published.period is null

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        cast(
            case
                when
                    period_basis = 'rolling_12_months'
                    then cast(period_year - 1 as varchar) || '-07-01'
                else substring(period, 1, 4) || '-01-01'
            end as date
        ) as period_start_date,
        period_end_date,
        printed_value,
        unrounded_value,
        numerator,
        denominator,
        denominator_measure,
        is_official_scope,
        is_plan_scope,
        is_provisional,
        cast(
            case when period_basis = 'five_year_total' then 5 else 1 end as bigint
        ) as years_known
    from official

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        cast(period_year as varchar) as period,
        cast(cast(period_year as varchar) || '-01-01' as date) as period_start_date,
        cast(cast(period_year as varchar) || '-12-31' as date) as period_end_date,
        latest_value as printed_value,
        latest_value as unrounded_value,
        latest_value as numerator,
        cast(null as double) as denominator,
        cast(null as varchar) as denominator_measure,
        true as is_official_scope,
        true as is_plan_scope,
        false as is_provisional,
        cast(1 as bigint) as years_known
    from others
    where reading_number = 1

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        cast(cast(target_from_year as varchar) || '-01-01' as date) as period_start_date,
        period_end_date,
        cast(null as double) as printed_value,
        total as unrounded_value,
        total as numerator,
        cast(null as double) as denominator,
        cast(null as varchar) as denominator_measure,
        is_official_scope,
        is_plan_scope,
        is_provisional,
        years_known
    from totals

)

select * from final
