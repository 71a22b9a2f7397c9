{#- Two-sided; each tail half of it. -#}
{%- set significance = 0.05 -%}

with

log_factorials as (

    select * from {{ ref('int_log_factorials') }}

),

-- Of all events of two equal periods those of the one are binomial with a half.
outcomes as (

    select
        totals.whole_number as all_events,
        smaller.whole_number as smaller_part,
        exp(
            totals.log_factorial
            - smaller.log_factorial
            - larger.log_factorial
            - totals.whole_number * ln(2.0)
        ) as probability
    from log_factorials as totals
    inner join log_factorials as smaller
        on totals.whole_number >= 2 * smaller.whole_number
    inner join log_factorials as larger
        on totals.whole_number - smaller.whole_number = larger.whole_number

),

tails as (

    select
        all_events,
        smaller_part,
        sum(probability) over (
            partition by all_events
            order by smaller_part
            rows between unbounded preceding and current row
        ) as tail_probability
    from outcomes

),

final as (

    select
        all_events,
        max(smaller_part) as beyond_chance_up_to
    from tails
    where 2 * tail_probability < {{ significance }}
    group by all_events

)

select * from final
