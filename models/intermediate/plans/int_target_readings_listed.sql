{#- Kinds that ask for a number; without one only a report of the work can answer. -#}
{%- set kinds_with_value = [
    'relative_reduction', 'absolute_cap', 'vs_previous_five_year_total', 'floor', 'milestone',
] -%}

with

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where is_latest_reading

),

plans as (

    select * from {{ ref('dim_plans') }}

),

indicators as (

    select * from {{ ref('indicators') }}

),

-- 2020, 2018-12, 2016-2020, "each year 2016-2020" or "within 3 years".
dated as (

    select
        targets.*,
        plans.period_from as plan_from_year,
        plans.period_to as plan_to_year,
        coalesce(
            targets.target_period like 'each year %' or targets.target_period like '%每年%', false
        ) as is_each_year,
        replace(replace(targets.target_period, 'each year ', ''), '每年', '') as period_text
    from targets
    inner join plans
        on targets.plan_code = plans.plan_code
    where plans.period_from is not null and plans.period_to is not null

),

timed as (

    select
        *,
        coalesce(
            try_cast(substring(period_text, 1, 4) as integer), plan_from_year
        ) as target_from_year,
        coalesce(
            try_cast(
                substring(period_text, case when length(period_text) = 9 then 6 else 1 end, 4)
                as integer
            ),
            case
                when period_text like 'within % years'
                    then
                        plan_from_year + try_cast(substring(period_text, 8, 1) as integer) - 1
            end,
            plan_to_year
        ) as target_year,
        try_cast(substring(period_text, 1, 4) as integer) is null as deadline_is_assumed
    from dated

),

-- A quota is kept by what it limits: that of 死亡人数控制指标 is 死亡人数.
counted as (

    select
        *,
        replace(indicator_code, 'quota_', '') as counted_code,
        substring(coalesce(unit, ''), 1, 1) = '%' as is_in_per_cent
    from timed

),

-- A milestone is of the kind of the target that it leads to: of those of the same region and
-- scope that with the same kind of unit, a fall in per cent or a limit.
parents as (

    select
        plan_code,
        region_code,
        indicator_code,
        coalesce(scope_code, 'none') as parent_scope_code,
        substring(coalesce(unit, ''), 1, 1) = '%' as is_in_per_cent,
        min(target_kind) as parent_kind
    from targets
    where target_kind != 'milestone' and target_value is not null
    group by
        plan_code,
        region_code,
        indicator_code,
        coalesce(scope_code, 'none'),
        substring(coalesce(unit, ''), 1, 1) = '%'

),

-- To curb (遏制) or to strive for (争取) is a word, not a number that could be missed.
ruled as (

    select
        counted.*,
        indicators.indicator_code is not null as is_indicator,
        indicators.denominator_measure is not null as is_rate,
        coalesce(indicators.decimals, 2) as indicator_decimals,
        case
            when counted.strength = 'intention' then 'intention'
            when counted.target_kind = 'zero' and counted.target_value is null then 'intention'
            when
                counted.target_value is null
                and counted.target_kind in (
                    {%- for kind in kinds_with_value %}
                    '{{ kind }}'{{ ',' if not loop.last }}
                    {%- endfor %}
                )
                then 'deed'
            when counted.target_kind = 'milestone' and parents.parent_kind is not null
                then parents.parent_kind
            when
                counted.target_kind = 'milestone'
                and not coalesce(indicators.lower_is_better, false)
                then 'floor'
            when counted.target_kind = 'milestone' and counted.is_in_per_cent
                then 'relative_reduction'
            when counted.target_kind = 'milestone' then 'absolute_cap'
            else counted.target_kind
        end as rule_code,
        -- 0.5 has one decimal, 365.0 none
        length(rtrim(cast(counted.target_value as varchar), '0'))
        - position('.' in cast(counted.target_value as varchar)) as value_decimals
    from counted
    left join indicators
        on counted.counted_code = indicators.indicator_code
    left join parents
        on
            counted.plan_code = parents.plan_code
            and counted.region_code = parents.region_code
            and counted.indicator_code = parents.indicator_code
            and coalesce(counted.scope_code, 'none') = parents.parent_scope_code
            and counted.is_in_per_cent = parents.is_in_per_cent

),

-- The first reading of each target, and a second where its words allow one.
readings as (

    select
        *,
        case
            when rule_code = 'increase' and is_in_per_cent and target_value is not null
                then 'per_cent'
            when rule_code = 'relative_reduction' and alternative_base like '____-____%'
                then 'base_year'
            else 'as_printed'
        end as reading_code,
        1 as reading_order
    from ruled

    union all

    select
        *,
        'percentage_points' as reading_code,
        2 as reading_order
    from ruled
    where rule_code = 'increase' and is_in_per_cent and target_value is not null

    union all

    select
        *,
        'five_year_total' as reading_code,
        2 as reading_order
    from ruled
    where rule_code = 'relative_reduction' and alternative_base like '____-____%'

),

final as (

    select
        target_code,
        reading_code,
        reading_order,
        plan_code,
        region_code,
        counted_code as indicator_code,
        scope_code as target_scope_code,
        is_indicator,
        is_rate,
        base_is_stated,
        target_year,
        is_each_year,
        deadline_is_assumed,
        target_value,
        plan_from_year,
        plan_to_year,
        cast(
            greatest(indicator_decimals, coalesce(value_decimals, 0)) as integer
        ) as compared_decimals,
        case
            when reading_code = 'five_year_total' then 'vs_previous_five_year_total'
            else rule_code
        end as rule_code,
        -- a total counts from the plan's first year, whatever year the words name
        case
            when reading_code = 'five_year_total' then plan_from_year
            else target_from_year
        end as target_from_year,
        -- shares of cover should rise, counts of harm fall
        coalesce(rule_code in ('floor', 'increase'), false)
        or (rule_code = 'yearly_decline' and not is_indicator and is_in_per_cent)
            as is_higher_better,
        -- a rise without a number is any rise at all
        rule_code = 'increase' and target_value is null as is_strict,
        case
            when reading_code = 'five_year_total' then substring(alternative_base, 1, 9)
            when rule_code = 'increase'
                then coalesce(base_period, cast(plan_from_year - 1 as varchar))
            else base_period
        end as base_period,
        case
            when reading_code = 'percentage_points' then null
            when is_in_per_cent then target_value / 100.0
        end as value_share
    from readings

)

select * from final
