with

plan_targets as (

    select * from {{ ref('plan_targets') }}

),

lake_targets as (

    select * from {{ ref('stg_lake_targets') }}

),

shipped as (

    select
        target_code,
        plan_code,
        region_code,
        region_name,
        section,
        indicator_name_zh,
        indicator_code,
        cast(null as varchar) as scope_code,
        target_kind,
        strength,
        base_period,
        alternative_base,
        target_period,
        cast(target_value as double) as target_value,
        unit,
        quote,
        plan_file,
        notes,
        base_is_stated,
        cast(null as varchar) as source_file,
        cast(null as varchar) as file_sha256,
        cast(null as varchar) as sheet_name,
        cast(null as integer) as row_number,
        cast(null as timestamp) as loaded_at
    from plan_targets

),

unioned as (

    select * from shipped
    union all
    select * from lake_targets

),

final as (

    select
        target_code,
        plan_code,
        region_code,
        region_name,
        section,
        indicator_name_zh,
        indicator_code,
        scope_code,
        target_kind,
        base_period,
        alternative_base,
        target_period,
        target_value,
        unit,
        quote,
        plan_file,
        notes,
        source_file,
        file_sha256,
        sheet_name,
        row_number,
        loaded_at,
        coalesce(strength, 'hard') as strength,
        case base_is_stated
            when 'yes' then true
            when 'no' then false
        end as base_is_stated
    from unioned

)

select * from final
