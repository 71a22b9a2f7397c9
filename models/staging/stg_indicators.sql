{#- The seed calls the column by this word, which SQL does not reserve. -#}
{%- set source_column = 'source' -%}
{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('indicators') }}

),

loaded as (

    select * from {{ ref('stg_lake_indicators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

-- An indicator of a file that defines nothing in words is defined by its formula.
formulated as (

    select
        loaded.*,
        numerators.measure_name
        || coalesce(' ÷ ' || denominators.measure_name, '')
        || case
            when loaded.multiplier = 1 then ''
            else ' × ' || {{ number_short('loaded.multiplier') }}
        end as formula,
        numerators.measure_name_en
        || coalesce(' ÷ ' || denominators.measure_name_en, '')
        || case
            when loaded.multiplier = 1 then ''
            else ' × ' || {{ number_short('loaded.multiplier') }}
        end as formula_en
    from loaded
    inner join measures as numerators
        on loaded.numerator_measure = numerators.measure_code
    left join measures as denominators
        on loaded.denominator_measure = denominators.measure_code

),

final as (

    select
        indicator_code,
        indicator_name,
        indicator_name_en,
        indicator_kind,
        numerator_measure,
        denominator_measure,
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
        sort_order
    from shipped

    union all

    select
        indicator_code,
        indicator_name,
        coalesce(indicator_name_en, indicator_name) as indicator_name_en,
        indicator_kind,
        numerator_measure,
        denominator_measure,
        multiplier,
        unit,
        coalesce(unit_en, unit) as unit_en,
        decimals,
        lower_is_better,
        is_poisson_count,
        allows_any_scope,
        coalesce(definition, formula) as definition,
        coalesce(definition_en, formula_en) as definition_en,
        coalesce(source, source_file) as {{ source_column }},
        sort_order
    from formulated

)

select * from final
