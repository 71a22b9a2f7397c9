with

readings as (

    select * from {{ ref('int_measures_summed') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

indicator_denominators as (

    select * from {{ ref('stg_indicator_denominators') }}

),

-- A stock at the end of December stands for the year; a flow counts only over the same span.
candidates as (

    select
        readings.region_code,
        readings.period as denominator_period,
        readings.period_basis as denominator_period_basis,
        readings.period_end_date,
        indicator_denominators.indicator_code,
        indicator_denominators.denominator_measure,
        indicator_denominators.preference,
        indicator_denominators.is_proxy,
        readings.latest_value as denominator,
        readings.first_value as first_denominator,
        readings.latest_vintage_code as denominator_vintage,
        case
            when measures.measure_kind = 'stock' then 'year'
            else readings.period_basis
        end as period_basis,
        case when readings.period_basis = 'year' then 1 else 2 end as basis_preference
    from readings
    inner join measures
        on readings.measure_code = measures.measure_code
    inner join indicator_denominators
        on readings.measure_code = indicator_denominators.denominator_measure
    where
        measures.measure_kind != 'stock'
        or (
            readings.period_basis in ('year', 'stock_at_period_end')
            and extract(month from readings.period_end_date) = 12
        )

),

ranked as (

    select
        *,
        row_number() over (
            partition by region_code, period_end_date, period_basis, indicator_code
            order by preference, basis_preference, denominator_period
        ) as choice
    from candidates

),

final as (

    select
        region_code,
        period_end_date,
        period_basis,
        indicator_code,
        denominator_measure,
        denominator_period,
        denominator_period_basis,
        denominator,
        first_denominator,
        denominator_vintage,
        is_proxy
    from ranked
    where choice = 1

)

select * from final
