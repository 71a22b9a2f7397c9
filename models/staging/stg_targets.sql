with

plan_targets as (

    select * from {{ ref('plan_targets') }}

),

plan_target_words as (

    select * from {{ ref('plan_target_words') }}

),

lake_targets as (

    select * from {{ ref('stg_lake_targets') }}

),

-- As printed from the one, as the loaders' reader understands it from the other.
shipped as (

    select
        plan_targets.target_code,
        plan_targets.plan_code,
        plan_targets.region_code,
        plan_targets.region_name,
        plan_targets.section,
        plan_targets.indicator_name_zh,
        plan_target_words.indicator_code,
        plan_target_words.scope as scope_code,
        plan_target_words.target_kind,
        plan_target_words.strength,
        plan_target_words.base_period,
        plan_targets.alternative_base,
        plan_targets.target_period,
        plan_target_words.target_value,
        plan_target_words.unit,
        plan_target_words.value_basis,
        plan_target_words.base_basis,
        plan_target_words.is_qualitative,
        plan_targets.quote,
        cast(null as varchar) as plan_name,
        cast(null as varchar) as plan_name_en,
        plan_targets.plan_file,
        plan_targets.notes,
        plan_target_words.base_is_stated,
        plan_target_words.due_form,
        plan_target_words.is_each_year,
        plan_target_words.due_first_year,
        plan_target_words.due_last_year,
        plan_target_words.due_within_years,
        plan_target_words.value_first_year,
        plan_target_words.value_last_year,
        plan_target_words.base_first_year,
        plan_target_words.base_last_year,
        plan_target_words.required_value,
        plan_target_words.required_form,
        plan_target_words.is_strict_limit,
        plan_target_words.is_in_per_cent,
        plan_target_words.alternative_total_period,
        plan_target_words.plan_first_year,
        plan_target_words.plan_last_year,
        cast(null as varchar) as source_file,
        cast(null as varchar) as file_sha256,
        cast(null as varchar) as sheet_name,
        cast(null as integer) as row_number,
        cast(null as timestamp) as loaded_at
    from plan_targets
    inner join plan_target_words
        on plan_targets.target_code = plan_target_words.target_code

),

unioned as (

    select * from shipped
    union all
    select * from lake_targets

),

final as (

    select
        {{ columns_of('target') }},
        strength,
        case base_is_stated
            when 'yes' then true
            when 'no' then false
        end as base_is_stated
    from unioned

)

select * from final
