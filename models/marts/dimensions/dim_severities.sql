with

severities as (

    select * from {{ ref('severities') }}

),

final as (

    select
        severity_code,
        severity_name,
        severity_name_en,
        deaths_from,
        serious_injuries_from,
        cast(direct_loss_from_yuan as double) as direct_loss_from_yuan,
        sort_order
    from severities

)

select * from final
