with

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where is_latest_reading

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
        strength,
        base_period,
        base_is_stated,
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
        row_number
    from targets

)

select * from final
