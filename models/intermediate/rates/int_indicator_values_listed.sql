with

computed as (

    select * from {{ ref('int_indicator_values_computed') }}

),

intervals as (

    select * from {{ ref('int_indicator_intervals_computed') }}

),

published as (

    select * from {{ ref('int_published_rates_selected') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

changes as (

    select * from {{ ref('int_indicator_changes_computed') }}

),

official_scopes as (

    select * from {{ ref('int_official_scopes_resolved') }}

),

measures as (

    select * from {{ ref('dim_measures') }}

),

-- A value is listed where it was computed or printed; for whole years also where only the
-- count is known, so that the missing denominator can be seen.
keys as (

    select
        region_code,
        period,
        period_year,
        period_end_date,
        period_basis,
        indicator_code,
        scope_code
    from computed
    where computed_rate is not null or period_basis = 'year'

    union

    select
        region_code,
        period,
        period_year,
        period_end_date,
        period_basis,
        indicator_code,
        scope_code
    from published

),

joined as (

    select
        keys.region_code,
        keys.period,
        keys.period_year,
        keys.period_end_date,
        keys.period_basis,
        keys.indicator_code,
        keys.scope_code,
        computed.numerator,
        computed.denominator_measure,
        computed.denominator,
        measures.display_unit as denominator_display_unit,
        measures.display_unit_en as denominator_display_unit_en,
        measures.measure_name as denominator_measure_name,
        measures.measure_name_en as denominator_measure_name_en,
        measures.base_unit as denominator_base_unit,
        indicators.multiplier,
        computed.computed_rate,
        intervals.lower_95,
        intervals.upper_95,
        intervals.lower_998,
        intervals.upper_998,
        intervals.interval_method,
        published.published_rate,
        published.published_decimals,
        computed.first_published_rate,
        computed.numerator_vintage,
        computed.numerator_basis,
        computed.denominator_vintage,
        published.published_rate_vintage,
        computed.denominator_period,
        computed.denominator_period_basis,
        changes.previous_period,
        changes.change_pct,
        changes.change_pct_across_break,
        changes.change_p_value,
        changes.change_is_beyond_chance,
        changes.crossed_break_code,
        case
            when keys.period_basis = 'five_year_total' then 'five_years'
            when length(keys.period) = 4 then 'year'
            when substring(keys.period, 6, 1) = 'Q' then 'quarter'
            else 'month'
        end as period_grain,
        published.published_rate - computed.computed_rate as rate_gap,
        computed.denominator / measures.display_factor as denominator_display_value,
        coalesce(computed.is_proxy_denominator, false) as is_proxy_denominator,
        case
            when computed.numerator is null then 'numerator_missing'
            else computed.no_rate_reason
        end as no_rate_reason_code,
        coalesce(changes.comparable_with_previous, false) as comparable_with_previous,
        case
            when computed.computed_rate is null then 'computed_value_missing'
            when changes.previous_period is null then 'previous_value_missing'
            else changes.comparability_reason_code
        end as comparability_reason_code,
        coalesce(computed.is_poisson_count and computed.numerator < 10, false) as is_small_count,
        case
            when official_scopes.indicator_code is not null
                then
                    keys.period_end_date
                    >= coalesce(official_scopes.official_from, cast('0001-01-01' as date))
                    and keys.period_end_date
                    < coalesce(official_scopes.official_to, cast('9999-12-31' as date))
        end as is_official_scope
    from keys
    inner join indicators
        on keys.indicator_code = indicators.indicator_code
    left join computed
        on {{ of_the_same('value', 'keys', 'computed') }}
    left join intervals
        on {{ of_the_same('value', 'keys', 'intervals') }}
    left join published
        on {{ of_the_same('value', 'keys', 'published') }}
    left join changes
        on {{ of_the_same('value', 'keys', 'changes') }}
    left join official_scopes
        on {{ of_the_same('series', 'keys', 'official_scopes') }}
    left join measures
        on computed.denominator_measure = measures.measure_code

),

-- A series whose values rest on several vintages; of a count, its own.
series_vintages as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        min(coalesce(denominator_vintage, numerator_vintage)) as first_vintage,
        max(coalesce(denominator_vintage, numerator_vintage)) as last_vintage
    from joined
    where computed_rate is not null
    group by region_code, indicator_code, scope_code, period_basis

),

-- Whatever is shown is provisional while one of the figures behind it is, and a rate of months
-- while it rests on the denominator of a year.
final as (

    select
        joined.*,
        denominator_vintages.vintage_name as denominator_vintage_name,
        denominator_vintages.vintage_name_en as denominator_vintage_name_en,
        coalesce(numerator_vintages.is_provisional, false)
        or coalesce(denominator_vintages.is_provisional, false)
        or (
            joined.computed_rate is null
            and coalesce(published_vintages.is_provisional, false)
        )
        or (
            joined.denominator is not null
            and joined.period_basis in ('cumulative_from_january', 'rolling_12_months')
        ) as is_provisional,
        joined.numerator is not null
        and (joined.denominator is not null or indicators.denominator_measure is null)
            as is_complete,
        coalesce(
            series_vintages.first_vintage != series_vintages.last_vintage, false
        ) as series_has_mixed_vintages
    from joined
    inner join indicators
        on joined.indicator_code = indicators.indicator_code
    left join vintages as numerator_vintages
        on joined.numerator_vintage = numerator_vintages.vintage_code
    left join vintages as denominator_vintages
        on joined.denominator_vintage = denominator_vintages.vintage_code
    left join vintages as published_vintages
        on joined.published_rate_vintage = published_vintages.vintage_code
    left join series_vintages
        on
            joined.region_code = series_vintages.region_code
            and joined.indicator_code = series_vintages.indicator_code
            and joined.scope_code = series_vintages.scope_code
            and joined.period_basis = series_vintages.period_basis

)

select * from final
