with

progress as (

    select * from {{ ref('fct_target_progress') }}
    where is_own_latest

),

plan_indicators as (

    select * from {{ ref('fct_plan_indicators') }}
    where is_own_latest

),

plans as (

    select * from {{ ref('dim_plans') }}

),

breaks as (

    select * from {{ ref('dim_series_breaks') }}

),

targets_counted as (

    select
        plan_code,
        count(*) as targets,
        {{ counted_by_status() | indent(8) }},
        max(
            case when status_code not in ('no_data', 'intention') then as_of_period end
        ) as latest_period
    from progress
    group by plan_code

),

indicators_counted as (

    select
        plan_code,
        sum(case when status_code != 'intention' then 1 else 0 end) as indicators,
        {{ counted_by_status() | indent(8) }},
        count(distinct crossed_break_code) as crossed_breaks,
        min(crossed_break_code) as crossed_break_code
    from plan_indicators
    group by plan_code

),

unnamed as (

    select
        plans.plan_code,
        plans.region_code,
        plans.period_from as plan_from_year,
        plans.period_to as plan_to_year,
        plans.is_draft,
        targets_counted.latest_period,
        cast(targets_counted.targets as integer) as targets,
        {{ counts_named('targets', 'targets_counted') | indent(8) }},
        cast(coalesce(indicators_counted.indicators, 0) as integer) as indicators,
        {{ counts_named('indicators', 'indicators_counted') | indent(8) }},
        case
            when indicators_counted.crossed_breaks = 1 then indicators_counted.crossed_break_code
        end as crossed_break_code
    from plans
    inner join targets_counted
        on plans.plan_code = targets_counted.plan_code
    left join indicators_counted
        on plans.plan_code = indicators_counted.plan_code

),

named as (

    {{ named('unnamed', ['plan']) | indent(4) }}

),

final as (

    select
        named.*,
        breaks.break_kind as crossed_break_kind,
        breaks.break_year as crossed_break_year
    from named
    left join breaks
        on named.crossed_break_code = breaks.break_code

)

select * from final
