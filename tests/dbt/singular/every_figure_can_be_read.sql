-- A cell that was filled and could not be read stops the build, with its row and the reason.
with

figures as (

    select * from {{ ref('int_statistics_coded') }}

),

regions as (

    select distinct region_code from {{ ref('stg_regions') }}

),

judged as (

    select
        figures.source_file,
        figures.sheet_name,
        figures.row_number,
        figures.cell,
        figures.region_name,
        figures.region_code,
        figures.period,
        figures.measure_alias as measure,
        figures.scope_code as scope,
        figures.value_text as printed_value,
        figures.published_unit as unit,
        case
            when regions.region_code is null then 'region_unknown'
            when figures.period_grain is null then 'period_not_recognised'
            when figures.period_end_date is null then 'period_not_recognised'
            when bases.period_basis is null then 'period_basis_unknown'
            when figures.measure_code is null then 'measure_unknown'
            when scopes.scope_code is null then 'scope_unknown'
            when figures.published_value is null then 'value_not_a_number'
            when figures.unit_code is null then 'unit_unknown'
            when vintages.vintage_code is null then 'vintage_unknown'
            when qualities.quality_code is null then 'quality_unknown'
            when kinds.source_kind is null then 'source_kind_unknown'
        end as reason_code
    from figures
    left join regions
        on figures.region_code = regions.region_code
    left join {{ ref('period_bases') }} as bases
        on figures.period_basis = bases.period_basis
    left join {{ ref('stg_scopes') }} as scopes
        on figures.scope_code = scopes.scope_code
    left join {{ ref('vintages') }} as vintages
        on figures.vintage_code = vintages.vintage_code
    left join {{ ref('data_qualities') }} as qualities
        on figures.quality_code = qualities.quality_code
    left join {{ ref('source_kinds') }} as kinds
        on figures.source_kind = kinds.source_kind

)

select *
from judged
where reason_code is not null
