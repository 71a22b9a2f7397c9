with

accidents as (

    select * from {{ ref('fct_accidents') }}
    where severity_code != 'ordinary'

),

unnamed as (

    select
        accident_id,
        occurred_at,
        occurred_date,
        period,
        region_code,
        scope_code,
        industry_code,
        accident_type_code,
        severity_code,
        deaths,
        missing,
        deaths_with_missing,
        serious_injuries,
        minor_injuries,
        direct_loss_yuan,
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
        cast(substring(period, 1, 4) as integer) as period_year,
        case
            when handling_closed_date is not null then 'closed'
            when handling_opened_date is not null then 'open'
            else 'not_stated'
        end as handling_code,
        measures_ordered - measures_done as measures_left
    from accidents

),

final as (

    {{ named('unnamed', ['region', 'scope', 'industry', 'accident_type', 'severity'])
       | indent(4) }}

)

select * from final
