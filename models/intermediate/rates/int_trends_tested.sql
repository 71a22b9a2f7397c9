{#- All five points, and each four of them. -#}
{%- set points_needed = 5 -%}

with

points as (

    select * from {{ ref('int_annual_runs_grouped') }}
    where run_length >= {{ points_needed }} and is_poisson_count

),

omissions as (

    {% for omitted in range(points_needed + 1) %}
    select {{ omitted }} as omitted_point
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- For the regression each point weighs as the inverse of its squared standard error, which is
-- the width of the 95 % interval over 3.92.
weighted as (

    select
        points.*,
        omissions.omitted_point,
        power(3.92 / (points.upper_95 - points.lower_95), 2) as weight
    from points
    inner join omissions
        on points.point_number != omissions.omitted_point

),

sums as (

    select
        region_code,
        indicator_code,
        scope_code,
        omitted_point,
        {{ added_up('numerator') }} as events,
        {{ added_up('divisor') }} as exposure,
        {{ added_up('point_number * numerator') }} as timed_events,
        {{ added_up('point_number * divisor') }} as timed_exposure,
        {{ added_up('power(point_number, 2) * divisor') }} as squared_exposure,
        {{ added_up('weight') }} as weights,
        {{ added_up('weight * point_number') }} as timed_weights,
        {{ added_up('weight * power(point_number, 2)') }} as squared_weights,
        {{ added_up('weight * computed_rate') }} as weighted_rates,
        {{ added_up('weight * point_number * computed_rate') }} as timed_rates
    from weighted
    group by region_code, indicator_code, scope_code, omitted_point

),

-- Counts: the events' mean year against the exposure's, whose variance is known if the rate is
-- constant. Rates: the weighted regression line's gradient.
slopes as (

    select
        *,
        timed_events - events * timed_exposure / exposure as trend_score,
        events * (squared_exposure / exposure - power(timed_exposure / exposure, 2))
            as score_variance,
        (weights * timed_rates - timed_weights * weighted_rates)
        / nullif(weights * squared_weights - power(timed_weights, 2), 0) as gradient,
        weights / nullif(weights * squared_weights - power(timed_weights, 2), 0)
            as gradient_variance
    from sums

),

final as (

    select
        region_code,
        indicator_code,
        scope_code,
        max(case when omitted_point = 0 then sign(trend_score) end) as direction,
        max(
            case
                when omitted_point = 0
                    then coalesce(power(trend_score, 2) / nullif(score_variance, 0), 0)
            end
        ) as chi_squared,
        abs(sum(sign(trend_score))) = {{ points_needed + 1 }} as every_year_agrees,
        max(case when omitted_point = 0 then sign(gradient) end) as regression_direction,
        max(case when omitted_point = 0 then power(gradient, 2) / gradient_variance end)
            as regression_chi_squared,
        abs(sum(sign(gradient))) = {{ points_needed + 1 }} as every_year_agrees_in_regression
    from slopes
    group by region_code, indicator_code, scope_code

)

select * from final
