{#- Standard normal deviates for two-sided limits of 95 % and 99.8 %. -#}
{%- set z = {'95': 1.959963984540054, '998': 3.090232306167813} -%}

with

rates as (

    select * from {{ ref('int_indicator_values_computed') }}
    where is_poisson_count and divisor is not null

),

poisson_limits as (

    select * from {{ ref('poisson_limits') }}

),

-- Exact limits below ten events, Byar's approximation from ten.
counts as (

    select
        rates.*,
        case
            when rates.numerator >= 10 then 'byars'
            when poisson_limits.events is not null then 'exact'
        end as interval_method,
        {%- for level, deviate in z.items() %}
        case
            when rates.numerator >= 10
                then rates.numerator * power(
                    1 - 1 / (9 * rates.numerator) - {{ deviate }} / (3 * sqrt(rates.numerator)), 3
                )
            else poisson_limits.lower_{{ level }}
        end as lower_count_{{ level }},
        case
            when rates.numerator >= 10
                then (rates.numerator + 1) * power(
                    1 - 1 / (9 * (rates.numerator + 1))
                    + {{ deviate }} / (3 * sqrt(rates.numerator + 1)), 3
                )
            else poisson_limits.upper_{{ level }}
        end as upper_count_{{ level }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from rates
    left join poisson_limits
        on rates.numerator = poisson_limits.events

),

final as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        interval_method,
        lower_count_95 / divisor * multiplier as lower_95,
        upper_count_95 / divisor * multiplier as upper_95,
        lower_count_998 / divisor * multiplier as lower_998,
        upper_count_998 / divisor * multiplier as upper_998
    from counts

)

select * from final
