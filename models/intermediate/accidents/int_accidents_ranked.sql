with

accidents as (

    select * from {{ ref('stg_accidents') }}

),

-- Nearly all accidents are told once; only the others have to be put in order.
told_again as (

    select
        accident_id,
        cast(count(*) as integer) as reading_count
    from accidents
    group by accident_id
    having count(*) > 1

),

-- A reading without a date of publication never beats one with it.
final as (

    select
        accidents.accident_id,
        accidents.file_sha256,
        accidents.sheet_name,
        accidents.row_number,
        accidents.region_code,
        told_again.reading_count,
        row_number() over (
            partition by accidents.accident_id
            order by
                case when accidents.published_date is null then 1 else 0 end asc,
                accidents.published_date desc,
                accidents.loaded_at desc,
                accidents.file_sha256 asc,
                accidents.sheet_name desc,
                accidents.row_number desc
        ) = 1 as is_latest_reading
    from accidents
    inner join told_again
        on accidents.accident_id = told_again.accident_id

)

select * from final
