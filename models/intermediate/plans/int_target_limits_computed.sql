{#- A zero is replaced in the progress ratio only: domain rules of the project, section 5. -#}
{%- set almost_zero = 0.001 -%}
{#- Printed values are compared with printed values, unrounded with unrounded. -#}
{%- set precisions = ['printed', 'unrounded'] -%}

with

-- After its own year a target is judged as at its end.
pairs as (

    select
        *,
        least(as_of_year, target_year) as judged_year,
        case when as_of_year > target_year then 12 else as_of_month end as judged_month
    from {{ ref('int_target_pairs_chosen') }}

),

quotas as (

    select * from {{ ref('int_quotas_listed') }}

),

-- A total counts only where every one of its years is known.
prepared as (

    select
        pairs.target_code,
        pairs.reading_code,
        pairs.reading_order,
        pairs.plan_code,
        pairs.region_code,
        pairs.indicator_code,
        pairs.is_indicator,
        pairs.is_rate,
        pairs.rule_code,
        pairs.is_higher_better,
        pairs.is_strict,
        pairs.value_basis,
        pairs.base_basis,
        pairs.base_is_stated,
        pairs.base_period,
        pairs.target_from_year,
        pairs.target_year,
        pairs.is_each_year,
        pairs.deadline_is_assumed,
        pairs.target_value,
        pairs.value_share,
        pairs.compared_decimals,
        pairs.plan_from_year,
        pairs.plan_to_year,
        pairs.as_of_period,
        pairs.as_of_year,
        pairs.as_of_month,
        pairs.actual_period,
        pairs.scope_code,
        pairs.base_scope_code,
        pairs.actual_printed,
        pairs.actual_unrounded,
        pairs.actual_numerator,
        pairs.actual_denominator,
        pairs.actual_denominator_measure,
        pairs.base_printed,
        pairs.base_unrounded,
        pairs.base_numerator,
        pairs.base_denominator,
        pairs.years_known,
        pairs.actual_ignored_printed,
        pairs.base_ignored_printed,
        pairs.base_first,
        pairs.comparability_reason_code,
        pairs.crossed_break_code,
        pairs.change_p_value,
        pairs.is_provisional,
        quotas.quota,
        pairs.base_unrounded as compared_base_unrounded,
        pairs.actual_unrounded as compared_actual_unrounded,
        coalesce(pairs.base_printed, pairs.base_unrounded) as compared_base_printed,
        pairs.judged_year - pairs.target_from_year + 1 as years_gone,
        pairs.target_year - pairs.target_from_year + 1 as years_in_all,
        pairs.value_basis in ('total_of_years', 'mean_of_years')
        and pairs.rule_code != 'zero' as is_of_span,
        case
            when pairs.value_basis = 'total_of_years' or pairs.rule_code = 'zero'
                then coalesce(
                    pairs.years_known >= pairs.judged_year - pairs.target_from_year + 1, false
                )
            else pairs.actual_unrounded is not null
        end as is_actual_known,
        -- of a mean of years from the last of them
        pairs.judged_year - 1 + pairs.judged_month / 12.0
        - coalesce(
            pairs.base_last_year, try_cast(substring(pairs.base_period, 1, 4) as integer)
        ) as years_since_base,
        pairs.target_year
        - coalesce(
            pairs.base_last_year, try_cast(substring(pairs.base_period, 1, 4) as integer)
        ) as years_to_target,
        case
            when pairs.base_basis = 'total_of_years'
                then
                    cast(substring(pairs.base_period, 6, 4) as integer)
                    - cast(substring(pairs.base_period, 1, 4) as integer)
                    + 1
            else 1
        end as base_years,
        pairs.rule_code = 'external'
        or pairs.as_of_year - 1 + pairs.as_of_month / 12.0 >= pairs.target_year as is_due
    from pairs
    left join quotas
        on
            pairs.region_code = quotas.region_code
            and pairs.indicator_code = quotas.measure_code
            and pairs.scope_code = quotas.scope_code
            and pairs.as_of_year = quotas.period_year

),

limited as (

    select
        *,
    {%- for precision in precisions %}
    case
        when rule_code in ('relative_reduction', 'vs_previous_five_year_total')
            then
                case
                    when value_share is not null
                        then (1 - value_share) * compared_base_{{ precision }}
                    else compared_base_{{ precision }} - target_value
                end
        when rule_code = 'increase'
            then
                case
                    when value_share is not null
                        then (1 + value_share) * compared_base_{{ precision }}
                    else compared_base_{{ precision }} + coalesce(target_value, 0)
                end
        when rule_code in ('absolute_cap', 'floor') then target_value
        when rule_code = 'external' then coalesce(target_value, quota)
        when rule_code = 'zero' then 0
        when rule_code = 'yearly_decline' and is_higher_better
            then
                compared_base_{{ precision }} * (1 + coalesce(value_share, 0))
                + case when value_share is null then coalesce(target_value, 0) else 0 end
        when rule_code = 'yearly_decline'
            then
                compared_base_{{ precision }} * (1 - coalesce(value_share, 0))
                - case when value_share is null then coalesce(target_value, 0) else 0 end
    end as limit_{{ precision }}{{ ',' if not loop.last }}
    {%- endfor %}
    from prepared

),

-- A value that nobody printed has as many decimals as the limit, at least the indicator's: by
-- 1.83 less 10 %, that is 1.647, nobody is judged in hundredths.
rounded as (

    select
        *,
        coalesce(
            actual_printed,
            round(
                actual_unrounded,
                cast(
                    greatest(
                        compared_decimals,
                        coalesce(
                            length(
                                rtrim(
                                    cast(cast(limit_printed as decimal(38, 9)) as varchar), '0'
                                )
                            )
                            - position(
                                '.' in cast(cast(limit_printed as decimal(38, 9)) as varchar)
                            ),
                            0
                        )
                    ) as integer
                )
            )
        ) as compared_actual_printed
    from limited

),

-- Limits are compared to nine digits, so that 0.09 less 30 % is 0.063 in any arithmetic.
compared as (

    select
        *,
        {%- for precision in precisions %}
        case
            when not is_actual_known then null
            when is_strict and is_higher_better
                then
                    round(compared_actual_{{ precision }}, 9) > round(limit_{{ precision }}, 9)
            when is_strict
                then
                    round(compared_actual_{{ precision }}, 9) < round(limit_{{ precision }}, 9)
            when is_higher_better
                then
                    round(compared_actual_{{ precision }}, 9) >= round(limit_{{ precision }}, 9)
            else round(compared_actual_{{ precision }}, 9) <= round(limit_{{ precision }}, 9)
        end as is_within_{{ precision }},
        {%- endfor %}
        case
            when
                rule_code in ('relative_reduction', 'absolute_cap', 'floor', 'increase')
                and not is_of_span
                and not is_each_year
                and years_to_target > 0
                and years_since_base >= 0
                then years_since_base / years_to_target
        end as share_of_way,
        case
            when compared_base_unrounded = 0 then {{ almost_zero }}
            else compared_base_unrounded
        end as ratio_base,
        case when limit_unrounded = 0 then {{ almost_zero }} else limit_unrounded end
            as ratio_limit,
        case
            when compared_actual_unrounded = 0 then {{ almost_zero }}
            else compared_actual_unrounded
        end as ratio_actual
    from rounded

),

-- The path is geometric: the plans' own milestones (Yangjiang's 19.3, 3.6 and 6 % after three of
-- five years) follow from it. A limit that the base has reached already asks for no path.
changed as (

    select
        *,
        case
            when is_due or is_each_year or rule_code in ('zero', 'external', 'yearly_decline')
                then limit_printed
            when value_basis = 'total_of_years'
                then limit_printed * years_gone / years_in_all
            when value_basis = 'mean_of_years' then limit_printed
            when share_of_way is null then null
            when
                (is_higher_better and compared_base_printed >= limit_printed)
                or (not is_higher_better and compared_base_printed <= limit_printed)
                then limit_printed
            when compared_base_printed > 0 and limit_printed > 0
                then
                    compared_base_printed
                    * power(limit_printed / compared_base_printed, share_of_way)
        end as path_value,
        case
            when share_of_way > 0 and is_actual_known
                then power(ratio_actual / ratio_base, 1.0 / years_since_base) - 1
            when is_each_year and base_basis = 'previous_year'
                then ratio_actual / ratio_base - 1
        end as observed_annual_change,
        case
            when share_of_way is not null
                then power(ratio_limit / ratio_base, 1.0 / years_to_target) - 1
        end as required_annual_change,
        case
            when is_of_span and is_actual_known and compared_base_unrounded > 0
                then
                    1
                    - (
                        compared_actual_unrounded
                        / case when value_basis = 'total_of_years' then years_gone else 1 end
                    )
                    / (compared_base_unrounded / base_years)
        end as reduction_of_pace,
        case
            when is_of_span and is_actual_known and value_basis = 'total_of_years'
                then compared_actual_unrounded * years_in_all / years_gone
            when is_of_span and is_actual_known then compared_actual_unrounded
        end as projected_total,
        -- at the end limit and base are of as many years, or each of one
        case
            when is_of_span and compared_base_unrounded > 0
                then
                    1
                    - (
                        limit_unrounded
                        / case when value_basis = 'total_of_years' then years_in_all else 1 end
                    )
                    / (compared_base_unrounded / base_years)
        end as reduction_asked,
        case
            when rule_code = 'relative_reduction' and value_share < 1 and share_of_way <= 1
                then 100 * (1 - power(1 - value_share, share_of_way))
        end as path_reduction_pct
    from compared

),

-- Where the limit asks for no change in the good direction there is no ratio.
final as (

    select
        *,
        case
            when is_of_span then reduction_of_pace / nullif(reduction_asked, 0)
            when is_higher_better and required_annual_change > 0
                then observed_annual_change / required_annual_change
            when not is_higher_better and required_annual_change < 0
                then observed_annual_change / required_annual_change
        end as progress_ratio,
        case
            when share_of_way is not null and not is_due and is_actual_known
                then
                    power(
                        ratio_limit / ratio_actual,
                        1.0 / nullif(years_to_target - years_since_base, 0)
                    ) - 1
        end as required_annual_change_from_now,
        case
            when is_higher_better
                then
                    round(coalesce(actual_printed, actual_unrounded), 9) >= round(path_value, 9)
            else round(coalesce(actual_printed, actual_unrounded), 9) <= round(path_value, 9)
        end as is_on_path
    from changed

)

select * from final
