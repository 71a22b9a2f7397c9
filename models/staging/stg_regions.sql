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

unioned as (

    select * from published
    union all
    select * from own

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
