with

progress as (

    select * from {{ ref('fct_target_progress') }}
    where is_own_latest and status_code in ('no_data', 'base_missing')

),

readings as (

    select * from {{ ref('int_target_readings_listed') }}
    where reading_order = 1

),

figures as (

    select * from {{ ref('int_target_figures_listed') }}
    where period_basis = 'year'

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

measure_holders as (

    select * from {{ ref('measure_holders') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

numbers as (

    select * from {{ ref('int_log_factorials') }}

),

asked as (

    select
        progress.target_code,
        progress.plan_code,
        progress.region_code,
        progress.indicator_code,
        progress.status_code,
        progress.base_period,
        progress.base_value_is_known,
        progress.missing_measure_code,
        progress.missing_name,
        progress.missing_name_en,
        progress.missing_holder,
        progress.missing_holder_en,
        readings.target_scope_code,
        readings.target_from_year,
        readings.is_rate,
        readings.rule_code,
        least(progress.target_year, progress.as_of_year) as last_year,
        -- each of its years counts
        readings.is_each_year
        or readings.value_basis in ('total_of_years', 'mean_of_years')
        or readings.rule_code in ('zero', 'yearly_decline') as is_of_years,
        readings.base_basis is not null as has_base
    from progress
    inner join readings
        on progress.target_code = readings.target_code

),

-- Up to which anything is known at all: a year to come is not missing.
latest_years as (

    select max(period_year) as latest_year
    from figures

),

years as (

    select
        asked.*,
        asked.target_from_year + numbers.whole_number as period_year
    from asked
    inner join numbers
        on numbers.whole_number between 0 and asked.last_year - asked.target_from_year
    cross join latest_years
    where
        asked.is_of_years
        and asked.rule_code != 'deed'
        and asked.target_from_year + numbers.whole_number <= latest_years.latest_year

),

-- What is known of a year, in the scope of the target or in one that its words can mean.
known as (

    select
        years.target_code,
        years.period_year,
        max(case when figures.unrounded_value is not null then 1 else 0 end) as has_value,
        max(case when figures.numerator is not null then 1 else 0 end) as has_numerator
    from years
    left join figures
        on
            years.region_code = figures.region_code
            and years.indicator_code = figures.indicator_code
            and years.period_year = figures.period_year
            and (
                years.target_scope_code = figures.scope_code
                or (years.target_scope_code is null and figures.is_plan_scope)
            )
    group by years.target_code, years.period_year

),

gaps as (

    select
        years.target_code,
        cast(years.period_year as varchar) as period,
        'actual' as gap_role,
        known.has_numerator = 1 and years.is_rate as is_below_the_line
    from years
    inner join known
        on
            years.target_code = known.target_code
            and years.period_year = known.period_year
    where known.has_value = 0

    union all

    select
        target_code,
        cast(last_year as varchar) as period,
        'actual' as gap_role,
        false as is_below_the_line
    from asked
    where not is_of_years and status_code = 'no_data'

    union all

    select
        target_code,
        base_period as period,
        'base' as gap_role,
        false as is_below_the_line
    from asked
    where
        has_base
        and base_period is not null
        and not base_value_is_known
        and rule_code not in ('zero', 'yearly_decline', 'deed', 'external')

),

-- The scope in which the figure would be reported: the target's own, else the official one.
scoped as (

    select
        gaps.target_code,
        gaps.period,
        gaps.gap_role,
        min(coalesce(asked.target_scope_code, indicator_scopes.scope_code)) as scope_code
    from gaps
    inner join asked
        on gaps.target_code = asked.target_code
    left join indicator_scopes
        on
            asked.indicator_code = indicator_scopes.indicator_code
            and substring(gaps.period, 1, 4) || '-12-31'
            >= coalesce(cast(indicator_scopes.valid_from as varchar), '1900-01-01')
            and substring(gaps.period, 1, 4) || '-12-31'
            < coalesce(cast(indicator_scopes.valid_to as varchar), '9999-12-31')
    group by gaps.target_code, gaps.period, gaps.gap_role

),

final as (

    select
        gaps.target_code,
        gaps.period,
        gaps.gap_role,
        asked.plan_code,
        asked.region_code,
        asked.indicator_code,
        -- what stands below the line has no scope
        case
            when
                not gaps.is_below_the_line
                and coalesce(indicators.denominator_measure, '')
                != coalesce(asked.missing_measure_code, '')
                then scoped.scope_code
        end as scope_code,
        case
            when gaps.is_below_the_line then measures.measure_code
            else asked.missing_measure_code
        end as missing_measure_code,
        case
            when gaps.is_below_the_line then measures.measure_name
            else asked.missing_name
        end as missing_name,
        case
            when gaps.is_below_the_line then measures.measure_name_en
            else asked.missing_name_en
        end as missing_name_en,
        case
            when gaps.is_below_the_line
                then coalesce(own_holders.holder_name, any_holders.holder_name)
            else asked.missing_holder
        end as missing_holder,
        case
            when gaps.is_below_the_line
                then coalesce(own_holders.holder_name_en, any_holders.holder_name_en)
            else asked.missing_holder_en
        end as missing_holder_en
    from gaps
    inner join asked
        on gaps.target_code = asked.target_code
    inner join scoped
        on
            gaps.target_code = scoped.target_code
            and gaps.period = scoped.period
            and gaps.gap_role = scoped.gap_role
    left join indicators
        on asked.indicator_code = indicators.indicator_code
    left join measures
        on indicators.denominator_measure = measures.measure_code
    left join measure_holders as own_holders
        on indicators.denominator_measure = own_holders.measure_code
    inner join measure_holders as any_holders
        on any_holders.measure_code = '*'

)

select * from final
