{#- While no more than so many are left the probability is summed exactly. -#}
{%- set most_events = 500 -%}

with

whole_numbers as (

    select whole_number from {{ ref('int_log_factorials') }}
    where whole_number <= {{ most_events }}

),

rests_expected as (

    select * from {{ ref('int_rests_expected') }}

),

limits as (

    select * from {{ ref('int_year_limits_listed') }}

),

months as (

    select
        rests_expected.*,
        limits.limit_kind,
        limits.limit_code,
        limits.most_allowed - rests_expected.used as left_over
    from limits
    inner join rests_expected
        on
            limits.region_code = rests_expected.region_code
            and limits.measure_code = rests_expected.measure_code
            and limits.scope_code = rests_expected.scope_code
            and limits.period_year = cast(substring(rests_expected.period, 1, 4) as integer)

),

-- Limits of one month that leave as many are asked about once.
open_months as (

    select distinct
        region_code,
        measure_code,
        scope_code,
        period,
        left_over,
        size,
        success_probability,
        expected_rest
    from months
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
        open_months.left_over,
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
                open_months.period,
                open_months.left_over
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
        left_over,
        {{ added_up('exp(log_probability)') }} as within_probability
    from rests
    group by region_code, measure_code, scope_code, period, left_over

),

-- Above that a gamma distribution of the same mean and variance, whose cube root is nearly normal
-- (Wilson and Hilferty, Proceedings of the National Academy of Sciences 17 (1931), 684).
deviations as (

    select
        *,
        (
            power((left_over + 0.5) / expected_rest, 1.0 / 3)
            - 1 + 1 / (9 * size * (1 - success_probability))
        )
        * 3 * sqrt(size * (1 - success_probability)) as deviation
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
        left_over,
        case when deviation > 0 then 1 - tail_probability else tail_probability end
            as within_probability
    from tails

),

bodies as (

    select * from exact_bodies
    union all
    select * from approximate_bodies

),

final as (

    select
        months.limit_kind,
        months.limit_code,
        months.region_code,
        months.measure_code,
        months.scope_code,
        months.period,
        months.expected_rest,
        case
            when months.left_over < 0 then 1
            when months.expected_share >= 1 then 0
            else greatest(least(1 - bodies.within_probability, 1), 0)
        end as probability_exceeded
    from months
    left join bodies
        on
            {{ of_the_same('count', 'months', 'bodies') }}
            and months.left_over = bodies.left_over

)

select * from final
