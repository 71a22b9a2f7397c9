{{ config(materialized='table') }}

with

projects as (

    select * from {{ source('lake', 'projects') }}

),

-- Of a file that was refused as a whole nothing counts.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        projects.plan_code,
        projects.project_code,
        projects.as_of_date,
        projects.project_name,
        projects.goal,
        projects.stage,
        projects.responsible_bureau,
        projects.due_date,
        projects.done_date,
        projects.amount_10k_yuan,
        projects.notes,
        outcomes.source_file,
        projects.file_sha256,
        projects.sheet_name,
        projects.row_number,
        outcomes.loaded_at
    from projects
    inner join outcomes
        on projects.file_sha256 = outcomes.file_sha256

)

select * from final
