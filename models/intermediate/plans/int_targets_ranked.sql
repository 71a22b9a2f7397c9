with

targets as (

    select * from {{ ref('stg_targets') }}

),

-- A loaded target comes before the shipped one of the same code, a later load before an earlier.
final as (

    select
        {{ columns_of('target') }},
        strength,
        base_is_stated,
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
