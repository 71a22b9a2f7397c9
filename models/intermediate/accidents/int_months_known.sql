with

months_covered as (

    select * from {{ ref('int_months_covered') }}

),

summed as (

    select * from {{ ref('int_accidents_summed') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

-- An accident that is placed in the city alone may lie in any county.
months_unplaced as (

    select distinct
        months_covered.region_code,
        months_covered.scope_code,
        months_covered.period
    from months_covered
    inner join region_ancestors
        on
            months_covered.region_code = region_ancestors.region_code
            and region_ancestors.steps_up between 1 and months_covered.steps_up
            and months_covered.period_end_date >= region_ancestors.valid_from
            and months_covered.period_end_date < region_ancestors.valid_to
    inner join summed
        on
            region_ancestors.ancestor_code = summed.region_code
            and months_covered.declared_scope_code = summed.scope_code
            and months_covered.period = summed.period
    where summed.accidents_of_itself > 0

),

-- A part is known where every accident of the whole tells whether it belongs to it.
final as (

    select
        months_covered.region_code,
        months_covered.scope_code,
        months_covered.period,
        months_covered.period_year,
        months_covered.period_end_date,
        months_covered.told_by,
        months_covered.steps_up,
        months_covered.published_date,
        months_covered.source_title,
        months_covered.source_file,
        months_covered.file_sha256,
        months_covered.row_number,
        months_covered.loaded_at
    from months_covered
    left join months_unplaced
        on
            months_covered.region_code = months_unplaced.region_code
            and months_covered.scope_code = months_unplaced.scope_code
            and months_covered.period = months_unplaced.period
    left join summed as wholes
        on
            months_covered.region_code = wholes.region_code
            and months_covered.declared_scope_code = wholes.scope_code
            and months_covered.period = wholes.period
    left join summed as productions
        on
            months_covered.region_code = productions.region_code
            and productions.scope_code = 'production'
            and months_covered.period = productions.period
    where
        months_unplaced.region_code is null
        and (
            coalesce(months_covered.told_by, 'scope') = 'scope'
            or coalesce(wholes.production_stated = wholes.accidents, true)
        )
        and (
            coalesce(months_covered.told_by, 'scope') != 'industry'
            or coalesce(productions.industries_stated = productions.accidents, true)
        )

)

select * from final
