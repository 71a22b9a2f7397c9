with

regions as (

    select * from {{ ref('dim_regions') }}

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
        tile_row,
        tile_column
    from regions
    where is_latest_entry

)

select * from final
