with

stg_regions as (

    select * from {{ ref('stg_regions') }}

),

final as (

    select
        region_code,
        region_name,
        region_name_en,
        name_en_basis,
        region_level,
        parent_code,
        pinyin,
        pinyin_initials,
        valid_from,
        valid_to,
        successor_code,
        entry_source,
        row_number() over (
            partition by region_code
            order by valid_from desc
        ) = 1 as is_latest_entry
    from stg_regions

)

select * from final
