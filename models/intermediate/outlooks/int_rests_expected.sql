{#- What is taken to have happened before anything is known: of what was tried in simulation that
    with which the stated chances come nearest to what happens (benchmarks/README.md, calibration).
    Jeffreys' half an event states them too high where a year counts few. -#}
{%- set events_assumed = 0.25 -%}
{#- By how much the logarithm of a rate wanders from one year to the next, and from one part of a
    year to the other beyond its season: of the shipped figures, the same place. -#}
{%- set wander_between_years = 0.35 -%}
{%- set wander_within_year = 0.2 -%}
{#- Nothing is said of a year before so much of it has passed, unless another year is known. -#}
{%- set least_share = 0.25 -%}

with

months as (

    select * from {{ ref('int_year_counts_followed') }}

),

-- Events tell a rate, of a gamma distribution, as exactly as there are many of them; but the
-- year's, or its rest's, is no longer quite what it was: with a wander of w no number of events is
-- worth more than 1 / w^2, n of them are worth n / (1 + w^2 n).
weighed as (

    select
        *,
        1 + power({{ wander_between_years }}, 2) * prior_events as prior_divisor,
        1 + power({{ wander_within_year }}, 2) * used as used_divisor
    from months

),

-- What happens is a Poisson count of mean share x rate. With the earlier years (see
-- int_year_priors_weighed) and what has happened this year the rate is a gamma variable of `size`
-- events in so many years; the rest of the year then is negative binomial, of that size and of
-- success probability years / (years + rest of the year) (Gelman et al., Bayesian Data Analysis,
-- 3rd ed. 2013, sections 2.6 and 2.8).
shaped as (

    select
        *,
        prior_events / prior_divisor + used / used_divisor + {{ events_assumed }} as size,
        prior_weight / prior_divisor + expected_share / used_divisor as years
    from weighed

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period,
        used,
        expected_share,
        size,
        case when expected_share < 1 then size * (1 - expected_share) / years else 0 end
            as expected_rest,
        years / (years + 1 - expected_share) as success_probability,
        expected_share >= 1
        or expected_share >= {{ least_share }}
        or prior_weight > 0 as is_foreseen
    from shaped

)

select * from final
