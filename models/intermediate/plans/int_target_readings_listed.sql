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

    select * from {{ ref('stg_indicators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

quotas as (

    select * from measures
    where measure_kind = 'quota'

),

timed as (

    select
        targets.*,
        plans.period_from as plan_from_year,
        plans.period_to as plan_to_year,
        coalesce(
            targets.value_first_year, targets.due_first_year, plans.period_from
        ) as target_from_year,
        coalesce(
            targets.value_last_year,
            targets.due_last_year,
            plans.period_from + targets.due_within_years - 1,
            plans.period_to
        ) as target_year,
        targets.due_first_year is null as deadline_is_assumed
    from targets
    inner join plans
        on targets.plan_code = plans.plan_code
    where plans.period_from is not null and plans.period_to is not null

),

-- A quota is kept by what it limits: that of 死亡人数控制指标 is 死亡人数.
counted as (

    select
        timed.*,
        coalesce(quotas.limited_measure_code, timed.indicator_code) as counted_code
    from timed
    left join quotas
        on timed.indicator_code = quotas.measure_code

),

-- A milestone is of the kind of the target that it leads to: of those of the same region and
-- scope that with the same kind of unit, a fall in per cent or a limit.
parents as (

    select
        plan_code,
        region_code,
        indicator_code,
        is_in_per_cent,
        coalesce(scope_code, 'none') as parent_scope_code,
        min(target_kind) as parent_kind
    from targets
    where target_kind != 'milestone' and required_value is not null
    group by
        plan_code,
        region_code,
        indicator_code,
        is_in_per_cent,
        coalesce(scope_code, 'none')

),

-- To curb (遏制) or to strive for (争取) is a word, not a number that could be missed.
ruled as (

    select
        counted.*,
        indicators.indicator_code is not null as is_indicator,
        coalesce(measures.base_unit = '%', false) as is_share,
        coalesce(indicators.lower_is_better, measures.lower_is_better) as lower_is_better,
        indicators.denominator_measure is not null as is_rate,
        coalesce(indicators.decimals, 2) as indicator_decimals,
        case
            when counted.is_qualitative then 'intention'
            when
                counted.required_value is null
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
                and not coalesce(indicators.lower_is_better, measures.lower_is_better, false)
                then 'floor'
            when counted.target_kind = 'milestone' and counted.is_in_per_cent
                then 'relative_reduction'
            when counted.target_kind = 'milestone' then 'absolute_cap'
            else counted.target_kind
        end as rule_code,
        -- 0.5 has one decimal, 365.0 none
        case
            when counted.required_form = 'amount'
                then
                    length(
                        rtrim(cast(cast(counted.required_value as decimal(38, 9)) as varchar), '0')
                    )
                    - position(
                        '.' in cast(cast(counted.required_value as decimal(38, 9)) as varchar)
                    )
        end as value_decimals
    from counted
    left join indicators
        on counted.counted_code = indicators.indicator_code
    left join measures
        on counted.counted_code = measures.measure_code
    left join parents
        on
            counted.plan_code = parents.plan_code
            and counted.region_code = parents.region_code
            and counted.indicator_code = parents.indicator_code
            and coalesce(counted.scope_code, 'none') = parents.parent_scope_code
            and counted.is_in_per_cent = parents.is_in_per_cent

),

-- The first reading of each target, and a second where its words allow one: +5 % of a share may
-- be per cent or points.
readings as (

    select
        *,
        case
            when rule_code = 'increase' and required_form = 'share' then 'per_cent'
            when rule_code = 'increase' and required_form = 'points' then 'percentage_points'
            when rule_code = 'relative_reduction' and alternative_total_period is not null
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
    where rule_code = 'increase' and required_form = 'share' and is_share

    union all

    select
        *,
        'five_year_total' as reading_code,
        2 as reading_order
    from ruled
    where rule_code = 'relative_reduction' and alternative_total_period is not null

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
        plan_from_year,
        plan_to_year,
        cast(
            greatest(indicator_decimals, coalesce(value_decimals, 0)) as integer
        ) as compared_decimals,
        case
            when required_form = 'share' and reading_order = 2 and rule_code = 'increase'
                then 100 * required_value
            else required_value
        end as target_value,
        case
            when reading_code = 'five_year_total' then 'vs_previous_five_year_total'
            else rule_code
        end as rule_code,
        case when reading_code = 'five_year_total' then 'total_of_years' else value_basis end
            as value_basis,
        case when reading_code = 'five_year_total' then 'total_of_years' else base_basis end
            as base_basis,
        -- a total counts from the plan's first year, whatever year the words name
        case
            when reading_code = 'five_year_total' then plan_from_year
            else target_from_year
        end as target_from_year,
        -- the direction is the measure's; where it has none, the kind's
        coalesce(not lower_is_better, rule_code in ('floor', 'increase'), false)
            as is_higher_better,
        -- a rise without a number is any rise at all
        (rule_code = 'increase' and required_value is null)
        or coalesce(is_strict_limit, false) as is_strict,
        case
            when reading_code = 'five_year_total' then alternative_total_period
            else base_period
        end as base_period,
        case
            when reading_code = 'five_year_total'
                then cast(substring(alternative_total_period, 1, 4) as integer)
            else base_first_year
        end as base_first_year,
        case
            when reading_code = 'five_year_total'
                then cast(substring(alternative_total_period, 6, 4) as integer)
            else base_last_year
        end as base_last_year,
        case
            when reading_code = 'percentage_points' then null
            when required_form = 'share' then required_value
        end as value_share
    from readings

)

select * from final
