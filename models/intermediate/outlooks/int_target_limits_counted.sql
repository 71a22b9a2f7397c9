{#- Rules by which a year's own value is at most something. -#}
{%- set rules = ['relative_reduction', 'absolute_cap', 'yearly_decline', 'zero'] -%}
{#- What a rate is divided by is carried on from a year at most so long ago, by its mean growth over
    at most so many years before. -#}
{%- set years_carried_on = 3 -%}
{%- set years_of_growth = 5 -%}

with

limits as (

    select
        *,
        cast(as_of_year as integer) as period_year,
        case
            when base_unrounded is not null
                then as_of_year - cast(round(years_since_base) as integer)
        end as base_year
    from {{ ref('int_target_limits_computed') }}
    where
        reading_order = 1
        and as_of_month = 12
        and as_of_year between target_from_year and target_year
        and not is_higher_better
        and limit_unrounded is not null
        and (value_basis = 'year' or rule_code = 'zero')
        and rule_code in (
            {%- for rule in rules %}
            '{{ rule }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

),

readings as (

    select * from {{ ref('int_target_readings_listed') }}
    where reading_order = 1

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

),

denominators as (

    select
        region_code,
        indicator_code,
        denominator_measure,
        denominator,
        cast(extract(year from period_end_date) as integer) as denominator_year
    from {{ ref('int_indicator_denominators_selected') }}
    where period_basis = 'year' and denominator > 0

),

-- The scope that the target names, else that of its figures, else the official one of the year.
scoped as (

    select
        limits.target_code,
        limits.region_code,
        limits.indicator_code,
        limits.rule_code,
        limits.is_rate,
        limits.is_strict,
        limits.is_each_year,
        limits.period_year,
        limits.target_year,
        limits.base_year,
        limits.base_scope_code,
        limits.path_value,
        limits.limit_unrounded,
        limits.comparability_reason_code,
        coalesce(indicators.numerator_measure, limits.indicator_code) as measure_code,
        coalesce(indicators.multiplier, 1) as multiplier,
        coalesce(
            readings.target_scope_code,
            limits.scope_code,
            limits.base_scope_code,
            indicator_scopes.scope_code
        ) as scope_code
    from limits
    inner join readings
        on
            limits.target_code = readings.target_code
            and limits.reading_code = readings.reading_code
    left join indicators
        on limits.indicator_code = indicators.indicator_code
    left join indicator_scopes
        on
            limits.indicator_code = indicator_scopes.indicator_code
            and limits.period_year
            >= coalesce(extract(year from indicator_scopes.valid_from), 0)
            and limits.period_year
            < coalesce(extract(year from indicator_scopes.valid_to), 9999)

),

-- Of several official scopes none is the one.
counted as (

    select
        *,
        count(*) over (partition by target_code, period_year) as scopes
    from scoped

),

single as (

    select * from counted
    where scopes = 1

),

crossed as (

    select distinct
        single.target_code,
        single.period_year
    from single
    inner join resolved_breaks
        on
            {{ of_the_same('series', 'single', 'resolved_breaks') }}
            and extract(year from resolved_breaks.breaks_at) > single.base_year
            and extract(year from resolved_breaks.breaks_at) <= single.period_year

),

-- A path leads from a base of the same count; a limit of its own year needs none.
judged as (

    select
        single.*,
        crossed.target_code is null
        and single.comparability_reason_code is null
        and coalesce(single.base_scope_code, single.scope_code) = single.scope_code
            as is_base_comparable,
        single.period_year = single.target_year
        or single.is_each_year
        or single.rule_code in ('zero', 'yearly_decline') as is_due
    from single
    left join crossed
        on
            single.target_code = crossed.target_code
            and single.period_year = crossed.period_year
    inner join measures
        on
            single.measure_code = measures.measure_code
            and measures.measure_kind = 'count'
    where single.scope_code is not null

),

valued as (

    select
        *,
        case
            when is_due then 'due'
            when path_value is not null and is_base_comparable then 'path'
            else 'later'
        end as limit_basis_code
    from judged
    where is_base_comparable or rule_code in ('absolute_cap', 'zero')

),

-- The year's own figure below the line; before it is known, the last one with its mean growth.
last_denominators as (

    select
        valued.target_code,
        valued.period_year,
        denominators.denominator,
        denominators.denominator_measure,
        denominators.denominator_year,
        row_number() over (
            partition by valued.target_code, valued.period_year
            order by denominators.denominator_year desc
        ) as year_position
    from valued
    inner join denominators
        on
            valued.region_code = denominators.region_code
            and valued.indicator_code = denominators.indicator_code
            and denominators.denominator_year
            between valued.period_year - {{ years_carried_on }} and valued.period_year
    where valued.is_rate

),

earlier_denominators as (

    select
        last_denominators.target_code,
        last_denominators.period_year,
        power(
            last_denominators.denominator / denominators.denominator,
            1.0 / (last_denominators.denominator_year - denominators.denominator_year)
        ) as yearly_growth,
        row_number() over (
            partition by last_denominators.target_code, last_denominators.period_year
            order by denominators.denominator_year
        ) as year_position
    from last_denominators
    inner join valued
        on
            last_denominators.target_code = valued.target_code
            and last_denominators.period_year = valued.period_year
    inner join denominators
        on
            valued.region_code = denominators.region_code
            and valued.indicator_code = denominators.indicator_code
            and last_denominators.denominator_measure = denominators.denominator_measure
            and denominators.denominator_year
            between last_denominators.denominator_year - {{ years_of_growth }}
            and last_denominators.denominator_year - 1
    where last_denominators.year_position = 1

),

carried_on as (

    select
        valued.*,
        last_denominators.denominator_measure,
        last_denominators.denominator
        * power(
            coalesce(earlier_denominators.yearly_growth, 1),
            valued.period_year - last_denominators.denominator_year
        ) as denominator,
        case
            when valued.is_rate then last_denominators.denominator_year < valued.period_year
        end as is_denominator_assumed,
        case
            when valued.limit_basis_code = 'path' then valued.path_value
            else valued.limit_unrounded
        end as limit_of_year
    from valued
    left join last_denominators
        on
            valued.target_code = last_denominators.target_code
            and valued.period_year = last_denominators.period_year
            and last_denominators.year_position = 1
    left join earlier_denominators
        on
            valued.target_code = earlier_denominators.target_code
            and valued.period_year = earlier_denominators.period_year
            and earlier_denominators.year_position = 1

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        target_code,
        indicator_code,
        limit_unrounded as target_limit,
        target_year,
        limit_basis_code,
        is_strict,
        denominator_measure,
        denominator,
        is_denominator_assumed,
        limit_of_year * case when is_rate then denominator / multiplier else 1 end as limit_value
    from carried_on

)

select * from final
