{#- The seed calls the column by this word, which SQL does not reserve. -#}
{%- set source_column = 'source' -%}
{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('series_breaks') }}

),

loaded as (

    {{ loaded_entries('breaks', 'break_code', 'shipped') | indent(4) }}

),

final as (

    select
        break_code,
        region_code,
        measure_code,
        scope_code,
        breaks_at,
        break_kind,
        replaces_break_code,
        quality_code,
        break_reason,
        break_reason_en,
        source
    from shipped

    union all

    select
        break_code,
        region_code,
        measure_code,
        scope_code,
        breaks_at,
        break_kind,
        replaces_break_code,
        quality_code,
        break_reason,
        coalesce(break_reason_en, break_reason) as break_reason_en,
        coalesce(source, source_file) as {{ source_column }}
    from loaded

)

select * from final
