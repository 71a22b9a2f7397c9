{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('scopes') }}

),

loaded as (

    {{ loaded_entries('scopes', 'scope_code', 'shipped') | indent(4) }}

),

final as (

    select
        scope_code,
        scope_name,
        scope_name_en,
        definition,
        definition_en,
        sort_order
    from shipped

    union all

    select
        scope_code,
        scope_name,
        coalesce(scope_name_en, scope_name) as scope_name_en,
        coalesce(definition, scope_name) as definition,
        coalesce(definition_en, scope_name_en, scope_name) as definition_en,
        sort_order
    from loaded

)

select * from final
