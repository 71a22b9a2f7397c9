with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

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
listed as (

    select
        indicator_values.region_code,
        indicator_values.indicator_code,
        indicator_values.scope_code,
        indicator_values.period,
        indicator_values.period_basis,
        indicator_values.period_year,
        indicator_values.period_end_date,
        indicator_values.published_rate,
        indicator_values.computed_rate,
        indicator_values.first_published_rate,
        indicator_values.numerator,
        indicator_values.denominator,
        indicator_values.denominator_measure,
        indicator_values.multiplier,
        indicator_values.is_provisional,
        scopes.is_plan_scope,
        power(10.0, -coalesce(indicator_values.published_decimals, 0)) as last_place,
        coalesce(indicator_values.is_official_scope, false) as is_official_scope
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

-- A printed rate decides only where it follows from its figures, rounded or cut short.
checked as (

    select
        *,
        computed_rate is not null
        and published_rate is not null
        and (
            computed_rate < published_rate - last_place * 0.5000001
            or computed_rate > published_rate + last_place * 1.0000001
        ) as is_printed_wrongly
    from listed

),

official as (

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        period_basis,
        period_year,
        period_end_date,
        numerator,
        denominator,
        denominator_measure,
        multiplier,
        is_provisional,
        is_plan_scope,
        is_official_scope,
        first_published_rate as first_value,
        case when not is_printed_wrongly then published_rate end as printed_value,
        case when is_printed_wrongly then published_rate end as ignored_printed_value,
        coalesce(computed_rate, published_rate) as unrounded_value
    from checked

),

wanted as (

    select distinct
        region_code,
        indicator_code
    from readings
    where not is_indicator

),

-- What plans count besides indicators: shares of cover, teams, firms, injuries.
of_measures as (

    select
        measured.region_code,
        measured.measure_code as indicator_code,
        measured.scope_code,
        measured.period_year,
        measured.latest_value,
        measured.latest_vintage_code,
        row_number() over (
            partition by
                measured.region_code,
                measured.measure_code,
                measured.scope_code,
                measured.period_year
            order by measured.period_end_date desc, measured.period_basis asc
        ) as reading_number,
        min(measured.scope_code) over (
            partition by measured.region_code, measured.measure_code
        ) as first_scope,
        max(measured.scope_code) over (
            partition by measured.region_code, measured.measure_code
        ) as last_scope
    from measured
    inner join wanted
        on
            measured.region_code = wanted.region_code
            and measured.measure_code = wanted.indicator_code
    where measured.period_basis in ('year', 'stock_at_period_end')

),

-- What counts officially in a year is the same for every measure: the scopes of all deaths.
totals_of_years as (

    select * from indicator_scopes
    where indicator_code = 'deaths'

),

others as (

    select
        of_measures.*,
        of_measures.first_scope = of_measures.last_scope
        or totals_of_years.scope_code is not null as is_plan_scope
    from of_measures
    left join totals_of_years
        on
            of_measures.scope_code = totals_of_years.scope_code
            and cast(cast(of_measures.period_year as varchar) || '-12-31' as date)
            >= coalesce(totals_of_years.valid_from, date '1900-01-01')
            and cast(cast(of_measures.period_year as varchar) || '-12-31' as date)
            < coalesce(totals_of_years.valid_to, date '9999-12-31')
    where of_measures.reading_number = 1

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        period_basis,
        period_year,
        period_end_date,
        numerator,
        denominator,
        denominator_measure,
        multiplier,
        is_provisional,
        is_plan_scope,
        is_official_scope,
        first_value,
        printed_value,
        ignored_printed_value,
        unrounded_value
    from official

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        cast(period_year as varchar) as period,
        'year' as period_basis,
        period_year,
        cast(cast(period_year as varchar) || '-12-31' as date) as period_end_date,
        latest_value as numerator,
        cast(null as double) as denominator,
        cast(null as varchar) as denominator_measure,
        1.0 as multiplier,
        coalesce(latest_vintage_code in ('preliminary', 'forecast'), false) as is_provisional,
        is_plan_scope,
        is_plan_scope as is_official_scope,
        cast(null as double) as first_value,
        latest_value as printed_value,
        cast(null as double) as ignored_printed_value,
        latest_value as unrounded_value
    from others

)

select * from final
