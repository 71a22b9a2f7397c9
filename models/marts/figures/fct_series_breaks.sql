with

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

),

computed as (

    select * from {{ ref('int_indicator_values_computed') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

series_breaks as (

    select * from {{ ref('stg_series_breaks') }}

),

denominators_used as (

    select distinct
        region_code,
        indicator_code,
        scope_code,
        denominator_measure
    from computed
    where denominator_measure is not null

),

-- A break of what stands below the line matters only where it does stand there.
held as (

    select
        resolved_breaks.region_code,
        resolved_breaks.indicator_code,
        resolved_breaks.scope_code,
        resolved_breaks.break_code,
        max(resolved_breaks.breaks_at) as breaks_at
    from resolved_breaks
    left join denominators_used
        on
            resolved_breaks.region_code = denominators_used.region_code
            and resolved_breaks.indicator_code = denominators_used.indicator_code
            and resolved_breaks.scope_code = denominators_used.scope_code
            and resolved_breaks.measure_code = denominators_used.denominator_measure
    where
        resolved_breaks.input_role = 'numerator'
        or denominators_used.region_code is not null
    group by
        resolved_breaks.region_code,
        resolved_breaks.indicator_code,
        resolved_breaks.scope_code,
        resolved_breaks.break_code

),

final as (

    select
        held.region_code,
        held.indicator_code,
        held.scope_code,
        held.break_code,
        held.breaks_at,
        regions.region_name,
        series_breaks.break_reason,
        series_breaks.break_reason_en,
        coalesce(regions.region_name_en, regions.region_name) as region_name_en
    from held
    left join regions
        on held.region_code = regions.region_code
    left join series_breaks
        on held.break_code = series_breaks.break_code

)

select * from final
