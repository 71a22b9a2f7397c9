{#- While no more than so many are left the probability is summed exactly. -#}
{%- set most_events = 500 -%}
{#- What is taken to have happened before anything is known: of what was tried in simulation that
    with which the stated chances come nearest to what happens (benchmarks/README.md, calibration).
    Jeffreys' half an event states them too high where a year counts few. -#}
{%- set events_assumed = 0.25 -%}
{%- set root_of_two_pi = 2.5066282746310002 -%}

with

whole_numbers as (

    select whole_number from {{ ref('int_log_factorials') }}
    where whole_number <= {{ most_events }}

),

-- What happens is a Poisson count of mean share x rate. With the earlier years (see
-- int_quota_priors_weighed) and what has happened this year the rate is a gamma variable of `size`
-- events in so many years; the rest of the year then is negative binomial, of that size and of
-- success probability years / (years + rest of the year) (Gelman et al., Bayesian Data Analysis,
-- 3rd ed. 2013, sections 2.6 and 2.8).
months as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        expected_share,
        prior_events + used + {{ events_assumed }} as size,
        (prior_weight + expected_share) / (prior_weight + 1) as success_probability,
        floor(quota) - used as left_over,
        (prior_events + used + {{ events_assumed }}) * (1 - expected_share)
        / (prior_weight + expected_share) as expected_rest
    from {{ ref('int_quotas_followed') }}

),

open_months as (

    select * from months
    where left_over >= 0 and expected_share < 1

),

-- The probability of n more is that of none times the product of (size + i - 1) / i up to n times
-- the n-th power of the probability of failure.
rests as (

    select
        open_months.region_code,
        open_months.measure_code,
        open_months.scope_code,
        open_months.period,
        open_months.size * ln(open_months.success_probability)
        + whole_numbers.whole_number * ln(1 - open_months.success_probability)
        + sum(
            case
                when whole_numbers.whole_number > 0
                    then
                        ln(
                            (open_months.size + whole_numbers.whole_number - 1)
                            / whole_numbers.whole_number
                        )
                else 0
            end
        ) over (
            partition by
                open_months.region_code,
                open_months.measure_code,
                open_months.scope_code,
                open_months.period
            order by whole_numbers.whole_number
            rows between unbounded preceding and current row
        ) as log_probability
    from open_months
    inner join whole_numbers
        on open_months.left_over >= whole_numbers.whole_number
    where open_months.left_over <= {{ most_events }}

),

exact_bodies as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        {{ added_up('exp(log_probability)') }} as within_probability
    from rests
    group by region_code, measure_code, scope_code, period

),

-- Above that the normal approximation with Edgeworth's first correction, for skewness.
deviations as (

    select
        *,
        (left_over + 0.5 - expected_rest) / sqrt(expected_rest / success_probability)
            as deviation,
        (2 - success_probability) / sqrt(size * (1 - success_probability)) as skewness
    from open_months
    where left_over > {{ most_events }}

),

halved as (

    select
        *,
        abs(deviation) / sqrt(2.0) as half_deviation
    from deviations

),

tails as (

    select
        *,
        0.5 * {{ chance_beyond('half_deviation') | indent(8) }} as tail_probability
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
