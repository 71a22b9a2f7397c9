with

numerators as (

    select * from {{ ref('int_indicator_numerators_selected') }}

),

denominators as (

    select * from {{ ref('int_indicator_denominators_spread') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

inputs as (

    select
        numerators.region_code,
        numerators.period,
        numerators.period_year,
        numerators.period_end_date,
        numerators.period_basis,
        numerators.indicator_code,
        numerators.scope_code,
        numerators.numerator,
        numerators.first_numerator,
        numerators.numerator_vintage,
        numerators.numerator_basis,
        denominators.denominator_measure,
        denominators.denominator_period,
        denominators.denominator_period_basis,
        denominators.denominator,
        denominators.first_denominator,
        denominators.denominator_vintage,
        denominators.is_proxy as is_proxy_denominator,
        indicators.multiplier,
        indicators.is_poisson_count,
        indicators.denominator_measure is null as is_count
    from numerators
    inner join indicators
        on numerators.indicator_code = indicators.indicator_code
    left join denominators
        on
            numerators.region_code = denominators.region_code
            and numerators.period_end_date = denominators.period_end_date
            and numerators.period_basis = denominators.period_basis
            and numerators.indicator_code = denominators.indicator_code

),

-- A count is its own rate over one; a zero or missing denominator gives no rate.
divisors as (

    select
        *,
        case when is_count then 1 else nullif(denominator, 0) end as divisor,
        case when is_count then 1 else nullif(first_denominator, 0) end as first_divisor
    from inputs

),

final as (

    select
        region_code,
        period,
        period_year,
        period_end_date,
        period_basis,
        indicator_code,
        scope_code,
        numerator,
        numerator_vintage,
        numerator_basis,
        denominator_measure,
        denominator_period,
        denominator_period_basis,
        denominator,
        denominator_vintage,
        is_proxy_denominator,
        multiplier,
        is_poisson_count,
        divisor,
        numerator / divisor * multiplier as computed_rate,
        first_numerator / first_divisor * multiplier as first_published_rate,
        case
            when divisor is not null then null
            when denominator is null then 'denominator_missing'
            else 'denominator_zero'
        end as no_rate_reason
    from divisors

)

select * from final
