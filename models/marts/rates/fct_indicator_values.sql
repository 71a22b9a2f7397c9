with

indicator_values as (

    select * from {{ ref('int_indicator_values_listed') }}

),

latest_series as (

    select * from {{ ref('int_latest_series_chosen') }}

),

peers as (

    select * from {{ ref('int_region_peers_grouped') }}

),

months_of_breaks as (

    select distinct
        region_code,
        indicator_code,
        scope_code,
        last_day(breaks_at) as period_end_date
    from {{ ref('fct_series_breaks') }}

),

-- What a chart connects: years while each compares with the one before, the same month of every
-- year likewise; months until one in which a break lies.
unnamed as (

    select
        indicator_values.region_code,
        indicator_values.period,
        indicator_values.period_year,
        indicator_values.period_end_date,
        indicator_values.period_basis,
        indicator_values.indicator_code,
        indicator_values.scope_code,
        indicator_values.numerator,
        indicator_values.denominator_measure,
        indicator_values.denominator,
        indicator_values.denominator_display_unit,
        indicator_values.denominator_display_unit_en,
        indicator_values.denominator_measure_name,
        indicator_values.denominator_measure_name_en,
        indicator_values.denominator_base_unit,
        indicator_values.multiplier,
        indicator_values.computed_rate,
        indicator_values.lower_95,
        indicator_values.upper_95,
        indicator_values.lower_998,
        indicator_values.upper_998,
        indicator_values.interval_method,
        indicator_values.published_rate,
        indicator_values.published_decimals,
        indicator_values.first_published_rate,
        indicator_values.numerator_vintage,
        indicator_values.numerator_basis,
        indicator_values.denominator_vintage,
        indicator_values.published_rate_vintage,
        indicator_values.denominator_period,
        indicator_values.denominator_period_basis,
        indicator_values.previous_period,
        indicator_values.change_pct,
        indicator_values.change_pct_across_break,
        indicator_values.change_p_value,
        indicator_values.change_is_beyond_chance,
        indicator_values.crossed_break_code,
        indicator_values.period_grain,
        indicator_values.rate_gap,
        indicator_values.denominator_display_value,
        indicator_values.is_proxy_denominator,
        indicator_values.no_rate_reason_code,
        indicator_values.comparable_with_previous,
        indicator_values.comparability_reason_code,
        indicator_values.is_small_count,
        indicator_values.is_official_scope,
        indicator_values.denominator_vintage_name,
        indicator_values.denominator_vintage_name_en,
        indicator_values.is_provisional,
        indicator_values.is_complete,
        indicator_values.series_has_mixed_vintages,
        peers.overall_rate,
        cast(
            sum(case when indicator_values.comparable_with_previous then 0 else 1 end) over (
                partition by
                    indicator_values.region_code,
                    indicator_values.indicator_code,
                    indicator_values.scope_code,
                    indicator_values.period_basis,
                    substring(indicator_values.period, 5)
                order by indicator_values.period_year
                rows between unbounded preceding and current row
            ) as integer
        ) as stretch_number,
        case
            when indicator_values.period_basis in ('year', 'five_year_total')
                then indicator_values.comparable_with_previous
            else months_of_breaks.period_end_date is null
        end as continues_series,
        latest_series.region_code is not null as is_of_latest_series
    from indicator_values
    left join peers
        on {{ of_the_same('value', 'indicator_values', 'peers') }}
    left join months_of_breaks
        on
            indicator_values.region_code = months_of_breaks.region_code
            and indicator_values.indicator_code = months_of_breaks.indicator_code
            and indicator_values.scope_code = months_of_breaks.scope_code
            and indicator_values.period_end_date = months_of_breaks.period_end_date
    left join latest_series
        on {{ of_the_same('value', 'indicator_values', 'latest_series') }}

),

final as (

    {{ named(
        'unnamed',
        ['region', 'indicator', 'scope', 'period_basis'],
        with_units=true
    ) | indent(4) }}

)

select * from final
