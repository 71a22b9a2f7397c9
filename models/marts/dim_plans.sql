with

plans as (

    select * from {{ ref('plans') }}

),

final as (

    select
        plan_code,
        plan_name,
        plan_name_en,
        region_code,
        period_from,
        period_to,
        document_number,
        issuer,
        issued_date,
        is_draft,
        plan_file,
        notes
    from plans

)

select * from final
