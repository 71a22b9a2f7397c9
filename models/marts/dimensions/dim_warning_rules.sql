with

warning_rules as (

    select * from {{ ref('warning_rules') }}

),

final as (

    select
        rule_code,
        warning_level,
        sort_order,
        reason,
        reason_en,
        source
    from warning_rules

)

select * from final
