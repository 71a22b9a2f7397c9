{#- While nothing beyond so many is likely the probabilities are summed exactly. -#}
{%- set most_events = 500 -%}
{%- set deviations_listed = 8 -%}
{#- Parts of what may happen below each bound, and the normal deviation of each. -#}
{%- set bounds = [
    ('lower_95', 0.025, -1.959963984540054),
    ('lower_80', 0.1, -1.2815515655446004),
    ('upper_80', 0.9, 1.2815515655446004),
    ('upper_95', 0.975, 1.959963984540054),
] -%}

with

whole_numbers as (

    select whole_number from {{ ref('int_log_factorials') }}
    where whole_number <= {{ most_events }}

),

months as (

    select
        *,
        expected_rest
        + {{ deviations_listed }} * sqrt(expected_rest / success_probability) + 10 as last_listed,
        size * (1 - success_probability) as shape
    from {{ ref('int_rests_expected') }}
    where expected_share < 1

),

listed as (

    select
        months.region_code,
        months.measure_code,
        months.scope_code,
        months.period,
        whole_numbers.whole_number,
        months.size * ln(months.success_probability)
        + whole_numbers.whole_number * ln(1 - months.success_probability)
        + sum(
            case
                when whole_numbers.whole_number > 0
                    then
                        ln(
                            (months.size + whole_numbers.whole_number - 1)
                            / whole_numbers.whole_number
                        )
                else 0
            end
        ) over (
            partition by
                months.region_code, months.measure_code, months.scope_code, months.period
            order by whole_numbers.whole_number
            rows between unbounded preceding and current row
        ) as log_probability
    from months
    inner join whole_numbers
        on months.last_listed >= whole_numbers.whole_number
    where months.last_listed <= {{ most_events }}

),

cumulated as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        whole_number,
        sum(exp(log_probability)) over (
            partition by region_code, measure_code, scope_code, period
            order by whole_number
            rows between unbounded preceding and current row
        ) as probability_up_to
    from listed

),

-- What is not listed is as likely as eight standard deviations beyond.
exact as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
    {%- for name, part, deviation in bounds %}
    min(case when probability_up_to >= {{ part }} then whole_number end)
        as rest_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
    from cumulated
    group by region_code, measure_code, scope_code, period

),

-- Above that by the gamma distribution of int_limits_predicted, the other way round.
approximate as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
    {%- for name, part, deviation in bounds %}
    greatest(
        ceil(
            expected_rest
            * power(1 - 1 / (9 * shape) + {{ deviation }} / (3 * sqrt(shape)), 3)
            - 0.5
        ),
        0
    ) as rest_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
    from months
    where last_listed > {{ most_events }}

),

final as (

    select * from exact
    union all
    select * from approximate

)

select * from final
