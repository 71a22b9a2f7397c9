with

planning_scenarios as (

    select * from {{ ref('planning_scenarios') }}

),

final as (

    select
        scenario_code,
        scenario_name,
        scenario_name_en,
        growth_pct,
        source,
        source_en,
        sort_order
    from planning_scenarios

)

select * from final
