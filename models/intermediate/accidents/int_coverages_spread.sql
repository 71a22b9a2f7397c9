{#- Regions below the one declared: a city's counties and their zones. A province's prefectures and
    counties are told for the scope declared alone, the nation's provinces only: more would be
    zeros without end. -#}
{%- set levels_down = 2 -%}
{{ config(materialized='view') }}

with

coverages as (

    select * from {{ ref('int_coverages_scoped') }}

),

scope_parts as (

    select * from {{ ref('scope_parts') }}

),

accidents as (

    select * from {{ ref('stg_accidents') }}

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

regions as (

    select
        region_code,
        max(region_level) as region_level,
        min(valid_from) as valid_from,
        max(coalesce(valid_to, cast('9999-12-31' as date))) as valid_to
    from {{ ref('stg_regions') }}
    group by region_code

),

regions_of_files as (

    select distinct
        file_sha256,
        region_code
    from accidents

),

scopes_of_files as (

    select distinct
        file_sha256,
        scope_code
    from accidents

),

-- What is complete of a scope is complete of its parts: of those that an accident's industry or
-- flag tells, and of those that the register itself tells apart.
scoped as (

    select
        *,
        scope_code as declared_scope_code,
        cast(null as varchar) as told_by
    from coverages

    union all

    select
        coverages.source_file,
        coverages.file_sha256,
        coverages.row_number,
        coverages.region_code,
        coverages.covers_from,
        coverages.covers_to,
        coverages.published_date,
        coverages.loaded_at,
        coverages.source_title,
        scope_parts.part_scope_code as scope_code,
        coverages.scope_code as declared_scope_code,
        scope_parts.told_by
    from coverages
    inner join scope_parts
        on coverages.scope_code = scope_parts.scope_code
    left join scopes_of_files
        on
            coverages.file_sha256 = scopes_of_files.file_sha256
            and scope_parts.part_scope_code = scopes_of_files.scope_code
    where scope_parts.told_by != 'scope' or scopes_of_files.scope_code is not null

),

-- A zone overlaps its neighbours: it is told where the register tells it apart.
placed as (

    select
        scoped.source_file,
        scoped.file_sha256,
        scoped.row_number,
        region_ancestors.region_code,
        scoped.scope_code,
        scoped.published_date,
        scoped.loaded_at,
        scoped.source_title,
        scoped.region_code as declared_region_code,
        scoped.declared_scope_code,
        scoped.told_by,
        region_ancestors.steps_up,
        greatest(
            scoped.covers_from,
            region_ancestors.valid_from,
            case
                when region_ancestors.steps_up = 0 then scoped.covers_from
                else regions.valid_from
            end
        ) as covers_from,
        least(
            scoped.covers_to,
            cast(region_ancestors.valid_to - interval '1' day as date),
            case
                when region_ancestors.steps_up = 0 then scoped.covers_to
                else cast(regions.valid_to - interval '1' day as date)
            end
        ) as covers_to
    from scoped
    inner join region_ancestors
        on
            scoped.region_code = region_ancestors.ancestor_code
            and region_ancestors.steps_up <= {{ levels_down }}
    inner join regions as declared_regions
        on scoped.region_code = declared_regions.region_code
    inner join regions
        on region_ancestors.region_code = regions.region_code
    left join regions_of_files
        on
            scoped.file_sha256 = regions_of_files.file_sha256
            and regions.region_code = regions_of_files.region_code
    where
        region_ancestors.steps_up = 0
        or (
            (regions.region_level != 'other' or regions_of_files.region_code is not null)
            and (
                region_ancestors.steps_up = 1
                or declared_regions.region_level not in ('nation', 'province')
                or (declared_regions.region_level = 'province' and scoped.told_by is null)
            )
            and not (declared_regions.region_level = 'nation' and scoped.told_by is not null)
        )

),

final as (

    select * from placed
    where covers_from <= covers_to

)

select * from final
