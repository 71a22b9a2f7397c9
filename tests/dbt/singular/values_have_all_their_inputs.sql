-- Every figure behind a value can be traced to a row of a file.
with

wanted as (

    select
        *,
        case when computed_rate is not null then 1 else 0 end as has_computed,
        case when published_rate is not null then 1 else 0 end as has_published
    from {{ ref('fct_indicator_values') }}

),

found as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        max(case when input_role = 'numerator' then 1 else 0 end) as has_numerator,
        max(case when input_role = 'denominator' then 1 else 0 end) as has_denominator,
        max(case when input_role = 'published_rate' then 1 else 0 end) as has_published_rate
    from {{ ref('fct_indicator_inputs') }}
    group by region_code, period, period_basis, indicator_code, scope_code

)

select
    wanted.region_code,
    wanted.period,
    wanted.period_basis,
    wanted.indicator_code,
    wanted.scope_code
from wanted
left join found
    on
        wanted.region_code = found.region_code
        and wanted.period = found.period
        and wanted.period_basis = found.period_basis
        and wanted.indicator_code = found.indicator_code
        and wanted.scope_code = found.scope_code
where
    coalesce(found.has_numerator, 0) < wanted.has_computed
    or coalesce(found.has_published_rate, 0) < wanted.has_published
    or (
        wanted.has_computed = 1
        and wanted.denominator_measure is not null
        and coalesce(found.has_denominator, 0) = 0
    )
