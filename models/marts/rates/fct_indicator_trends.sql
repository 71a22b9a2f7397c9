{#- Two-sided 99.8 % point of chi-squared with one degree of freedom. -#}
{%- set critical_value = 9.549535706083236 -%}
{%- set significance = 0.002 -%}
{%- set points_needed = 5 -%}

with

points as (

    select * from {{ ref('int_annual_runs_grouped') }}

),

tests as (

    select * from {{ ref('int_trends_tested') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

series as (

    select
        region_code,
        indicator_code,
        scope_code,
        cast(count(*) as integer) as points,
        min(period) as from_period,
        max(period) as to_period,
        max(latest_period) as latest_period,
        max(run_length) as run_length,
        min(case when is_poisson_count then 1 else 0 end) as counts_events,
        max(
            case when point_number = 1 and has_previous and not continues_previous then 1 else 0 end
        ) as begins_at_break
    from points
    group by region_code, indicator_code, scope_code

),

judged as (

    select
        series.region_code,
        series.indicator_code,
        series.scope_code,
        series.from_period,
        series.to_period,
        series.latest_period,
        series.points,
        tests.chi_squared,
        tests.direction,
        tests.regression_chi_squared,
        tests.regression_direction,
        case
            when series.run_length < {{ points_needed }} and series.begins_at_break = 1
                then 'break_in_series'
            when series.run_length < {{ points_needed }} then 'fewer_than_five_years'
            when series.counts_events = 0 then 'no_interval'
            when tests.chi_squared <= {{ critical_value }} then 'trend_not_significant'
            when not tests.every_year_agrees then 'one_year_decides'
            else 'trend_significant'
        end as reason,
        coalesce(
            tests.regression_chi_squared > {{ critical_value }}
            and tests.every_year_agrees_in_regression, false
        ) as is_significant_in_regression
    from series
    left join tests
        on {{ of_the_same('series', 'series', 'tests') }}

),

-- The trends of an indicator and scope that were tested in regions of one level, and the chance of
-- each corrected for their number as in fct_region_comparisons (Holm 1979).
tested as (

    select
        judged.region_code,
        judged.indicator_code,
        judged.scope_code,
        regions.region_level,
        sqrt(judged.chi_squared / 2) as half_deviation
    from judged
    left join regions
        on judged.region_code = regions.region_code
    where judged.reason in ('trend_significant', 'trend_not_significant', 'one_year_decides')

),

corrected as (

    {{ corrected_for_number(
        'tested', ['indicator_code', 'scope_code', 'region_level']
    ) | indent(4) }}

),

final as (

    select
        judged.region_code,
        judged.indicator_code,
        judged.scope_code,
        judged.from_period,
        judged.to_period,
        judged.latest_period,
        judged.points,
        judged.chi_squared,
        judged.regression_chi_squared,
        judged.reason,
        corrected.p_value,
        corrected.p_value_corrected,
        corrected.comparisons_made,
        case
            when judged.reason in ('break_in_series', 'fewer_than_five_years', 'no_interval')
                then 'not_calculable'
            when judged.reason != 'trend_significant' then 'no_significant_change'
            when judged.direction > 0 then 'increasing'
            else 'decreasing'
        end as trend,
        case
            when judged.regression_chi_squared is null then 'not_calculable'
            when not judged.is_significant_in_regression then 'no_significant_change'
            when judged.regression_direction > 0 then 'increasing'
            else 'decreasing'
        end as regression_trend,
        judged.reason = 'trend_significant' and corrected.p_value_corrected < {{ significance }}
            as is_beyond_chance_corrected
    from judged
    left join corrected
        on {{ of_the_same('series', 'judged', 'corrected') }}

)

select * from final
