{{ config(materialized='table') }}

with

targets as (

    select * from {{ source('lake', 'targets') }}

),

-- Of a file that was refused as a whole nothing counts.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        targets.target_code,
        targets.plan_code,
        targets.region_code,
        targets.region_name,
        targets.section,
        targets.indicator_name_zh,
        targets.indicator_code,
        targets.scope as scope_code,
        targets.target_kind,
        targets.strength,
        targets.base_period,
        targets.alternative_base,
        targets.target_period,
        targets.target_value,
        targets.unit,
        targets.value_basis,
        targets.base_basis,
        targets.is_qualitative,
        targets.quote,
        targets.plan_name,
        targets.plan_name_en,
        targets.plan_file,
        targets.notes,
        targets.base_is_stated,
        targets.due_form,
        targets.is_each_year,
        targets.due_first_year,
        targets.due_last_year,
        targets.due_within_years,
        targets.value_first_year,
        targets.value_last_year,
        targets.base_first_year,
        targets.base_last_year,
        targets.required_value,
        targets.required_form,
        targets.is_strict_limit,
        targets.is_in_per_cent,
        targets.alternative_total_period,
        targets.plan_first_year,
        targets.plan_last_year,
        outcomes.source_file,
        targets.file_sha256,
        targets.sheet_name,
        targets.row_number,
        outcomes.loaded_at
    from targets
    inner join outcomes
        on targets.file_sha256 = outcomes.file_sha256

)

select * from final
