with

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

),

computed as (

    select * from {{ ref('int_indicator_values_computed') }}

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
final as (

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

)

select * from final
