with

series_breaks as (

    select * from {{ ref('stg_series_breaks') }}

),

series as (

    select distinct
        observations.region_code,
        observations.scope_code,
        observations.measure_code
    from {{ ref('int_observations_completed') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    where
        measures.measure_kind = 'count'
        and observations.period_grain in ('month', 'quarter')

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

-- A break holds in its region and in all that lie in it; one without a region holds everywhere.
matched as (

    select distinct
        series.region_code,
        series.scope_code,
        series.measure_code,
        series_breaks.break_code,
        series_breaks.breaks_at,
        series_breaks.replaces_break_code
    from series
    inner join series_breaks
        on
            series.measure_code = coalesce(series_breaks.measure_code, series.measure_code)
            and series.scope_code = coalesce(series_breaks.scope_code, series.scope_code)
    left join region_ancestors
        on
            series.region_code = region_ancestors.region_code
            and series_breaks.region_code = region_ancestors.ancestor_code
            and series_breaks.breaks_at >= region_ancestors.valid_from
            and series_breaks.breaks_at < region_ancestors.valid_to
    where
        series_breaks.region_code is null
        or series_breaks.region_code = series.region_code
        or (
            region_ancestors.region_code is not null
            and series_breaks.break_kind != 'vintage'
        )

),

-- Where a region made a change at a time of its own, the wider break does not hold.
final as (

    select
        matched.region_code,
        matched.scope_code,
        matched.measure_code,
        matched.break_code,
        matched.breaks_at
    from matched
    left join matched as nearer
        on
            matched.region_code = nearer.region_code
            and matched.scope_code = nearer.scope_code
            and matched.measure_code = nearer.measure_code
            and matched.break_code = nearer.replaces_break_code
    where nearer.break_code is null

)

select * from final
