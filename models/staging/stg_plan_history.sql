with

plan_history as (

    select * from {{ ref('plan_history') }}

),

units as (

    select * from {{ ref('plan_history_units') }}

),

figures as (

    select * from {{ ref('plan_history_figures') }}
    where becomes = 'observation'

),

notes as (

    select * from {{ ref('messages') }}
    where message_code = 'note_words_of_the_plan'

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}
    where seed_name = 'plan_history'

),

-- Of two plans told by one text, the later one prints the history.
plans as (

    select
        *,
        row_number() over (partition by plan_file order by period_from desc) as plan_position
    from {{ ref('stg_plans') }}

),

-- A unit may be followed by the words of the plan that hedge the value: 家 (822余).
units_parted as (

    select
        plan_history.*,
        units.published_unit,
        units.hedging_words,
        units.value_qualifier
    from plan_history
    inner join units
        on plan_history.unit = units.unit

),

-- A state told of five years is that at their end.
final as (

    select
        shipped_files.file_name as source_file,
        shipped_files.file_sha256,
        units_parted.row_number,
        units_parted.region_code,
        units_parted.region_name,
        figures.period_basis,
        figures.measure_code as measure_alias,
        figures.scope_code,
        units_parted.value as value_text,
        plans.issued_date as published_date,
        plans.plan_name as source_title,
        plans.issuer as source_publisher,
        'plan' as source_kind,
        units_parted.plan_file as source_url,
        units_parted.quote as source_quote,
        units_parted.published_unit,
        units_parted.value_qualifier,
        case
            when figures.period_basis is not null and length(units_parted.period) = 9
                then substring(units_parted.period, 6, 4)
            else units_parted.period
        end as period,
        -- which accidents are counted, and at which day a state holds, is our reading
        case
            when figures.scope_code != 'none' then 'inferred'
            when figures.period_basis is not null and length(units_parted.period) = 9
                then 'inferred'
            else 'stated'
        end as quality_code,
        case
            when units_parted.hedging_words is not null
                then {{ filled('notes.message_name', {'words': 'units_parted.hedging_words'}) }}
        end as notes
    from units_parted
    inner join figures
        on units_parted.figure = figures.figure
    inner join plans
        on units_parted.plan_file = plans.plan_file and plans.plan_position = 1
    cross join shipped_files
    cross join notes

)

select * from final
