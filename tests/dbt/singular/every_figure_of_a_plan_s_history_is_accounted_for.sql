-- What a plan prints about its past is an observation, a statement that is recomputed, a target of
-- the plan before, or a word without a value: each exactly once, and nothing else.
with

history as (

    select
        plan_history.*,
        figures.becomes,
        figures.measure_code
    from {{ ref('plan_history') }} as plan_history
    left join {{ ref('plan_history_figures') }} as figures
        on plan_history.figure = figures.figure

),

files as (

    select * from {{ ref('stg_shipped_files') }}
    where seed_name = 'plan_history'

),

found as (

    select
        history.row_number,
        'observation' as becomes
    from history
    cross join files
    inner join {{ ref('fct_observations') }} as observations
        on
            files.file_sha256 = observations.file_sha256
            and history.row_number = observations.row_number
            and history.region_code = observations.region_code
            and history.measure_code = observations.measure_code
            and history.quote = observations.source_quote

    union all

    select
        history.row_number,
        'statement' as becomes
    from history
    inner join {{ ref('fct_statement_checks') }} as statements
        on
            history.region_code = statements.region_code
            and history.period = statements.period
            and history.figure = statements.statement_code

    union all

    select
        history.row_number,
        'target' as becomes
    from history
    inner join {{ ref('dim_targets') }} as targets
        on
            history.region_code = targets.region_code
            and history.period = targets.target_period
            and history.measure_code = targets.indicator_code
            and try_cast(history.value as double) = targets.target_value
    where history.becomes = 'target'

),

counted as (

    select
        history.row_number,
        history.becomes,
        count(found.row_number) as found_count,
        sum(case when found.becomes = history.becomes then 1 else 0 end) as as_said_count
    from history
    left join found
        on history.row_number = found.row_number
    group by history.row_number, history.becomes

)

select *
from counted
where
    becomes is null
    or found_count != case when becomes = 'text' then 0 else 1 end
    or coalesce(as_said_count, 0) != case when becomes = 'text' then 0 else 1 end
