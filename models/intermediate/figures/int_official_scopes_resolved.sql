with

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

computed as (

    select * from {{ ref('int_indicator_values_computed') }}

),

published as (

    select * from {{ ref('int_published_rates_selected') }}

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

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

-- Regions that took to another scope before or after the others.
own_switches as (

    select
        region_code,
        indicator_code,
        scope_code,
        replaced_at,
        min(breaks_at) as switched_at
    from resolved_breaks
    where input_role = 'numerator' and replaced_at is not null
    group by region_code, indicator_code, scope_code, replaced_at

),

final as (

    select
        series.region_code,
        series.indicator_code,
        series.scope_code,
        coalesce(beginnings.switched_at, indicator_scopes.valid_from) as official_from,
        coalesce(ends.switched_at, indicator_scopes.valid_to) as official_to
    from series
    inner join indicator_scopes
        on
            series.indicator_code = indicator_scopes.indicator_code
            and series.scope_code = indicator_scopes.scope_code
    left join own_switches as beginnings
        on
            series.region_code = beginnings.region_code
            and series.indicator_code = beginnings.indicator_code
            and series.scope_code = beginnings.scope_code
            and indicator_scopes.valid_from = beginnings.replaced_at
    left join own_switches as ends
        on
            series.region_code = ends.region_code
            and series.indicator_code = ends.indicator_code
            and series.scope_code = ends.scope_code
            and indicator_scopes.valid_to = ends.replaced_at

)

select * from final
