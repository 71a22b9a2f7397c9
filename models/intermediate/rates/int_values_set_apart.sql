with

computed as (

    select * from {{ ref('int_indicator_values_computed') }}
    where computed_rate is not null and is_poisson_count and denominator_measure is not null

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}
    where break_kind in ('scope', 'definition') and break_region_code is not null

),

-- A change that a region made alone sets it apart, until the others have made it too.
final as (

    select distinct
        computed.region_code,
        computed.period,
        computed.period_basis,
        computed.indicator_code,
        computed.scope_code
    from computed
    inner join resolved_breaks
        on
            {{ of_the_same('series', 'computed', 'resolved_breaks') }}
            and computed.period_end_date >= resolved_breaks.breaks_at
            and computed.period_end_date
            < coalesce(resolved_breaks.replaced_at, cast('9999-12-31' as date))
    where
        resolved_breaks.input_role = 'numerator'
        or computed.denominator_measure = resolved_breaks.measure_code

)

select * from final
