with

progress as (

    select * from {{ ref('fct_target_progress') }}

),

targets as (

    select * from {{ ref('dim_targets') }}

),

indicators as (

    select * from {{ ref('dim_indicators') }}

),

target_statuses as (

    select * from {{ ref('dim_target_statuses') }}

),

conditions as (

    select
        progress.plan_code,
        progress.region_code,
        progress.indicator_code,
        progress.as_of_period,
        progress.as_of_year,
        progress.target_code,
        progress.target_year,
        progress.crossed_break_code,
        target_statuses.joint_order,
        coalesce(targets.scope_code, 'none') as target_scope_code,
        max(progress.target_year) over (
            partition by
                progress.plan_code,
                progress.region_code,
                progress.indicator_code,
                coalesce(targets.scope_code, 'none'),
                progress.as_of_period
        ) as last_target_year
    from progress
    inner join targets
        on progress.target_code = targets.target_code
    inner join indicators
        on progress.indicator_code = indicators.indicator_code
    inner join target_statuses
        on progress.status_code = target_statuses.status_code

),

-- A milestone counts until its own year; afterwards what the plan asks for later does.
standing as (

    select * from conditions
    where target_year is null or target_year >= as_of_year or target_year = last_target_year

),

-- All conditions must hold, so the gravest says where the indicator stands.
gravest as (

    select
        plan_code,
        region_code,
        indicator_code,
        target_scope_code,
        as_of_period,
        max(as_of_year) as as_of_year,
        count(*) as conditions,
        min(joint_order) as joint_order
    from standing
    group by
        plan_code,
        region_code,
        indicator_code,
        target_scope_code,
        as_of_period

),

-- Of several conditions with that status the first in the plan.
foremost as (

    select
        plan_code,
        region_code,
        indicator_code,
        target_scope_code,
        as_of_period,
        joint_order,
        min(target_code) as target_code,
        min(crossed_break_code) as crossed_break_code
    from standing
    group by
        plan_code,
        region_code,
        indicator_code,
        target_scope_code,
        as_of_period,
        joint_order

),

unnamed as (

    select
        gravest.plan_code,
        gravest.region_code,
        gravest.indicator_code,
        gravest.target_scope_code,
        gravest.as_of_period,
        gravest.as_of_year,
        target_statuses.status_code,
        foremost.target_code,
        cast(gravest.conditions as integer) as conditions,
        case
            when target_statuses.status_code = 'not_comparable' then foremost.crossed_break_code
        end as crossed_break_code,
        {{ is_own_latest(
            'target_statuses.status_code',
            'gravest.as_of_period',
            [
                'gravest.plan_code',
                'gravest.region_code',
                'gravest.indicator_code',
                'gravest.target_scope_code',
            ]
        ) }} as is_own_latest
    from gravest
    inner join target_statuses
        on gravest.joint_order = target_statuses.joint_order
    inner join foremost
        on
            gravest.plan_code = foremost.plan_code
            and gravest.region_code = foremost.region_code
            and gravest.indicator_code = foremost.indicator_code
            and gravest.target_scope_code = foremost.target_scope_code
            and gravest.as_of_period = foremost.as_of_period
            and gravest.joint_order = foremost.joint_order

),

final as (

    {{ named(
        'unnamed',
        ['region', 'indicator', 'scope', 'status'],
        under={'scope': 'target_scope_code'},
        with_units=true
    ) | indent(4) }}

)

select * from final
