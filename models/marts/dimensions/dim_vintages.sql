with

vintages as (

    select * from {{ ref('vintages') }}

),

final as (

    select
        vintage_code,
        vintage_name,
        vintage_name_en,
        latest_rank,
        first_rank,
        is_provisional,
        assumed_lag_days,
        is_published_once,
        definition,
        definition_en
    from vintages

)

select * from final
