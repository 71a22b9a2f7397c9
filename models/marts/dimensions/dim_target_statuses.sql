with

target_statuses as (

    select * from {{ ref('target_statuses') }}

),

final as (

    select
        status_code,
        status_name,
        status_name_en,
        sign,
        is_decided,
        is_verdict,
        progress_ratio_from,
        joint_order,
        sort_order
    from target_statuses

)

select * from final
