with

stg_targets as (

    select * from {{ ref('stg_targets') }}

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
        target_kind,
        strength,
        base_period,
        base_is_stated,
        alternative_base,
        target_period,
        target_value,
        unit,
        quote,
        plan_file,
        notes
    from stg_targets

)

select * from final
