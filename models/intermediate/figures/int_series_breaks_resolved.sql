with

series_breaks as (

    select * from {{ ref('stg_series_breaks') }}

),

computed as (

    select * from {{ ref('int_indicator_values_computed') }}

),

published as (

    select * from {{ ref('int_published_rates_selected') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

indicator_denominators as (

    select * from {{ ref('stg_indicator_denominators') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

series as (

    select
        region_code,
        indicator_code,
        scope_code
    from computed

    union

    select
        region_code,
        indicator_code,
        scope_code
    from published

),

-- What a series is made of: a count in its scope, and whatever may stand below the line.
series_figures as (

    select
        series.*,
        'numerator' as input_role,
        indicators.numerator_measure as measure_code,
        series.scope_code as figure_scope_code
    from series
    inner join indicators
        on series.indicator_code = indicators.indicator_code

    union all

    select
        series.*,
        'denominator' as input_role,
        indicator_denominators.denominator_measure as measure_code,
        'none' as figure_scope_code
    from series
    inner join indicator_denominators
        on series.indicator_code = indicator_denominators.indicator_code

),

-- A break holds in its region and in all that lie in it; one without a region holds everywhere. Of
-- which vintage a region's figures are is said of its own figures alone.
matched as (

    select
        series_figures.region_code,
        series_figures.indicator_code,
        series_figures.scope_code,
        series_figures.input_role,
        series_figures.measure_code,
        series_breaks.break_code,
        series_breaks.breaks_at,
        series_breaks.break_kind,
        series_breaks.replaces_break_code,
        series_breaks.region_code as break_region_code
    from series_figures
    inner join series_breaks
        on
            series_figures.measure_code
            = coalesce(series_breaks.measure_code, series_figures.measure_code)
            and series_figures.figure_scope_code
            = coalesce(series_breaks.scope_code, series_figures.figure_scope_code)
    left join region_ancestors
        on
            series_figures.region_code = region_ancestors.region_code
            and series_breaks.region_code = region_ancestors.ancestor_code
            and series_breaks.breaks_at >= region_ancestors.valid_from
            and series_breaks.breaks_at < region_ancestors.valid_to
    where
        series_breaks.region_code is null
        or series_breaks.region_code = series_figures.region_code
        or (
            region_ancestors.region_code is not null
            and series_breaks.break_kind != 'vintage'
        )

),

-- Where a region made a change at a time of its own, the wider break does not hold.
final as (

    select
        matched.region_code,
        matched.indicator_code,
        matched.scope_code,
        matched.input_role,
        matched.measure_code,
        matched.break_code,
        matched.breaks_at,
        matched.break_kind,
        matched.break_region_code,
        replaced.breaks_at as replaced_at
    from matched
    left join series_breaks as replaced
        on matched.replaces_break_code = replaced.break_code
    left join matched as nearer
        on
            matched.region_code = nearer.region_code
            and matched.indicator_code = nearer.indicator_code
            and matched.scope_code = nearer.scope_code
            and matched.input_role = nearer.input_role
            and matched.measure_code = nearer.measure_code
            and matched.break_code = nearer.replaces_break_code
    where nearer.break_code is null

)

select * from final
