with

source_kinds as (

    select * from {{ ref('source_kinds') }}

),

final as (

    select
        source_kind,
        source_kind_name,
        source_kind_name_en,
        preference,
        is_linked
    from source_kinds

)

select * from final
