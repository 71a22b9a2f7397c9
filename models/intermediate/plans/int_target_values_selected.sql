with

figures as (

    select * from {{ ref('int_target_figures_listed') }}

),

readings as (

    select * from {{ ref('int_target_readings_listed') }}

),

numbers as (

    select * from {{ ref('int_log_factorials') }}

),

yearly as (

    select * from figures
    where period_basis = 'year'

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
        {{ added_up('yearly.numerator') }} as total,
        count(yearly.numerator) as years_known,
        {{ added_up('yearly.denominator') }} as denominator,
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
    from figures
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
    from figures

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
