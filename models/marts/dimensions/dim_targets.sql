with

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where is_latest_reading

),

indicators as (

    select * from {{ ref('dim_indicators') }}

),

target_names as (

    select * from {{ ref('target_names') }}

),

-- What no indicator measures goes by the plan's own words, in English as translated here.
final as (

    select
        targets.target_code,
        targets.plan_code,
        targets.region_code,
        targets.region_name,
        targets.section,
        targets.indicator_name_zh,
        targets.indicator_code,
        targets.scope_code,
        targets.target_kind,
        targets.strength,
        targets.is_qualitative,
        targets.base_period,
        targets.base_is_stated,
        targets.alternative_base,
        targets.target_period,
        targets.target_value,
        targets.unit,
        targets.value_basis,
        targets.base_basis,
        targets.required_value,
        targets.required_form,
        targets.value_first_year,
        targets.value_last_year,
        targets.is_each_year,
        targets.quote,
        targets.plan_file,
        targets.notes,
        targets.source_file,
        targets.file_sha256,
        targets.sheet_name,
        targets.row_number,
        indicators.sort_order as indicator_sort_order,
        coalesce(indicators.indicator_name, targets.indicator_name_zh) as indicator_name,
        coalesce(
            indicators.indicator_name_en, target_names.indicator_name_en, targets.indicator_name_zh
        ) as indicator_name_en
    from targets
    left join indicators
        on targets.indicator_code = indicators.indicator_code
    left join target_names
        on targets.indicator_name_zh = target_names.indicator_name

)

select * from final
