with

readings as (

    select * from {{ ref('int_target_readings_listed') }}

),

target_values as (

    select * from {{ ref('int_target_values_selected') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

),

tests as (

    select * from {{ ref('int_changes_tested') }}

),

numbers as (

    select * from {{ ref('int_log_factorials') }}

),

-- Where an indicator is counted in one scope only, a ceiling without a base has one meaning.
single_scopes as (

    select indicator_code
    from {{ ref('stg_indicator_scopes') }}
    group by indicator_code
    having min(scope_code) = max(scope_code)

),

-- Each year of the plan and until the target's own, of a quota only its own; years that are
-- counted together or one by one from their first.
years as (

    select
        readings.*,
        readings.plan_from_year + numbers.whole_number as as_of_year,
        cast(readings.plan_from_year + numbers.whole_number as varchar) as as_of_period,
        cast(12 as integer) as as_of_month
    from readings
    inner join numbers
        on
            numbers.whole_number
            between 0 and greatest(readings.plan_to_year, readings.target_year)
            - readings.plan_from_year
    where
        (
            readings.rule_code != 'external'
            or readings.plan_from_year + numbers.whole_number <= readings.target_year
        )
        and (
            (
                readings.rule_code != 'external'
                and not readings.is_each_year
                and readings.value_basis = 'year'
            )
            or readings.plan_from_year + numbers.whole_number >= readings.target_from_year
        )

),

-- The middle of a year, where twelve months to its end of June are known.
half_years as (

    select distinct
        readings.*,
        cast(substring(target_values.period, 1, 4) as integer) as as_of_year,
        target_values.period as as_of_period,
        cast(6 as integer) as as_of_month
    from readings
    inner join target_values
        on
            readings.region_code = target_values.region_code
            and readings.indicator_code = target_values.indicator_code
            and length(target_values.period) = 7
            and cast(substring(target_values.period, 1, 4) as integer)
            between readings.plan_from_year and readings.plan_to_year
    where
        readings.rule_code in ('relative_reduction', 'absolute_cap')
        and not readings.is_each_year
        and readings.value_basis = 'year'

),

as_ofs as (

    select * from years
    union all
    select * from half_years

),

-- A target is judged by its own year: what comes after changes nothing.
ended as (

    select
        *,
        case
            when as_of_year > target_year then cast(target_year as varchar) else as_of_period
        end as judged_period
    from as_ofs

),

-- All years so far where their total or mean is judged, the year before where each year is
-- compared with it.
spanned as (

    select
        *,
        case
            when value_basis in ('total_of_years', 'mean_of_years')
                then
                    cast(target_from_year as varchar) || '-' || judged_period
            else judged_period
        end as actual_period,
        case
            when base_basis in ('total_of_years', 'mean_of_years') then base_basis
            else 'year'
        end as compared_basis,
        case
            when base_basis = 'previous_year' and is_each_year
                then cast(cast(substring(judged_period, 1, 4) as integer) - 1 as varchar)
            else base_period
        end as compared_period
    from ended

),

-- Every scope in which the value, the base or both are known.
matched as (

    select
        spanned.*,
        actuals.scope_code,
        bases.scope_code as base_scope_code,
        actuals.printed_value as actual_printed,
        actuals.unrounded_value as actual_unrounded,
        actuals.numerator as actual_numerator,
        actuals.denominator as actual_denominator,
        actuals.denominator_measure as actual_denominator_measure,
        actuals.years_known,
        actuals.ignored_printed_value as actual_ignored_printed,
        bases.ignored_printed_value as base_ignored_printed,
        bases.first_value as base_first,
        actuals.is_provisional,
        actuals.period_end_date,
        bases.printed_value as base_printed,
        bases.unrounded_value as base_unrounded,
        bases.numerator as base_numerator,
        bases.denominator as base_denominator,
        bases.denominator_measure as base_denominator_measure,
        coalesce(actuals.is_official_scope, false) as is_official_actual,
        coalesce(bases.is_official_scope, false) as is_official_base,
        -- a base whose figure is missing still has its day
        coalesce(
            bases.period_start_date,
            try_cast(substring(spanned.compared_period, 1, 4) || '-01-01' as date),
            cast(cast(spanned.plan_from_year - 1 as varchar) || '-01-01' as date)
        ) as compared_from_date
    from spanned
    left join target_values as actuals
        on
            spanned.region_code = actuals.region_code
            and spanned.indicator_code = actuals.indicator_code
            and spanned.actual_period = actuals.period
            and spanned.value_basis = actuals.value_basis
            and (
                spanned.target_scope_code = actuals.scope_code
                or (spanned.target_scope_code is null and actuals.is_plan_scope)
            )
    left join target_values as bases
        on
            spanned.region_code = bases.region_code
            and spanned.indicator_code = bases.indicator_code
            and spanned.compared_period = bases.period
            and spanned.compared_basis = bases.value_basis
            and (
                spanned.target_scope_code = bases.scope_code
                or (spanned.target_scope_code is null and bases.is_plan_scope)
            )
            and bases.unrounded_value is not null

),

-- What stands alone is compared with nothing: none at all, a quota for its own year, and a limit
-- without a base in a scope that the plan names or that is the only one.
standing as (

    select
        matched.*,
        matched.rule_code in ('zero', 'external', 'intention', 'deed')
        or (
            matched.compared_period is null
            and (
                matched.target_scope_code is not null or single_scopes.indicator_code is not null
            )
        ) as stands_alone
    from matched
    left join single_scopes
        on matched.indicator_code = single_scopes.indicator_code

),

-- A break of what is counted, or of what it is divided by, between the two; the last is named.
crossed as (

    select
        standing.target_code,
        standing.reading_code,
        standing.as_of_period,
        standing.scope_code,
        standing.compared_from_date,
        resolved_breaks.break_code,
        resolved_breaks.break_kind,
        row_number() over (
            partition by
                standing.target_code,
                standing.reading_code,
                standing.as_of_period,
                standing.scope_code,
                standing.compared_from_date
            order by resolved_breaks.breaks_at desc, resolved_breaks.break_code asc
        ) as crossing_number
    from standing
    inner join indicators
        on standing.indicator_code = indicators.indicator_code
    inner join resolved_breaks
        on
            {{ of_the_same('series', 'standing', 'resolved_breaks') }}
            and standing.compared_from_date < resolved_breaks.breaks_at
            and standing.period_end_date >= resolved_breaks.breaks_at
    where
        standing.actual_unrounded is not null
        and not standing.stands_alone
        and (
            resolved_breaks.input_role = 'numerator'
            or resolved_breaks.measure_code = coalesce(
                standing.actual_denominator_measure, indicators.denominator_measure
            )
            or resolved_breaks.measure_code = standing.base_denominator_measure
        )

),

compared as (

    select
        standing.*,
        crossed.break_code as crossed_break_code,
        case
            when standing.stands_alone then null
            when standing.base_scope_code != standing.scope_code then 'scope_changed'
            when crossed.break_kind = 'scope' then 'scope_changed'
            when crossed.break_kind = 'definition' then 'definition_changed'
            when crossed.break_kind = 'census' then 'census_between'
            when crossed.break_kind = 'vintage' then 'vintage_between'
            when crossed.break_kind = 'boundary' then 'boundary_changed'
            when standing.base_denominator_measure != standing.actual_denominator_measure
                then 'denominator_differs'
        end as comparability_reason_code
    from standing
    left join crossed
        on
            standing.target_code = crossed.target_code
            and standing.reading_code = crossed.reading_code
            and standing.as_of_period = crossed.as_of_period
            and standing.scope_code = crossed.scope_code
            and standing.compared_from_date = crossed.compared_from_date
            and crossed.crossing_number = 1

),

-- First what compares, then what is official at its time.
numbered as (

    select
        *,
        row_number() over (
            partition by target_code, reading_code, as_of_period
            order by
                case when actual_unrounded is null then 1 else 0 end asc,
                case
                    when comparability_reason_code is null and base_unrounded is not null then 0
                    else 1
                end asc,
                case when is_official_actual then 0 else 1 end asc,
                case when is_official_base then 0 else 1 end asc,
                scope_code asc,
                base_scope_code asc
        ) as pair_number
    from compared

),

final as (

    select
        numbered.target_code,
        numbered.reading_code,
        numbered.reading_order,
        numbered.plan_code,
        numbered.region_code,
        numbered.indicator_code,
        numbered.is_indicator,
        numbered.is_rate,
        numbered.rule_code,
        numbered.is_higher_better,
        numbered.is_strict,
        numbered.value_basis,
        numbered.base_basis,
        numbered.base_last_year,
        numbered.base_is_stated,
        numbered.compared_period as base_period,
        numbered.target_from_year,
        numbered.target_year,
        numbered.is_each_year,
        numbered.deadline_is_assumed,
        numbered.target_value,
        numbered.value_share,
        numbered.compared_decimals,
        numbered.plan_from_year,
        numbered.plan_to_year,
        numbered.as_of_period,
        numbered.as_of_year,
        numbered.as_of_month,
        numbered.actual_period,
        numbered.scope_code,
        numbered.base_scope_code,
        numbered.actual_printed,
        numbered.actual_unrounded,
        numbered.actual_numerator,
        numbered.actual_denominator,
        numbered.actual_denominator_measure,
        numbered.base_printed,
        numbered.base_unrounded,
        numbered.base_numerator,
        numbered.base_denominator,
        numbered.years_known,
        numbered.actual_ignored_printed,
        numbered.base_ignored_printed,
        numbered.base_first,
        numbered.comparability_reason_code,
        numbered.crossed_break_code,
        tests.change_p_value,
        coalesce(numbered.is_provisional, false) as is_provisional
    from numbered
    left join tests
        on
            numbered.region_code = tests.region_code
            and numbered.indicator_code = tests.indicator_code
            and numbered.scope_code = tests.scope_code
            and numbered.base_scope_code = tests.scope_code
            and numbered.compared_period = tests.from_period
            and numbered.actual_period = tests.to_period
            and tests.period_basis in ('year', 'five_year_total')
    where numbered.pair_number = 1

)

select * from final
