with

plan_targets as (

    select * from {{ ref('plan_targets') }}

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
        alternative_base,
        target_period,
        cast(target_value as double) as target_value,
        unit,
        quote,
        plan_file,
        notes,
        case base_is_stated
            when 'yes' then true
            when 'no' then false
        end as base_is_stated
    from plan_targets

)

select * from final
