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

-- Where no level answers, a printed change may.
changes_answered as (

    select * from {{ ref('int_target_changes_answered') }}

),

answered as (

    select
        reasoned.*,
        changes_answered.printed_change_pct,
        changes_answered.changes_shown,
        changes_answered.asked_pct,
        changes_answered.change_progress_ratio,
        changes_answered.is_within_by_change,
        changes_answered.target_code is not null as is_by_printed_change,
        case
            when changes_answered.target_code is null then reasoned.reason_code
            when changes_answered.is_within_by_change and changes_answered.is_due_by_change
                then 'met_by_change'
            when changes_answered.is_within_by_change then 'met_early_by_change'
            when changes_answered.is_due_by_change then 'not_met_by_change'
            when changes_answered.change_progress_ratio >= reasoned.on_track_from
                then 'on_track_by_change'
            when changes_answered.change_progress_ratio >= reasoned.acceleration_from
                then 'acceleration_needed_by_change'
            when changes_answered.change_progress_ratio >= reasoned.limited_from
                then 'limited_progress_by_change'
            else 'deteriorating_by_change'
        end as answered_reason_code
    from reasoned
    left join changes_answered
        on
            reasoned.target_code = changes_answered.target_code
            and reasoned.reading_code = changes_answered.reading_code
            and reasoned.as_of_period = changes_answered.as_of_period
            and reasoned.reason_code in ('both_missing', 'actual_missing', 'base_missing')

),

target_reasons as (

    select * from {{ ref('target_reasons') }}

),

-- A total is told as a total.
final as (

    select
        answered.target_code,
        answered.reading_code,
        answered.reading_order,
        answered.plan_code,
        answered.region_code,
        answered.indicator_code,
        answered.is_indicator,
        answered.is_rate,
        answered.rule_code,
        answered.is_higher_better,
        answered.is_strict,
        answered.value_basis,
        answered.base_basis,
        answered.is_of_span,
        answered.base_is_stated,
        answered.base_period,
        answered.target_from_year,
        answered.target_year,
        answered.is_each_year,
        answered.deadline_is_assumed,
        answered.target_value,
        answered.value_share,
        answered.compared_decimals,
        answered.plan_from_year,
        answered.plan_to_year,
        answered.as_of_period,
        answered.as_of_year,
        answered.as_of_month,
        answered.actual_period,
        answered.scope_code,
        answered.base_scope_code,
        answered.actual_printed,
        answered.actual_unrounded,
        answered.actual_numerator,
        answered.actual_denominator,
        answered.actual_denominator_measure,
        answered.base_printed,
        answered.base_unrounded,
        answered.base_numerator,
        answered.base_denominator,
        answered.years_known,
        answered.actual_ignored_printed,
        answered.base_ignored_printed,
        answered.base_first,
        answered.change_p_value,
        answered.is_provisional,
        answered.quota,
        answered.compared_base_printed,
        answered.compared_base_unrounded,
        answered.years_gone,
        answered.years_in_all,
        answered.is_actual_known,
        answered.years_since_base,
        answered.years_to_target,
        answered.compared_actual_printed,
        answered.compared_actual_unrounded,
        answered.is_due,
        answered.limit_printed,
        answered.limit_unrounded,
        answered.is_within_printed,
        answered.is_within_unrounded,
        answered.share_of_way,
        answered.ratio_base,
        answered.ratio_limit,
        answered.ratio_actual,
        answered.path_value,
        answered.observed_annual_change,
        answered.required_annual_change,
        answered.reduction_of_pace,
        answered.projected_total,
        answered.path_reduction_pct,
        answered.progress_ratio,
        answered.required_annual_change_from_now,
        answered.is_on_path,
        answered.steps_broken,
        answered.steps_missing,
        answered.steps_not_comparable,
        answered.answered_reason_code as reason_code,
        answered.is_by_printed_change,
        answered.printed_change_pct,
        answered.changes_shown,
        answered.asked_pct,
        answered.is_within_by_change,
        target_reasons.status_code,
        -- what a source compares itself crosses no break of ours
        case when not answered.is_by_printed_change then answered.comparability_reason_code end
            as comparability_reason_code,
        case when not answered.is_by_printed_change then answered.crossed_break_code end
            as crossed_break_code,
        case
            when
                answered.is_of_span
                and answered.reason_code
                in ('on_track', 'acceleration_needed', 'limited_progress', 'deteriorating')
                then
                    case answered.value_basis
                        when 'mean_of_years' then 'mean_' else 'total_'
                    end
                    || answered.reason_code
            when answered.is_of_span and answered.reason_code = 'above_without_ratio'
                then
                    case answered.value_basis
                        when 'mean_of_years' then 'mean_' else 'total_'
                    end
                    || 'deteriorating'
            when answered.value_basis = 'mean_of_years' and answered.is_of_span
                then replace(answered.reason_code, 'total_', 'mean_')
            when
                answered.is_higher_better
                and answered.reason_code
                in ('above_without_ratio', 'met_as_printed', 'met_early_as_printed')
                then answered.reason_code || '_floor'
            when
                answered.rule_code = 'yearly_decline' and answered.is_higher_better
                then replace(answered.reason_code, 'decline_', 'rise_')
            else answered.answered_reason_code
        end as told_reason_code
    from answered
    inner join target_reasons
        on answered.answered_reason_code = target_reasons.reason_code

)

select * from final
