{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('plans') }}

),

loaded as (

    {{ loaded_entries('plans', 'plan_code', 'shipped') | indent(4) }}

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
    from shipped

    union all

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
        coalesce(plan_file, source_file) as plan_file,
        notes
    from loaded

)

select * from final
