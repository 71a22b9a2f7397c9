with

progress as (

    select * from {{ ref('fct_target_progress') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

plan_indicators as (

    select * from {{ ref('fct_plan_indicators') }}

),

breaks as (

    select * from {{ ref('dim_series_breaks') }}

),

dim_indicators as (

    select * from {{ ref('dim_indicators') }}

),

-- The years of the plan; a target that is due later goes on alone.
periods as (

    select
        progress.plan_code,
        progress.as_of_period,
        max(progress.as_of_year) as as_of_year,
        -- a half year lies before the end of its year
        max(case when length(progress.as_of_period) = 4 then 12 else 6 end) as as_of_month,
        max(case when progress.period_is_judged then 1 else 0 end) as has_verdict
    from progress
    inner join plans
        on progress.plan_code = plans.plan_code
    where progress.as_of_year <= plans.period_to
    group by progress.plan_code, progress.as_of_period

),

-- The period with which a reader is best served: the last with a verdict, else the last.
ordered as (

    select
        plan_code,
        as_of_period,
        as_of_year,
        row_number() over (
            partition by plan_code order by has_verdict desc, as_of_year desc, as_of_month desc
        ) as place
    from periods

),

indicators_counted as (

    select
        plan_code,
        as_of_period,
        sum(case when status_code != 'intention' then 1 else 0 end) as indicators,
        {{ counted_by_status() | indent(8) }},
        count(distinct crossed_break_code) as crossed_breaks,
        min(crossed_break_code) as crossed_break_code
    from plan_indicators
    group by plan_code, as_of_period

),

-- What the plan asks for besides: coverage, deeds, teams, projects.
others_counted as (

    select
        progress.plan_code,
        progress.as_of_period,
        count(*) as other_targets,
        sum(case when progress.status_code = 'met' then 1 else 0 end) as other_targets_met,
        sum(
            case when progress.status_code in ('no_data', 'base_missing') then 1 else 0 end
        ) as other_targets_without_data
    from progress
    left join dim_indicators
        on progress.indicator_code = dim_indicators.indicator_code
    where dim_indicators.indicator_code is null
    group by progress.plan_code, progress.as_of_period

),

unnamed as (

    select
        ordered.plan_code,
        ordered.as_of_period,
        ordered.as_of_year,
        ordered.place = 1 as is_shown_first,
        cast(coalesce(indicators_counted.indicators, 0) as integer) as indicators,
        {{ counts_named('indicators', 'indicators_counted') | indent(8) }},
        case
            when indicators_counted.crossed_breaks = 1 then indicators_counted.crossed_break_code
        end as crossed_break_code,
        cast(coalesce(others_counted.other_targets, 0) as integer) as other_targets,
        cast(coalesce(others_counted.other_targets_met, 0) as integer) as other_targets_met,
        cast(
            coalesce(others_counted.other_targets_without_data, 0) as integer
        ) as other_targets_without_data
    from ordered
    left join indicators_counted
        on
            ordered.plan_code = indicators_counted.plan_code
            and ordered.as_of_period = indicators_counted.as_of_period
    left join others_counted
        on
            ordered.plan_code = others_counted.plan_code
            and ordered.as_of_period = others_counted.as_of_period

),

named as (

    {{ named('unnamed', ['plan']) | indent(4) }}

),

final as (

    select
        named.*,
        plans.region_code,
        plans.period_from as plan_from_year,
        plans.period_to as plan_to_year,
        plans.is_draft,
        breaks.break_kind as crossed_break_kind,
        breaks.break_year as crossed_break_year
    from named
    inner join plans
        on named.plan_code = plans.plan_code
    left join breaks
        on named.crossed_break_code = breaks.break_code

)

select * from final
