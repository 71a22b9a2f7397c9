with

targets as (

    select * from {{ ref('stg_targets') }}

),

-- A loaded target comes before the shipped one of the same code, a later load before an earlier.
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
        row_number,
        loaded_at,
        due_form,
        is_each_year,
        due_first_year,
        due_last_year,
        due_within_years,
        is_in_per_cent,
        alternative_total_period,
        plan_first_year,
        plan_last_year,
        row_number() over (
            partition by target_code
            order by
                case when loaded_at is null then 1 else 0 end asc,
                loaded_at desc,
                file_sha256 asc,
                sheet_name asc,
                row_number asc
        ) = 1 as is_latest_reading
    from targets

)

select * from final
