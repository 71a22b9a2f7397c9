with

denominators as (

    select * from {{ ref('int_indicator_denominators_selected') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

month_numbers as (

    {% for month in range(1, 13) %}
    select '{{ '%02d' % month }}' as month_number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

month_bases as (

    select 'rolling_12_months' as period_basis
    union all
    select 'cumulative_from_january' as period_basis

),

-- Twelve months in a row rest on what is known of the year in which they end; so does what has
-- added up since January, over a stock.
spread as (

    select
        denominators.region_code,
        denominators.indicator_code,
        denominators.denominator_measure,
        denominators.denominator_period,
        denominators.denominator_period_basis,
        denominators.denominator,
        denominators.first_denominator,
        denominators.denominator_vintage,
        denominators.is_proxy,
        month_bases.period_basis,
        last_day(
            cast(
                cast(extract(year from denominators.period_end_date) as varchar)
                || '-' || month_numbers.month_number || '-01' as date
            )
        ) as period_end_date
    from denominators
    inner join measures
        on denominators.denominator_measure = measures.measure_code
    inner join month_bases
        on month_bases.period_basis = 'rolling_12_months' or measures.measure_kind = 'stock'
    cross join month_numbers
    where denominators.period_basis = 'year'

),

final as (

    select
        region_code,
        indicator_code,
        denominator_measure,
        denominator_period,
        denominator_period_basis,
        denominator,
        first_denominator,
        denominator_vintage,
        is_proxy,
        period_end_date,
        period_basis
    from denominators

    union all

    select
        region_code,
        indicator_code,
        denominator_measure,
        denominator_period,
        denominator_period_basis,
        denominator,
        first_denominator,
        denominator_vintage,
        is_proxy,
        period_end_date,
        period_basis
    from spread

)

select * from final
