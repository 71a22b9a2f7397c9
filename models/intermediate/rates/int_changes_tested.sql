{#- Up to this many events in two periods together the test is exact (int_log_factorials). -#}
{%- set most_events = 1000 -%}

with

pairs as (

    select * from {{ ref('int_indicator_values_paired') }}
    where
        is_comparable
        and is_poisson_count
        and from_numerator = floor(from_numerator)
        and to_numerator = floor(to_numerator)

),

log_factorials as (

    select * from {{ ref('int_log_factorials') }}

),

-- Of all events those of the later period are binomial, its part that of the denominators.
conditioned as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        from_period,
        to_period,
        to_numerator,
        from_numerator + to_numerator as all_events,
        to_divisor / (from_divisor + to_divisor) as expected_share,
        from_divisor / (from_divisor + to_divisor) as other_share,
        to_numerator <= (from_numerator + to_numerator)
        * (to_divisor / (from_divisor + to_divisor)) as is_low
    from pairs

),

-- The tail on the side of the observed number, that number included.
exact_tails as (

    select
        conditioned.region_code,
        conditioned.indicator_code,
        conditioned.scope_code,
        conditioned.period_basis,
        conditioned.from_period,
        conditioned.to_period,
        {%- set probability -%}
        exp(
                totals.log_factorial
                - outcomes.log_factorial
                - complements.log_factorial
                + outcomes.whole_number * ln(conditioned.expected_share)
                + complements.whole_number * ln(conditioned.other_share)
            )
        {%- endset %}
        {{ added_up(probability, 'outcomes.whole_number') }} as tail_probability
    from conditioned
    inner join log_factorials as totals
        on conditioned.all_events = totals.whole_number
    inner join log_factorials as outcomes
        on
            outcomes.whole_number
            >= case when conditioned.is_low then 0 else conditioned.to_numerator end
            and outcomes.whole_number
            <= case
                when conditioned.is_low then conditioned.to_numerator
                else conditioned.all_events
            end
    inner join log_factorials as complements
        on conditioned.all_events - outcomes.whole_number = complements.whole_number
    where conditioned.all_events <= {{ most_events }}
    group by
        conditioned.region_code,
        conditioned.indicator_code,
        conditioned.scope_code,
        conditioned.period_basis,
        conditioned.from_period,
        conditioned.to_period

),

-- Above that the normal approximation, half an event nearer to what is expected.
deviations as (

    select
        *,
        greatest(abs(to_numerator - all_events * expected_share) - 0.5, 0)
        / sqrt(2 * all_events * expected_share * other_share) as half_deviation
    from conditioned
    where all_events > {{ most_events }}

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        from_period,
        to_period,
        'exact' as test_method,
        least(2 * tail_probability, 1) as change_p_value
    from exact_tails

    union all

    select
        region_code,
        indicator_code,
        scope_code,
        period_basis,
        from_period,
        to_period,
        'normal' as test_method,
        least({{ chance_beyond('half_deviation') | indent(8) }}, 1) as change_p_value
    from deviations

)

select * from final
