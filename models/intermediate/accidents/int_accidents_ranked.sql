with

accidents as (

    select * from {{ ref('stg_accidents') }}

),

-- A reading without a date of publication never beats one with it.
final as (

    select
        accident_id,
        file_sha256,
        sheet_name,
        row_number,
        cast(count(*) over (partition by accident_id) as integer) as reading_count,
        row_number() over (
            partition by accident_id
            order by
                case when published_date is null then 1 else 0 end asc,
                published_date desc,
                loaded_at desc,
                file_sha256 asc,
                sheet_name desc,
                row_number desc
        ) = 1 as is_latest_reading
    from accidents

)

select * from final
