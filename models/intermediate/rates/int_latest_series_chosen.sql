with

-- Totals of five years and twelve months in a row are no series of their own.
indicator_values as (

    select
        region_code,
        period,
        period_basis,
        period_end_date,
        indicator_code,
        scope_code,
        coalesce(is_official_scope, false) as is_official,
        count(*) over (partition by region_code, indicator_code, scope_code) as scope_values
    from {{ ref('int_indicator_values_listed') }}
    where
        coalesce(computed_rate, published_rate) is not null
        and period_basis in ('year', 'cumulative_from_january', 'single_month')

),

scopes as (

    select * from {{ ref('stg_scopes') }}

),

period_bases as (

    select * from {{ ref('period_bases') }}

),

-- What is official may have been of another scope before, and counts as one.
ranked as (

    select
        indicator_values.*,
        period_bases.sort_order as basis_position,
        row_number() over (
            partition by indicator_values.region_code, indicator_values.indicator_code
            order by
                indicator_values.is_official desc,
                indicator_values.scope_values desc,
                indicator_values.period_end_date desc,
                period_bases.sort_order asc,
                scopes.sort_order asc
        ) as place
    from indicator_values
    inner join scopes
        on indicator_values.scope_code = scopes.scope_code
    inner join period_bases
        on indicator_values.period_basis = period_bases.period_basis

),

of_scope as (

    select
        ranked.*,
        first_value(ranked.period_basis) over (
            partition by ranked.region_code, ranked.indicator_code
            order by ranked.period_end_date desc, ranked.basis_position asc, ranked.place asc
        ) as latest_basis
    from ranked
    inner join ranked as best
        on
            ranked.region_code = best.region_code
            and ranked.indicator_code = best.indicator_code
            and best.place = 1
    where
        (best.is_official and ranked.is_official)
        or (not best.is_official and ranked.scope_code = best.scope_code)

),

final as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code
    from of_scope
    where period_basis = latest_basis

)

select * from final
