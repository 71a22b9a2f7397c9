with

projects as (

    select * from {{ ref('stg_projects') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

-- Of the same report loaded twice the later load holds.
chosen as (

    select
        *,
        row_number() over (
            partition by plan_code, project_code, as_of_date
            order by
                loaded_at desc,
                file_sha256 asc,
                sheet_name asc,
                row_number asc
        ) as choice
    from projects

),

told as (

    select
        *,
        max(as_of_date) over (partition by plan_code, project_code) as latest_as_of_date
    from chosen
    where choice = 1

),

final as (

    select
        told.plan_code,
        told.project_code,
        told.as_of_date,
        told.project_name,
        plans.plan_name,
        plans.plan_name_en,
        plans.region_code,
        plans.region_name,
        plans.region_name_en,
        told.goal,
        told.stage,
        told.responsible_bureau,
        told.due_date,
        told.done_date,
        told.amount_10k_yuan,
        told.notes,
        told.source_file,
        told.file_sha256,
        told.sheet_name,
        told.row_number,
        told.done_date is not null as is_done,
        told.done_date is null and coalesce(told.due_date < told.as_of_date, false)
            as is_overdue,
        told.done_date is not null and coalesce(told.done_date > told.due_date, false)
            as is_done_late,
        told.as_of_date = told.latest_as_of_date as is_latest
    from told
    left join plans
        on told.plan_code = plans.plan_code

)

select * from final
