{{ config(materialized='table') }}

with

published as (

    select
        *,
        'GB/T 2260' as entry_source
    from {{ ref('regions') }}

),

own as (

    select * from {{ ref('own_regions') }}

),

shipped_codes as (

    select region_code from published
    union distinct
    select region_code from own

),

loaded as (

    {{ loaded_entries('regions', 'region_code', 'shipped_codes') | indent(4) }}

),

unioned as (

    select * from published

    union all

    select * from own

    union all

    -- A name in pinyin is what a search finds; a region that a file brings is found by its name.
    select
        region_code,
        region_name,
        region_name_en,
        'published' as name_en_basis,
        region_level,
        parent_code,
        coalesce(pinyin, lower(region_name_en), region_name) as pinyin,
        pinyin_initials,
        valid_from,
        valid_to,
        successor_code,
        coalesce(entry_source, source_file) as entry_source
    from loaded

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
        entry_source
    from unioned

)

select * from final
