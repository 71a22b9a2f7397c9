{%- set places = {
    'base': 'shown.base_shown',
    'value': 'shown.value_shown',
    'recomputed': 'shown.recomputed_shown',
    'printed': 'shown.printed_text',
} -%}

with

statements as (

    select * from {{ ref('int_statements_compared') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

measures as (

    select * from {{ ref('stg_measures') }}

),

messages as (

    select * from {{ ref('messages') }}

),

judged as (

    select
        *,
        case
            when recomputed_value is null then 'inputs_missing'
            when tolerance_code is null then 'does_not_reproduce'
            when is_base_in_use then 'reproduces'
            else 'earlier_vintage'
        end as outcome,
        case
            when recomputed_value is null then 'base_missing'
            when statement_kind = 'total' and tolerance_code is null then 'parts_differ'
            when statement_kind = 'total' then 'parts_agree'
            when tolerance_code is null then 'differs'
            when is_base_in_use then 'agrees'
            else 'agrees_earlier'
        end as explanation_code
    from statements

),

shown as (

    select
        *,
        {{ number_shown('base_value') }} as base_shown,
        {{ number_shown('later_value') }} as value_shown,
        {{ number_shown('recomputed_value') }} as recomputed_shown
    from judged

),

final as (

    select
        shown.region_code,
        shown.period,
        shown.statement_code,
        shown.statement_kind,
        shown.figure,
        shown.scope_code,
        shown.period_basis,
        shown.printed_value,
        shown.base_value,
        shown.later_value,
        shown.recomputed_value,
        shown.outcome,
        shown.tolerance_code,
        shown.explanation_code,
        shown.source_quote,
        shown.source_file,
        shown.row_number,
        regions.region_name,
        measures.measure_name,
        measures.measure_name_en,
        coalesce(regions.region_name_en, regions.region_name) as region_name_en,
        coalesce(shown.file_sha256, '') as file_sha256,
        cast(shown.printed_decimals as integer) as printed_decimals,
        shown.printed_value - shown.recomputed_value as gap,
        case
            when shown.statement_kind = 'change_pct'
                then shown.later_value / nullif(1 + shown.printed_value / 100.0, 0)
        end as implied_base_value,
        {{ filled('messages.message_name', places) }} as explanation,
        {{ filled('messages.message_name_en', places) }} as explanation_en
    from shown
    inner join messages
        on 'reason_statement_' || shown.explanation_code = messages.message_code
    left join regions
        on shown.region_code = regions.region_code
    left join measures
        on shown.figure = measures.measure_code

)

select * from final
