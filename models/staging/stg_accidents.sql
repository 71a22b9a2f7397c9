{#- What happened, in the words of the file, may be about persons: told only where the home's
    settings say so. -#}
{#- The file's own name for it, which SQL knows but does not reserve. -#}
{%- set summary_column = 'summary' -%}
{%- set summaries = env_var('WAREHOUSE_SUMMARIES', 'hidden') -%}

with

accidents as (

    select * from {{ source('lake', 'accidents') }}

),

-- Of a file that was refused as a whole nothing counts.
outcomes as (

    select * from {{ ref('stg_load_outcomes') }}
    where refusal_code is null

),

final as (

    select
        accidents.accident_id,
        accidents.occurred_at,
        accidents.region_code,
        accidents.region_name,
        accidents.industry as industry_code,
        accidents.accident_type as accident_type_code,
        accidents.deaths,
        accidents.missing,
        accidents.serious_injuries,
        accidents.minor_injuries,
        accidents.direct_loss,
        accidents.direct_loss_unit,
        accidents.is_production,
        accidents.severity as stated_severity_code,
        accidents.place,
        accidents.enterprise,
        accidents.handling_opened_date,
        accidents.handling_closed_date,
        accidents.measures_ordered,
        accidents.measures_done,
        accidents.published_date,
        accidents.flags as value_qualifier,
        {% if summaries == 'shown' -%}
        accidents.summary,
        {%- else -%}
        cast(null as varchar) as {{ summary_column }},
        {%- endif %}
        accidents.summary is not null as has_summary,
        outcomes.source_file,
        accidents.file_sha256,
        accidents.row_number,
        outcomes.loaded_at,
        coalesce(accidents.source_title, outcomes.source_file) as source_title,
        coalesce(accidents.sheet_name, '') as sheet_name,
        coalesce(
            accidents.scope,
            case when accidents.is_production then 'production' else 'all_kinds' end
        ) as scope_code
    from accidents
    inner join outcomes
        on accidents.file_sha256 = outcomes.file_sha256

)

select * from final
