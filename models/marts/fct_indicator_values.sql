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

    select * from {{ ref('indicators') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

-- The unit in which people read a denominator.
display_units as (

    select
        measures.measure_code,
        units.unit_code,
        cast(units.factor as double) as factor
    from {{ ref('measures') }} as measures
    inner join {{ ref('units') }} as units
        on measures.display_unit = units.unit_code

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
        display_units.unit_code as denominator_display_unit,
        indicators.multiplier,
        computed.computed_rate,
        intervals.lower_95,
        intervals.upper_95,
        intervals.lower_998,
        intervals.upper_998,
        intervals.interval_method,
        published.published_rate,
        computed.first_published_rate,
        computed.numerator_vintage,
        computed.denominator_vintage,
        published.published_rate_vintage,
        computed.denominator_period,
        computed.denominator_period_basis,
        case
            when keys.period_basis = 'five_year_total' then 'five_years'
            when length(keys.period) = 4 then 'year'
            when substring(keys.period, 6, 1) = 'Q' then 'quarter'
            else 'month'
        end as period_grain,
        published.published_rate - computed.computed_rate as rate_gap,
        computed.denominator / display_units.factor as denominator_display_value,
        case when computed.numerator is not null then 'published' end as numerator_basis,
        coalesce(computed.is_proxy_denominator, false) as is_proxy_denominator,
        case
            when computed.numerator is null then 'numerator_missing'
            else computed.no_rate_reason
        end as no_rate_reason_code
    from keys
    inner join indicators
        on keys.indicator_code = indicators.indicator_code
    left join computed
        on
            keys.region_code = computed.region_code
            and keys.period = computed.period
            and keys.period_basis = computed.period_basis
            and keys.indicator_code = computed.indicator_code
            and keys.scope_code = computed.scope_code
    left join intervals
        on
            keys.region_code = intervals.region_code
            and keys.period = intervals.period
            and keys.period_basis = intervals.period_basis
            and keys.indicator_code = intervals.indicator_code
            and keys.scope_code = intervals.scope_code
    left join published
        on
            keys.region_code = published.region_code
            and keys.period = published.period
            and keys.period_basis = published.period_basis
            and keys.indicator_code = published.indicator_code
            and keys.scope_code = published.scope_code
    left join display_units
        on computed.denominator_measure = display_units.measure_code

),

-- Whatever is shown is provisional while one of the figures behind it is.
final as (

    select
        joined.*,
        coalesce(numerator_vintages.is_provisional, false)
        or coalesce(denominator_vintages.is_provisional, false)
        or (
            joined.computed_rate is null
            and coalesce(published_vintages.is_provisional, false)
        ) as is_provisional
    from joined
    left join vintages as numerator_vintages
        on joined.numerator_vintage = numerator_vintages.vintage_code
    left join vintages as denominator_vintages
        on joined.denominator_vintage = denominator_vintages.vintage_code
    left join vintages as published_vintages
        on joined.published_rate_vintage = published_vintages.vintage_code

)

select * from final
