with

stg_regions as (

    select * from {{ ref('stg_regions') }}

),

region_tiles as (

    select * from {{ ref('region_tiles') }}

),

final as (

    select
        stg_regions.region_code,
        stg_regions.region_name,
        stg_regions.region_name_en,
        stg_regions.name_en_basis,
        stg_regions.region_level,
        stg_regions.parent_code,
        stg_regions.pinyin,
        stg_regions.pinyin_initials,
        stg_regions.valid_from,
        stg_regions.valid_to,
        stg_regions.successor_code,
        stg_regions.entry_source,
        region_tiles.tile_row,
        region_tiles.tile_column,
        row_number() over (
            partition by stg_regions.region_code
            order by stg_regions.valid_from desc
        ) = 1 as is_latest_entry
    from stg_regions
    left join region_tiles
        on stg_regions.region_code = region_tiles.region_code

)

select * from final
