{#- Words that SQL knows but does not reserve. -#}
{%- set value_column = 'value' -%}
{%- set change_column = 'change' -%}
{#- Of more events than are tested exactly (int_even_splits_tested) the difference in standard
    deviations, one event nearer to none, beyond which chance is left in one of twenty cases. -#}
{%- set most_events = 1000 -%}
{%- set deviation_beyond = 1.959964 -%}
{%- set series -%}
region_code, scope_code, industry_code, accident_type_code, severity_code, measure_code
{%- endset -%}
{%- set on_its_basis = series ~ ', basis_code' -%}

with

months as (

    select * from {{ ref('int_month_counts_listed') }}

),

even_splits as (

    select * from {{ ref('int_even_splits_tested') }}

),

reasons as (

    select * from {{ ref('month_reasons') }}

),

beside_earlier as (

    select
        *,
        {{ months_before('counted_value', 12, on_its_basis) | indent(8) }} as year_earlier,
        {{ months_before('counted_value', 24, on_its_basis) | indent(8) }} as two_years_earlier,
        {{ months_before('counted_value', 36, on_its_basis) | indent(8) }} as three_years_earlier,
        {{ months_before('counted_value', 1, on_its_basis) | indent(8) }} as month_earlier,
        {{ months_before('cumulated_value', 12, on_its_basis) | indent(8) }}
            as cumulated_year_earlier,
        {{ months_before('cumulated_value', 24, on_its_basis) | indent(8) }}
            as cumulated_two_years_earlier,
        {{ months_before('cumulated_value', 36, on_its_basis) | indent(8) }}
            as cumulated_three_years_earlier,
        {{ months_before('count_basis', 12, on_its_basis) | indent(8) }}
            as count_basis_year_earlier,
        {{ months_before('segment_number', 12, on_its_basis) | indent(8) }} as segment_year_earlier,
        {{ months_before('segment_number', 36, on_its_basis) | indent(8) }}
            as segment_three_years_earlier,
        {{ months_before('segment_number', 1, on_its_basis) | indent(8) }} as segment_month_earlier,
        {{ months_before('year_segment_number', 12, on_its_basis) | indent(8) }}
            as year_segment_year_earlier,
        {{ months_before('year_segment_number', 36, on_its_basis) | indent(8) }}
            as year_segment_three_years_earlier,
        {{ months_before('counted_value', 12, series) | indent(8) }} as year_earlier_on_any_basis,
        {{ months_before('cumulated_value', 12, series) | indent(8) }}
            as cumulated_year_earlier_on_any_basis,
        month_number = max(month_number) over (partition by region_code, scope_code, basis_code)
            as is_latest_month
    from months

),

-- Why the two do not compare, or only with care.
compared as (

    select
        *,
        counted_value + year_earlier as events,
        cumulated_value + cumulated_year_earlier as cumulated_events,
        case
            when counted_value is null then 'month_unknown'
            when year_earlier is null and year_earlier_on_any_basis is not null
                then 'year_earlier_of_other_basis'
            when year_earlier is null then 'year_earlier_unknown'
            when segment_number != segment_year_earlier then 'break_between'
            when count_basis != count_basis_year_earlier then 'counted_otherwise'
            when year_earlier = 0 then 'year_earlier_zero'
        end as reason,
        case
            when cumulated_value is null then null
            when
                cumulated_year_earlier is null
                and cumulated_year_earlier_on_any_basis is not null
                then 'year_earlier_of_other_basis'
            when cumulated_year_earlier is null then 'year_earlier_unknown'
            when segment_number != year_segment_year_earlier then 'break_between'
            when cumulated_year_earlier = 0 then 'year_earlier_zero'
        end as cumulated_reason
    from beside_earlier

),

judged as (

    select
        *,
        counted_value is not null
        and year_earlier is not null
        and segment_number = segment_year_earlier as is_comparable,
        cumulated_value is not null
        and cumulated_year_earlier is not null
        and segment_number = year_segment_year_earlier as is_cumulated_comparable
    from compared

),

tested as (

    select
        judged.*,
        case
            when not judged.is_comparable then null
            when judged.events > {{ most_events }}
                then
                    abs(judged.counted_value - judged.year_earlier) - 1
                    > {{ deviation_beyond }} * sqrt(judged.events)
            else
                coalesce(
                    least(judged.counted_value, judged.year_earlier)
                    <= splits.beyond_chance_up_to,
                    false
                )
        end as is_beyond_chance,
        case
            when not judged.is_cumulated_comparable then null
            when judged.cumulated_events > {{ most_events }}
                then
                    abs(judged.cumulated_value - judged.cumulated_year_earlier) - 1
                    > {{ deviation_beyond }} * sqrt(judged.cumulated_events)
            else
                coalesce(
                    least(judged.cumulated_value, judged.cumulated_year_earlier)
                    <= cumulated_splits.beyond_chance_up_to,
                    false
                )
        end as is_cumulated_beyond_chance
    from judged
    left join even_splits as splits
        on judged.events = splits.all_events
    left join even_splits as cumulated_splits
        on judged.cumulated_events = cumulated_splits.all_events

),

unnamed as (

    select
        tested.region_code,
        tested.scope_code,
        tested.industry_code,
        tested.accident_type_code,
        tested.severity_code,
        tested.measure_code,
        tested.basis_code,
        tested.period,
        tested.period_year,
        tested.period_month,
        tested.counted_value as {{ value_column }},
        tested.count_basis,
        tested.cumulated_value as cumulated,
        tested.year_earlier,
        tested.cumulated_year_earlier,
        tested.month_earlier,
        tested.is_comparable,
        tested.is_cumulated_comparable,
        tested.is_beyond_chance,
        tested.is_cumulated_beyond_chance,
        tested.reason,
        tested.cumulated_reason,
        tested.is_latest_month,
        reasons.reason as reason_text,
        reasons.reason_en as reason_text_en,
        cumulated_reasons.reason as cumulated_reason_text,
        cumulated_reasons.reason_en as cumulated_reason_text_en,
        case when tested.is_comparable then tested.counted_value - tested.year_earlier end
            as {{ change_column }},
        case
            when tested.is_comparable
                then 100 * (tested.counted_value / nullif(tested.year_earlier, 0) - 1)
        end as change_pct,
        case
            when tested.is_cumulated_comparable
                then tested.cumulated_value - tested.cumulated_year_earlier
        end as cumulated_change,
        case
            when tested.is_cumulated_comparable
                then 100 * (tested.cumulated_value / nullif(tested.cumulated_year_earlier, 0) - 1)
        end as cumulated_change_pct,
        case
            when tested.segment_number = tested.segment_month_earlier
                then 100 * (tested.counted_value / nullif(tested.month_earlier, 0) - 1)
        end as month_change_pct,
        case
            when tested.segment_number = tested.segment_three_years_earlier
                then
                    (
                        tested.year_earlier
                        + tested.two_years_earlier
                        + tested.three_years_earlier
                    ) / 3
        end as mean_of_three_years,
        case
            when tested.segment_number = tested.year_segment_three_years_earlier
                then
                    (
                        tested.cumulated_year_earlier
                        + tested.cumulated_two_years_earlier
                        + tested.cumulated_three_years_earlier
                    ) / 3
        end as cumulated_mean_of_three_years
    from tested
    left join reasons
        on tested.reason = reasons.reason_code
    left join reasons as cumulated_reasons
        on tested.cumulated_reason = cumulated_reasons.reason_code

),

final as (

    {{ named('unnamed', ['region', 'scope', 'measure', 'industry', 'accident_type', 'severity'])
       | indent(4) }}

)

select * from final
