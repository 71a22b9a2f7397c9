with

readings as (

    select * from {{ ref('fct_target_readings') }}

),

targets as (

    select * from {{ ref('dim_targets') }}

),

target_statuses as (

    select * from {{ ref('target_statuses') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

strengths as (

    select * from {{ ref('target_strengths') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

-- Two conditions on one indicator of a region and scope for the same time belong together: both
-- must hold.
joined_conditions as (

    select
        readings.plan_code,
        readings.region_code,
        readings.indicator_code,
        readings.target_year,
        readings.as_of_period,
        coalesce(targets.scope_code, 'none') as target_scope_code,
        count(*) as conditions,
        min(target_statuses.joint_order) as joint_order
    from readings
    inner join targets
        on readings.target_code = targets.target_code
    inner join target_statuses
        on readings.status_code = target_statuses.status_code
    where
        readings.reading_order = 1
        and readings.rule_code in ('relative_reduction', 'absolute_cap')
    group by
        readings.plan_code,
        readings.region_code,
        readings.indicator_code,
        coalesce(targets.scope_code, 'none'),
        readings.target_year,
        readings.as_of_period

),

joint as (

    select
        joined_conditions.plan_code,
        joined_conditions.region_code,
        joined_conditions.indicator_code,
        joined_conditions.target_scope_code,
        joined_conditions.target_year,
        joined_conditions.as_of_period,
        cast(joined_conditions.conditions as integer) as joint_conditions,
        target_statuses.status_code as joint_status_code
    from joined_conditions
    inner join target_statuses
        on joined_conditions.joint_order = target_statuses.joint_order
    where joined_conditions.conditions > 1

),

unnamed as (

    select
        readings.plan_code,
        readings.target_code,
        readings.as_of_period,
        readings.region_code,
        readings.indicator_code,
        readings.target_kind,
        readings.rule_code,
        readings.reading_code,
        readings.is_higher_better,
        readings.base_period,
        readings.value_basis,
        readings.base_basis,
        readings.is_each_year,
        readings.requirement_code,
        readings.base_is_revised,
        readings.ignored_printed_value,
        readings.base_value,
        readings.base_value_unrounded,
        readings.target_period,
        readings.target_year,
        readings.target_limit,
        readings.target_limit_unrounded,
        readings.as_of_year,
        readings.is_due,
        readings.actual_value,
        readings.actual_value_unrounded,
        readings.actual_numerator,
        readings.actual_denominator,
        readings.unit,
        readings.unit_en,
        readings.scope_code,
        readings.base_scope_code,
        readings.path_value,
        readings.path_reduction_pct,
        readings.projected_total,
        readings.observed_annual_change,
        readings.required_annual_change,
        readings.required_annual_change_from_now,
        readings.progress_ratio,
        readings.status_code,
        joint.joint_status_code,
        joint.joint_conditions,
        alternatives.reading_code as alternative_reading_code,
        alternatives.target_limit as alternative_target_limit,
        alternatives.status_code as alternative_status_code,
        alternatives.reason as alternative_reason,
        alternatives.reason_en as alternative_reason_en,
        readings.is_by_printed_change,
        readings.printed_change_pct,
        readings.meets_printed,
        readings.meets_unrounded,
        readings.meets_arithmetically,
        readings.is_on_path,
        readings.is_comparable,
        readings.comparability_reason_code,
        readings.crossed_break_code,
        readings.base_is_stated,
        readings.base_value_is_known,
        readings.deadline_is_assumed,
        readings.is_provisional,
        readings.change_p_value,
        readings.change_is_beyond_chance,
        readings.missing_measure_code,
        readings.missing_name,
        readings.missing_name_en,
        readings.missing_holder,
        readings.missing_holder_en,
        readings.reason_code,
        readings.reason,
        readings.reason_en,
        -- of a fall from a base that is not known, the first year's step of its path
        coalesce(
            100 * max(readings.required_annual_change) over (partition by readings.target_code),
            -max(
                case
                    when cast(readings.as_of_year - 1 as varchar) = readings.base_period
                        then readings.path_reduction_pct
                end
            ) over (partition by readings.target_code)
        ) as required_change_pct,
        max(case when readings.status_code in ('no_data', 'intention') then 0 else 1 end) over (
            partition by readings.plan_code, readings.as_of_period
        ) = 1 as period_is_judged,
        {{ is_own_latest(
            'readings.status_code', 'readings.as_of_period', ['readings.target_code']
        ) }} as is_own_latest
    from readings
    inner join targets
        on readings.target_code = targets.target_code
    left join readings as alternatives
        on
            readings.target_code = alternatives.target_code
            and readings.as_of_period = alternatives.as_of_period
            and alternatives.reading_order = 2
    left join joint
        on
            readings.plan_code = joint.plan_code
            and readings.region_code = joint.region_code
            and readings.indicator_code = joint.indicator_code
            and coalesce(targets.scope_code, 'none') = joint.target_scope_code
            and readings.target_year = joint.target_year
            and readings.as_of_period = joint.as_of_period
            and readings.rule_code in ('relative_reduction', 'absolute_cap')
    where readings.reading_order = 1

),

named as (

    {{ named('unnamed', ['region', 'plan', 'status']) | indent(4) }}

),

-- What the plan's row says, and the words of its other verdicts.
final as (

    select
        named.*,
        plans.period_from as plan_from_year,
        plans.period_to as plan_to_year,
        targets.section,
        targets.strength,
        targets.is_qualitative,
        strengths.strength_name,
        strengths.strength_name_en,
        targets.target_value,
        targets.unit as target_unit,
        targets.quote,
        targets.plan_file,
        targets.notes,
        targets.indicator_name_en,
        indicators.decimals,
        statuses.sort_order as status_sort_order,
        joint.status_name as joint_status_name,
        joint.status_name_en as joint_status_name_en,
        joint.sign as joint_sign,
        alternatives.status_name as alternative_status_name,
        alternatives.status_name_en as alternative_status_name_en,
        alternatives.sign as alternative_sign,
        -- a target may be named by its indicator's code alone
        coalesce(
            targets.indicator_name_zh, indicators.indicator_name, named.indicator_code
        ) as target_name,
        coalesce(targets.scope_code, 'none') as target_scope_code,
        coalesce(indicators.indicator_name, targets.indicator_name_zh) as indicator_name,
        indicators.indicator_code is not null as is_outcome
    from named
    inner join targets
        on named.target_code = targets.target_code
    left join plans
        on named.plan_code = plans.plan_code
    left join strengths
        on targets.strength = strengths.strength
    inner join target_statuses as statuses
        on named.status_code = statuses.status_code
    left join indicators
        on named.indicator_code = indicators.indicator_code
    left join target_statuses as joint
        on named.joint_status_code = joint.status_code
    left join target_statuses as alternatives
        on named.alternative_status_code = alternatives.status_code

)

select * from final
