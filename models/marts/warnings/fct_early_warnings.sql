{#- Of each series the last three years (surveillance/monthly.py). -#}
{%- set months_shown = 36 -%}

with

listed as (

    select * from {{ ref('int_month_series_listed') }}
    where month_number > last_month_number - {{ months_shown }}

),

computed as (

    select * from {{ ref('int_warnings_computed') }}

),

rules as (

    select * from {{ ref('warning_rules') }}

),

judged as (

    select
        listed.region_code,
        listed.scope_code,
        listed.measure_code,
        listed.basis_code,
        listed.segment_number,
        listed.period,
        listed.period_year,
        listed.period_month,
        listed.month_number,
        listed.count_basis,
        listed.observed_value as observed,
        computed.expected,
        computed.upper_95,
        computed.upper_998,
        computed.cusum,
        computed.cusum_limit,
        computed.is_cusum_signal,
        computed.ears_c1,
        computed.ears_c2,
        computed.ears_c3,
        computed.count_dispersion,
        computed.monthly_trend,
        computed.history_years,
        computed.history_months,
        computed.expected is not null as is_judged,
        case
            when computed.expected is not null then 'as_expected'
            when listed.has_years_before then 'gaps_in_history'
            else 'not_enough_history'
        end as reason_without_rule,
        case
            when listed.observed_value > computed.upper_998 then 99.8
            when listed.observed_value > computed.upper_95 then 95
            else 0
        end as limit_exceeded
    from listed
    left join computed
        on
            listed.region_code = computed.region_code
            and listed.scope_code = computed.scope_code
            and listed.measure_code = computed.measure_code
            and listed.basis_code = computed.basis_code
            and listed.segment_number = computed.segment_number
            and listed.month_number = computed.month_number

),

-- The month and the two before it.
followed as (

    select
        judged.region_code,
        judged.scope_code,
        judged.measure_code,
        judged.basis_code,
        judged.period,
        sum(nearby.observed) as cases_of_3,
        sum(case when nearby.limit_exceeded >= 95 then 1 else 0 end) as over_95_of_3
    from judged
    inner join judged as nearby
        on
            judged.region_code = nearby.region_code
            and judged.scope_code = nearby.scope_code
            and judged.measure_code = nearby.measure_code
            and judged.basis_code = nearby.basis_code
            and judged.segment_number = nearby.segment_number
            and nearby.month_number between judged.month_number - 2 and judged.month_number
    where judged.is_judged
    group by
        judged.region_code,
        judged.scope_code,
        judged.measure_code,
        judged.basis_code,
        judged.period

),

-- The gravest of the rules that hold.
rules_met as (

    select
        judged.region_code,
        judged.scope_code,
        judged.measure_code,
        judged.basis_code,
        judged.period,
        rules.rule_code,
        rules.warning_level,
        row_number() over (
            partition by
                judged.region_code,
                judged.scope_code,
                judged.measure_code,
                judged.basis_code,
                judged.period
            order by rules.sort_order desc
        ) as rule_position
    from judged
    inner join followed
        on
            judged.region_code = followed.region_code
            and judged.scope_code = followed.scope_code
            and judged.measure_code = followed.measure_code
            and judged.basis_code = followed.basis_code
            and judged.period = followed.period
    inner join rules
        on
            judged.limit_exceeded >= rules.limit_exceeded
            and followed.over_95_of_3 >= rules.over_95_of_3
            and followed.cases_of_3 >= rules.cases_of_3
            and (judged.is_cusum_signal or not rules.is_sum_needed)

),

-- Of two bases the one by which something can be said, records first.
chosen as (

    select
        judged.*,
        case
            when judged.is_judged then coalesce(rules_met.warning_level, 'none')
        end as warning_level,
        coalesce(rules_met.rule_code, judged.reason_without_rule) as reason,
        row_number() over (
            partition by
                judged.region_code, judged.scope_code, judged.measure_code, judged.period
            order by judged.is_judged desc, judged.basis_code desc
        ) as basis_position
    from judged
    left join rules_met
        on
            judged.region_code = rules_met.region_code
            and judged.scope_code = rules_met.scope_code
            and judged.measure_code = rules_met.measure_code
            and judged.basis_code = rules_met.basis_code
            and judged.period = rules_met.period
            and rules_met.rule_position = 1

),

unnamed as (

    select
        region_code,
        scope_code,
        measure_code,
        period,
        period_year,
        period_month,
        basis_code,
        count_basis,
        observed,
        expected,
        upper_95,
        upper_998,
        cusum,
        cusum_limit,
        is_cusum_signal,
        ears_c1,
        ears_c2,
        ears_c3,
        count_dispersion,
        monthly_trend,
        history_years,
        history_months,
        warning_level,
        reason,
        month_number = max(month_number) over (
            partition by region_code, scope_code, measure_code
        ) as is_latest_month
    from chosen
    where basis_position = 1

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope']) | indent(4) }}

)

select * from final
