with

glossary as (

    select * from {{ ref('glossary') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

scopes as (

    select * from {{ ref('stg_scopes') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

target_kinds as (

    select * from {{ ref('target_kinds') }}

),

target_statuses as (

    select * from {{ ref('target_statuses') }}

),

words as (

    select
        term_code,
        'word' as term_kind,
        term,
        term_en,
        definition,
        definition_en,
        source,
        sort_order
    from glossary

),

registered as (

    select
        'indicator_' || indicator_code as term_code,
        'indicator' as term_kind,
        indicator_name as term,
        indicator_name_en as term_en,
        definition,
        definition_en,
        sort_order
    from indicators

    union all

    select
        'scope_' || scope_code as term_code,
        'scope' as term_kind,
        scope_name as term,
        scope_name_en as term_en,
        definition,
        definition_en,
        sort_order
    from scopes
    where scope_code != 'none'

    union all

    select
        'vintage_' || vintage_code as term_code,
        'vintage' as term_kind,
        vintage_name as term,
        vintage_name_en as term_en,
        definition,
        definition_en,
        assumed_lag_days as sort_order
    from vintages

    union all

    select
        'kind_' || target_kind as term_code,
        'target_kind' as term_kind,
        target_kind_name as term,
        target_kind_name_en as term_en,
        definition,
        definition_en,
        sort_order
    from target_kinds

    union all

    select
        'status_' || status_code as term_code,
        'target_status' as term_kind,
        status_name as term,
        status_name_en as term_en,
        definition,
        definition_en,
        sort_order
    from target_statuses

),

sourced as (

    select
        registered.term_code,
        registered.term_kind,
        registered.term,
        registered.term_en,
        registered.definition,
        registered.definition_en,
        indicators.source,
        registered.sort_order
    from registered
    left join indicators
        on registered.term_code = 'indicator_' || indicators.indicator_code

),

final as (

    select * from words

    union all

    select * from sourced

)

select * from final
