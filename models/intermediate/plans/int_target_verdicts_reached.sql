with

limits as (

    select * from {{ ref('int_target_limits_computed') }}

),

target_statuses as (

    select * from {{ ref('target_statuses') }}

),

-- Declared thresholds of the progress ratio, side by side.
thresholds as (

    select
        max(case when status_code = 'on_track' then progress_ratio_from end) as on_track_from,
        max(case when status_code = 'acceleration_needed' then progress_ratio_from end)
            as acceleration_from,
        max(case when status_code = 'limited_progress' then progress_ratio_from end)
            as limited_from
    from target_statuses

),

-- Where each year must hold, every year of the target up to then.
stepped as (

    select
        *,
        is_each_year
        and rule_code in (
            'yearly_decline', 'relative_reduction', 'absolute_cap', 'floor', 'increase'
        ) as is_by_steps,
        is_each_year
        and rule_code in (
            'yearly_decline', 'relative_reduction', 'absolute_cap', 'floor', 'increase'
        )
        and as_of_year between target_from_year and target_year
            as is_step,
        is_actual_known and limit_unrounded is not null as is_step_known
    from limits

),

counted as (

    select
        *,
        sum(
            case
                when
                    is_step
                    and is_step_known
                    and comparability_reason_code is null
                    and not case
                        when rule_code = 'yearly_decline' then is_within_unrounded
                        else is_within_printed
                    end
                    then 1
                else 0
            end
        ) over (
            partition by target_code, reading_code
            order by as_of_year, as_of_month
            rows between unbounded preceding and current row
        ) as steps_broken,
        sum(case when is_step and not is_step_known then 1 else 0 end) over (
            partition by target_code, reading_code
            order by as_of_year, as_of_month
            rows between unbounded preceding and current row
        ) as steps_missing,
        sum(
            case
                when is_step and is_step_known and comparability_reason_code is not null then 1
                else 0
            end
        ) over (
            partition by target_code, reading_code
            order by as_of_year, as_of_month
            rows between unbounded preceding and current row
        ) as steps_not_comparable
    from stepped

),

weighed as (

    select
        counted.*,
        thresholds.on_track_from,
        thresholds.acceleration_from,
        thresholds.limited_from,
        -- counts that have been used up already cannot be taken back
        not counted.is_higher_better
        and counted.comparability_reason_code is null
        and counted.is_of_span
        and not counted.is_rate
        and (
            (
                counted.value_basis = 'total_of_years'
                and counted.actual_unrounded > counted.limit_unrounded
            )
            or (
                counted.value_basis = 'mean_of_years'
                and counted.actual_numerator
                > counted.limit_unrounded * counted.years_in_all
            )
        ) as is_used_up,
        case
            when counted.is_higher_better
                then counted.projected_total >= counted.limit_unrounded
            else counted.projected_total <= counted.limit_unrounded
        end as is_projected_within
    from counted
    cross join thresholds

),

-- The order is the rule: what no figure can answer, what is already decided, what is missing, what
-- cannot be compared, and only then whether it is met.
reasoned as (

    select
        *,
        case
            when rule_code in ('intention', 'deed') then rule_code
            when is_by_steps
                then
                    case when rule_code = 'yearly_decline' then 'decline_' else 'each_' end
                    || case
                        when steps_broken > 0 then 'broken'
                        when steps_missing > 0 then 'missing'
                        when steps_not_comparable > 0 then 'not_comparable'
                        when is_due then 'met'
                        else 'on_track'
                    end
            when rule_code = 'zero'
                then
                    case
                        when actual_unrounded > 0 then 'zero_broken'
                        when not is_actual_known then 'zero_missing'
                        when is_due then 'zero_met'
                        else 'zero_on_track'
                    end
            when is_used_up then case when is_due then 'total_not_met' else 'total_exceeded' end
            when is_of_span and not is_actual_known then 'total_incomplete'
            when rule_code = 'external' and limit_printed is null then 'quota_missing'
            when not is_actual_known and limit_printed is null then 'both_missing'
            when not is_actual_known then 'actual_missing'
            when limit_printed is null then 'base_missing'
            when comparability_reason_code is not null then 'not_comparable'
            when is_of_span and is_due and is_within_printed then 'total_met'
            when is_of_span and is_due then 'total_not_met'
            when is_of_span and is_projected_within then 'total_on_track'
            when is_within_printed and not is_of_span
                then
                    case when is_due then 'met' else 'met_early' end
                    || case
                        when not is_within_unrounded then '_as_printed'
                        when is_higher_better then '_floor'
                        else ''
                    end
            when is_due
                then
                    case
                        when is_within_unrounded then 'not_met_as_printed'
                        when is_higher_better then 'not_met_floor'
                        else 'not_met'
                    end
            when is_of_span and progress_ratio is null and reduction_of_pace >= 0
                then 'acceleration_needed'
            when is_of_span and progress_ratio is null and compared_base_unrounded is null
                then 'acceleration_needed'
            when not is_of_span and share_of_way is null
                then 'path_missing'
            when share_of_way = 0 then 'base_year'
            when progress_ratio >= on_track_from then 'on_track'
            when progress_ratio >= acceleration_from then 'acceleration_needed'
            when progress_ratio >= limited_from then 'limited_progress'
            when progress_ratio is null then 'above_without_ratio'
            else 'deteriorating'
        end as reason_code
    from weighed

),

