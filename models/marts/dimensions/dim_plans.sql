with

plans as (

    select * from {{ ref('stg_plans') }}

),

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where is_latest_reading

),

-- Years of which each is meant are those of a number handed down, not of the plan.
target_years as (

    select
        plan_code,
        plan_name,
        plan_name_en,
        region_code,
        plan_file,
        source_file,
        plan_first_year,
        plan_last_year,
        case when not is_each_year then due_first_year end as first_year,
        case when not is_each_year then due_last_year end as last_year
    from targets

),

plans_of_targets as (

    select
        plan_code,
        min(plan_name) as plan_name,
        min(plan_name_en) as plan_name_en,
        -- of a city and its counties the city, whose code is the smallest
        min(region_code) as region_code,
        min(first_year) as first_year,
        max(last_year) as last_year,
        min(plan_first_year) as code_from,
        min(plan_last_year) as code_to,
        min(coalesce(plan_file, source_file)) as plan_file
    from target_years
    group by plan_code

),

-- A plan that only a file of targets knows is called as the file says, else by its code;
-- 2021-2025 at the end of the code are its years.
found as (

    select
        plans_of_targets.plan_code,
        plans_of_targets.plan_name_en,
        plans_of_targets.region_code,
        plans_of_targets.first_year,
        plans_of_targets.last_year,
        plans_of_targets.plan_file,
        plans_of_targets.code_from,
        plans_of_targets.code_to,
        coalesce(plans_of_targets.plan_name, plans_of_targets.plan_code) as plan_name
    from plans_of_targets
    left join plans
        on plans_of_targets.plan_code = plans.plan_code
    where plans.plan_code is null

),

unnamed as (

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

    union all

    select
        plan_code,
        plan_name,
        plan_name_en,
        region_code,
        coalesce(code_from, first_year) as period_from,
        coalesce(code_to, last_year) as period_to,
        cast(null as varchar) as document_number,
        cast(null as varchar) as issuer,
        cast(null as date) as issued_date,
        false as is_draft,
        plan_file,
        cast(null as varchar) as notes
    from found

),

final as (

    {{ named('unnamed', ['region']) | indent(4) }}

)

select * from final
