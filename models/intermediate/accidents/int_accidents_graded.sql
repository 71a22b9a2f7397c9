{#- Decree 493, Art. 3: the highest of three criteria decides; what is unknown decides nothing. -#}
{%- set severities = ['extraordinary', 'major', 'larger'] -%}
{{ config(materialized='view') }}

with

accidents as (

    select * from {{ ref('stg_accidents') }}

),

rankings as (

    select * from {{ ref('int_accidents_ranked') }}

),

severities as (

    select * from {{ ref('severities') }}

),

industry_scopes as (

    select distinct scope_group as scope_code from {{ ref('industries') }}

),

units as (

    select units.*
    from {{ ref('units') }} as units
    inner join {{ ref('stg_measures') }} as measures
        on units.base_unit = measures.base_unit
    where measures.measure_code = 'direct_loss'

),

-- Decimal, so that 1000 万元 is exactly ten million yuan; nothing is nothing in any unit. The groups
-- of bulletins are parts of production. An accident that is told once has no ranking.
measured as (

    select
        accidents.*,
        cast(accidents.occurred_at as date) as occurred_date,
        coalesce(rankings.reading_count, 1) as reading_count,
        case
            when coalesce(accidents.deaths, accidents.missing) is not null
                then coalesce(accidents.deaths, 0) + coalesce(accidents.missing, 0)
        end as deaths_with_missing,
        case
            when accidents.direct_loss = 0 then 0
            else cast(accidents.direct_loss as decimal(23, 8)) * units.factor
        end as direct_loss_yuan,
        coalesce(
            accidents.is_production,
            case
                when accidents.scope_code = 'production' then true
                when industry_scopes.scope_code is not null then true
            end
        ) as is_production_read
    from accidents
    left join rankings
        on
            accidents.accident_id = rankings.accident_id
            and accidents.file_sha256 = rankings.file_sha256
            and accidents.sheet_name = rankings.sheet_name
            and accidents.row_number = rankings.row_number
    left join units
        on accidents.direct_loss_unit = units.unit_code
    left join industry_scopes
        on accidents.scope_code = industry_scopes.scope_code
    where coalesce(rankings.is_latest_reading, true)

),

graded as (

    select
        measured.*,
        case
            {%- for severity in severities %}
            when
                measured.deaths_with_missing >= {{ severity }}.deaths_from
                or measured.serious_injuries >= {{ severity }}.serious_injuries_from
                or measured.direct_loss_yuan >= {{ severity }}.direct_loss_from_yuan
                then '{{ severity }}'
            {%- endfor %}
            else 'ordinary'
        end as severity_code
    from measured
    {% for severity in severities -%}
    inner join severities as {{ severity }}
        on {{ severity }}.severity_code = '{{ severity }}'
    {% endfor %}

),

final as (

    select
        accident_id,
        occurred_at,
        occurred_date,
        region_code,
        region_name,
        scope_code,
        industry_code,
        accident_type_code,
        deaths,
        missing,
        deaths_with_missing,
        serious_injuries,
        minor_injuries,
        direct_loss,
        direct_loss_unit,
        direct_loss_yuan,
        is_production_read as is_production,
        severity_code,
        stated_severity_code,
        value_qualifier,
        place,
        enterprise,
        summary,
        has_summary,
        handling_opened_date,
        handling_closed_date,
        measures_ordered,
        measures_done,
        published_date,
        source_title,
        source_file,
        file_sha256,
        sheet_name,
        row_number,
        loaded_at,
        reading_count,
        substring(cast(occurred_date as varchar), 1, 7) as period,
        coalesce(stated_severity_code != severity_code, false) as severity_differs
    from graded

)

select * from final
