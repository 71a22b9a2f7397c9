{#- Up to this quota the probability is summed exactly (int_log_factorials, twice the count). -#}
{%- set most_events = 500 -%}
{#- Complementary error function, within 1.2e-7 of itself everywhere: Press et al., Numerical
    Recipes in C, 2nd ed. 1992, p. 221. -#}
{%- set erfc = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398,
    1.48851587, -0.82215223, 0.17087277,
] -%}
{%- set root_of_two_pi = 2.5066282746310002 -%}

with

log_factorials as (

    select * from {{ ref('int_log_factorials') }}

),

-- What has happened is a Poisson count of mean share x rate. With Jeffreys' prior the rest of the
-- year is negative binomial, of size used + 1/2 and success probability share (Gelman et al.,
-- Bayesian Data Analysis, 3rd ed. 2013, sections 2.6 and 2.8).
months as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        used,
        expected_share,
        used + 0.5 as size,
        floor(quota) as whole_quota,
        floor(quota) - used as left_over,
        (used + 0.5) * (1 - expected_share) / expected_share as expected_rest
    from {{ ref('int_quotas_followed') }}

),

open_months as (

    select * from months
    where left_over >= 0 and expected_share < 1

),

-- The gamma function at n + 1/2 is (2n)! / (4^n n!) times the root of pi.
exact_bodies as (

    select
        open_months.region_code,
        open_months.measure_code,
        open_months.scope_code,
        open_months.period,
        sum(
            exp(
                doubled.log_factorial
                - single.log_factorial
                - used_doubled.log_factorial
                + used_single.log_factorial
                - rests.whole_number * ln(4)
                - rests.log_factorial
                + open_months.size * ln(open_months.expected_share)
                + rests.whole_number * ln(1 - open_months.expected_share)
            )
        ) as within_probability
    from open_months
    inner join log_factorials as rests
        on open_months.left_over >= rests.whole_number
    inner join log_factorials as single
        on open_months.used + rests.whole_number = single.whole_number
    inner join log_factorials as doubled
        on 2 * (open_months.used + rests.whole_number) = doubled.whole_number
    inner join log_factorials as used_single
        on open_months.used = used_single.whole_number
    inner join log_factorials as used_doubled
        on 2 * open_months.used = used_doubled.whole_number
    where open_months.whole_quota <= {{ most_events }}
    group by
        open_months.region_code,
        open_months.measure_code,
        open_months.scope_code,
        open_months.period

),

-- Above that the normal approximation with Edgeworth's first correction, for skewness.
deviations as (

    select
        *,
        (left_over + 0.5 - expected_rest) / sqrt(expected_rest / expected_share) as deviation,
        (2 - expected_share) / sqrt(size * (1 - expected_share)) as skewness
    from open_months
    where whole_quota > {{ most_events }}

),

halved as (

    select
        *,
        abs(deviation) / sqrt(2.0) as half_deviation,
        1 / (1 + abs(deviation) / sqrt(2.0) / 2) as closeness
    from deviations

),

tails as (

    select
        *,
        0.5 * closeness * exp(
            -power(half_deviation, 2)
            {%- for coefficient in erfc %}
            + {{ coefficient }} * power(closeness, {{ loop.index0 }})
            {%- endfor %}
        ) as tail_probability
    from halved

),

approximate_bodies as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        case when deviation > 0 then 1 - tail_probability else tail_probability end
        - skewness / 6 * (power(deviation, 2) - 1)
        * exp(-power(deviation, 2) / 2) / {{ root_of_two_pi }} as within_probability
    from tails

),

bodies as (

    select * from exact_bodies
    union all
    select * from approximate_bodies

),

final as (

    select
        months.region_code,
        months.measure_code,
        months.scope_code,
        months.period,
        case when months.expected_share < 1 then months.expected_rest else 0 end
            as expected_rest,
        case
            when months.left_over < 0 then 1
            when months.expected_share >= 1 then 0
            else greatest(least(1 - bodies.within_probability, 1), 0)
        end as probability_exceeded
    from months
    left join bodies
        on {{ of_the_same('count', 'months', 'bodies') }}

)

select * from final