target_reasons as (

    select * from {{ ref('target_reasons') }}

),

-- A total is told as a total.
final as (

    select
        reasoned.target_code,
        reasoned.reading_code,
        reasoned.reading_order,
        reasoned.plan_code,
        reasoned.region_code,
        reasoned.indicator_code,
        reasoned.is_indicator,
        reasoned.is_rate,
        reasoned.rule_code,
        reasoned.is_higher_better,
        reasoned.is_strict,
        reasoned.value_basis,
        reasoned.base_basis,
        reasoned.is_of_span,
        reasoned.base_is_stated,
        reasoned.base_period,
        reasoned.target_from_year,
        reasoned.target_year,
        reasoned.is_each_year,
        reasoned.deadline_is_assumed,
        reasoned.target_value,
        reasoned.value_share,
        reasoned.compared_decimals,
        reasoned.plan_from_year,
        reasoned.plan_to_year,
        reasoned.as_of_period,
        reasoned.as_of_year,
        reasoned.as_of_month,
        reasoned.actual_period,
        reasoned.scope_code,
        reasoned.base_scope_code,
        reasoned.actual_printed,
        reasoned.actual_unrounded,
        reasoned.actual_numerator,
        reasoned.actual_denominator,
        reasoned.actual_denominator_measure,
        reasoned.base_printed,
        reasoned.base_unrounded,
        reasoned.base_numerator,
        reasoned.base_denominator,
        reasoned.years_known,
        reasoned.actual_ignored_printed,
        reasoned.base_ignored_printed,
        reasoned.base_first,
        reasoned.comparability_reason_code,
        reasoned.crossed_break_code,
        reasoned.change_p_value,
        reasoned.is_provisional,
        reasoned.quota,
        reasoned.compared_base_printed,
        reasoned.compared_base_unrounded,
        reasoned.years_gone,
        reasoned.years_in_all,
        reasoned.is_actual_known,
        reasoned.years_since_base,
        reasoned.years_to_target,
        reasoned.compared_actual_printed,
        reasoned.compared_actual_unrounded,
        reasoned.is_due,
        reasoned.limit_printed,
        reasoned.limit_unrounded,
        reasoned.is_within_printed,
        reasoned.is_within_unrounded,
        reasoned.share_of_way,
        reasoned.ratio_base,
        reasoned.ratio_limit,
        reasoned.ratio_actual,
        reasoned.path_value,
        reasoned.observed_annual_change,
        reasoned.required_annual_change,
        reasoned.reduction_of_pace,
        reasoned.projected_total,
        reasoned.path_reduction_pct,
        reasoned.progress_ratio,
        reasoned.required_annual_change_from_now,
        reasoned.is_on_path,
        reasoned.steps_broken,
        reasoned.steps_missing,
        reasoned.steps_not_comparable,
        reasoned.reason_code,
        target_reasons.status_code,
        case
            when
                reasoned.is_of_span
                and reasoned.reason_code
                in ('on_track', 'acceleration_needed', 'limited_progress', 'deteriorating')
                then
                    case reasoned.value_basis
                        when 'mean_of_years' then 'mean_' else 'total_'
                    end
                    || reasoned.reason_code
            when reasoned.is_of_span and reasoned.reason_code = 'above_without_ratio'
                then
                    case reasoned.value_basis
                        when 'mean_of_years' then 'mean_' else 'total_'
                    end
                    || 'deteriorating'
            when reasoned.value_basis = 'mean_of_years' and reasoned.is_of_span
                then replace(reasoned.reason_code, 'total_', 'mean_')
            when
                reasoned.is_higher_better
                and reasoned.reason_code
                in ('above_without_ratio', 'met_as_printed', 'met_early_as_printed')
                then reasoned.reason_code || '_floor'
            when
                reasoned.rule_code = 'yearly_decline' and reasoned.is_higher_better
                then replace(reasoned.reason_code, 'decline_', 'rise_')
            else reasoned.reason_code
        end as told_reason_code
    from reasoned
    inner join target_reasons
        on reasoned.reason_code = target_reasons.reason_code

)

select * from final
