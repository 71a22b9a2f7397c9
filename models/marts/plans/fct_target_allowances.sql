with

progress as (

    select * from {{ ref('fct_target_progress') }}
    where
        not is_due
        and is_comparable
        and actual_value_unrounded is not null
        and target_limit_unrounded is not null
        and rule_code in ('relative_reduction', 'absolute_cap', 'vs_previous_five_year_total')
        and value_basis in ('year', 'total_of_years')
        and not is_each_year

),

indicators as (

    select * from {{ ref('dim_indicators') }}
    where is_poisson_count

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where period_basis = 'cumulative_from_january'

),

growth_scenarios as (

    select * from {{ ref('growth_scenarios') }}

),

-- What of the year after has been counted so far: its latest month.
so_far as (

    select
        region_code,
        indicator_code,
        scope_code,
        period_year,
        period,
        numerator,
        row_number() over (
            partition by region_code, indicator_code, scope_code, period_year
            order by period_end_date desc
        ) as latest_number
    from indicator_values
    where numerator is not null

),

-- A count has nothing below the line that could grow.
assumed as (

    select
        progress.*,
        indicators.multiplier,
        indicators.numerator_measure,
        indicators.numerator_display_unit as count_unit,
        indicators.numerator_display_unit_en as count_unit_en,
        cast(growth_scenarios.growth_pct as double) as assumed_growth_pct,
        progress.target_year - progress.as_of_year as years_left,
        case
            when indicators.denominator_measure is null then 1
            else progress.actual_denominator
        end as divisor,
        indicators.denominator_measure is not null as is_rate
    from progress
    inner join indicators
        on progress.indicator_code = indicators.indicator_code
    inner join growth_scenarios
        on indicators.denominator_measure is not null or growth_scenarios.growth_pct = 0

),

-- Where the limit has been reached already it is the limit of the next year too.
allowed as (

    select
        *,
        divisor * power(1 + assumed_growth_pct / 100.0, years_left) as divisor_at_target,
        divisor * (1 + assumed_growth_pct / 100.0) as divisor_next_year,
        case
            when value_basis = 'total_of_years' then null
            when meets_unrounded then target_limit_unrounded
            else
                actual_value_unrounded * (1 + required_annual_change_from_now)
        end as limit_next_year
    from assumed
    where divisor is not null

),

counted as (

    select
        allowed.*,
        so_far.period as counted_through_period,
        so_far.numerator as count_used_next_year,
        floor(
            round(
                case
                    when allowed.value_basis = 'total_of_years'
                        then allowed.target_limit_unrounded - allowed.actual_value_unrounded
                    else
                        allowed.target_limit_unrounded
                        * allowed.divisor_at_target
                        / allowed.multiplier
                end, 6
            )
        ) as count_allowed_to_end,
        floor(
            round(allowed.limit_next_year * allowed.divisor_next_year / allowed.multiplier, 6)
        ) as count_allowed_next_year
    from allowed
    left join so_far
        on
            allowed.region_code = so_far.region_code
            and allowed.numerator_measure = so_far.indicator_code
            and allowed.scope_code = so_far.scope_code
            and allowed.as_of_year + 1 = so_far.period_year
            and so_far.latest_number = 1

),

final as (

    select
        target_code,
        as_of_period,
        assumed_growth_pct,
        plan_code,
        region_code,
        indicator_code,
        scope_code,
        is_rate,
        target_year,
        target_limit_unrounded as target_limit,
        required_annual_change_from_now,
        limit_next_year,
        count_allowed_next_year,
        count_used_next_year,
        counted_through_period,
        count_allowed_to_end,
        count_unit,
        count_unit_en,
        count_allowed_next_year - count_used_next_year as room_next_year
    from counted

)

select * from final
