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

numbers as (

    select * from {{ ref('int_log_factorials') }}

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

-- One row a year, whatever it is a year of.
yearly as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_year,
        period_end_date,
        numerator,
        denominator,
        denominator_measure,
        multiplier,
        unrounded_value,
        is_official_scope,
        is_plan_scope,
        is_provisional
    from official
    where period_basis = 'year'

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        period_year,
        cast(cast(period_year as varchar) || '-12-31' as date) as period_end_date,
        latest_value as numerator,
        cast(null as double) as denominator,
        cast(null as varchar) as denominator_measure,
        1.0 as multiplier,
        latest_value as unrounded_value,
        is_plan_scope as is_official_scope,
        is_plan_scope,
        latest_vintage_code in ('preliminary', 'forecast') as is_provisional
    from others

),

-- The years that a value is of so far, from its first year to each later one.
running_spans as (

    select distinct
        readings.region_code,
        readings.indicator_code,
        readings.value_basis,
        readings.target_from_year as first_year,
        readings.target_from_year + numbers.whole_number as last_year
    from readings
    inner join numbers
        on
            numbers.whole_number
            between 0 and readings.target_year - readings.target_from_year
    where readings.value_basis in ('total_of_years', 'mean_of_years')

),

spans as (

    select * from running_spans

    union

    select distinct
        region_code,
        indicator_code,
        base_basis as value_basis,
        base_first_year as first_year,
        base_last_year as last_year
    from readings
    where base_basis in ('total_of_years', 'mean_of_years') and base_first_year is not null

),

summed as (

    select
        spans.region_code,
        spans.indicator_code,
        spans.value_basis,
        yearly.scope_code,
        spans.first_year,
        spans.last_year,
        spans.last_year - spans.first_year + 1 as years_asked,
        sum(yearly.numerator) as total,
        count(yearly.numerator) as years_known,
        sum(yearly.denominator) as denominator,
        count(yearly.denominator) as denominators_known,
        max(yearly.denominator_measure) as denominator_measure,
        min(yearly.denominator_measure) as other_denominator_measure,
        max(yearly.multiplier) as multiplier,
        max(case when yearly.period_year = spans.last_year then yearly.period_end_date end)
            as period_end_date,
        max(
            case
                when yearly.period_year = spans.last_year and yearly.is_official_scope then 1
                else 0
            end
        ) = 1 as is_official_scope,
        max(case when yearly.is_provisional then 1 else 0 end) = 1 as is_provisional,
        max(case when yearly.is_plan_scope then 1 else 0 end) = 1 as is_plan_scope
    from spans
    inner join yearly
        on
            spans.region_code = yearly.region_code
            and spans.indicator_code = yearly.indicator_code
            and yearly.period_year between spans.first_year and spans.last_year
    group by
        spans.region_code,
        spans.indicator_code,
        spans.value_basis,
        yearly.scope_code,
        spans.first_year,
        spans.last_year

),

-- A total so far is told with the years that are known of it; a mean only of all its years, of a
-- rate as all above the line over all below it.
of_spans as (

    select
        *,
        cast(first_year as varchar) || '-' || cast(last_year as varchar) as period,
        coalesce(
            period_end_date, cast(cast(last_year as varchar) || '-12-31' as date)
        ) as span_end_date,
        case
            when value_basis = 'total_of_years' and denominator_measure is null then total
            when years_known < years_asked or value_basis = 'total_of_years' then null
            when denominator_measure is null then total * multiplier / years_asked
            when
                denominators_known = years_asked
                and denominator > 0
                and denominator_measure = other_denominator_measure
                then total * multiplier / denominator
        end as span_value
    from summed

),

-- A total that was published comes before a sum of ours.
published_totals as (

    select
        *,
        'total_of_years' as value_basis
    from official
    where period_basis = 'five_year_total' and unrounded_value is not null

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period,
        case
            when period_basis = 'five_year_total' then 'total_of_years' else 'year'
        end as value_basis,
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
        ignored_printed_value,
        first_value,
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
        'year' as value_basis,
        cast(cast(period_year as varchar) || '-01-01' as date) as period_start_date,
        cast(cast(period_year as varchar) || '-12-31' as date) as period_end_date,
        latest_value as printed_value,
        cast(null as double) as ignored_printed_value,
        cast(null as double) as first_value,
        latest_value as unrounded_value,
        latest_value as numerator,
        cast(null as double) as denominator,
        cast(null as varchar) as denominator_measure,
        is_plan_scope as is_official_scope,
        is_plan_scope,
        coalesce(latest_vintage_code in ('preliminary', 'forecast'), false) as is_provisional,
        cast(1 as bigint) as years_known
    from others

    union all

    select
        of_spans.region_code,
        of_spans.indicator_code,
        of_spans.scope_code,
        of_spans.period,
        of_spans.value_basis,
        cast(cast(of_spans.first_year as varchar) || '-01-01' as date) as period_start_date,
        of_spans.span_end_date as period_end_date,
        cast(null as double) as printed_value,
        cast(null as double) as ignored_printed_value,
        cast(null as double) as first_value,
        of_spans.span_value as unrounded_value,
        of_spans.total as numerator,
        of_spans.denominator,
        of_spans.denominator_measure,
        of_spans.is_official_scope,
        of_spans.is_plan_scope,
        of_spans.is_provisional,
        of_spans.years_known
    from of_spans
    left join published_totals
        on
            {{ of_the_same('series', 'of_spans', 'published_totals') }}
            and of_spans.value_basis = published_totals.value_basis
            and of_spans.period = published_totals.period
    where published_totals.period is null

)

select * from final
