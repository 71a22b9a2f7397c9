{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('indicators') }}

),

loaded as (

    {{ loaded_entries('indicators', 'indicator_code', 'shipped') | indent(4) }}

),

final as (

    select
        indicator_code,
        indicator_name,
        indicator_name_en,
        indicator_kind,
        numerator_measure,
        denominator_measure,
        proxy_denominator_measure,
        scope as scope_code,
        multiplier,
        unit,
        unit_en,
        decimals,
        lower_is_better,
        is_poisson_count,
        allows_any_scope,
        definition,
        definition_en,
        source,
        sort_order,
        source_file
    from loaded

)

select * from final
