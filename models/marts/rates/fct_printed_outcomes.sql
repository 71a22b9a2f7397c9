{%- set places = {
    'from': 'checked.from_period',
    'to': 'checked.to_period',
    'printed': 'checked.printed_pct',
    'recomputed': 'checked.recomputed_shown',
} -%}

with

outcomes as (

    select * from {{ ref('int_printed_outcomes_checked') }}

),

messages as (

    select * from {{ ref('messages') }}

),

checked as (

    select
        *,
        {{ number_short('round(recomputed_pct, 2)') }} as recomputed_shown
    from outcomes

),

unnamed as (

    select
        checked.region_code,
        checked.measure_code,
        checked.scope_code,
        checked.from_period,
        checked.to_period,
        checked.printed_pct,
        checked.printed_change_pct,
        checked.recomputed_pct,
        checked.outcome,
        checked.published_date,
        checked.source_title,
        checked.source_publisher,
        checked.source_kind,
        checked.source_url,
        checked.source_quote,
        checked.quality_code,
        checked.notes,
        checked.source_file,
        checked.file_sha256,
        checked.row_number,
        {{ filled('messages.message_name', places) }} as explanation,
        {{ filled('messages.message_name_en', places) }} as explanation_en
    from checked
    inner join messages
        on 'outcome_change_' || checked.outcome = messages.message_code

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope']) | indent(4) }}

)

select * from final
