with

statistics as (

    select * from {{ ref('int_statistics_corrected') }}

),

accident_counts as (

    select * from {{ ref('int_accident_counts') }}

),

-- A source in words, where no file names it.
source_words as (

    select
        max(case when message_code = 'source_added_up' then message_name end) as added_up,
        max(case when message_code = 'source_not_stated' then message_name end) as not_stated
    from {{ ref('messages') }}
    where message_code in ('source_added_up', 'source_not_stated')

),

published as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        source_file,
        value_qualifier,
        notes,
        is_corrected,
        correction_note,
        correction_note_en
    from statistics

),

-- What we count ourselves is told from the declaration that the records are complete.
counted as (

    select distinct
        accident_counts.file_sha256,
        '' as sheet_name,
        accident_counts.row_number,
        '' as cell,
        accident_counts.source_title,
        source_words.not_stated as source_publisher,
        'records' as source_kind,
        cast(null as varchar) as source_url,
        cast(null as varchar) as source_quote,
        accident_counts.source_file,
        cast(null as varchar) as value_qualifier,
        cast(null as varchar) as notes,
        false as is_corrected,
        cast(null as varchar) as correction_note,
        cast(null as varchar) as correction_note_en
    from accident_counts
    cross join source_words

),

-- What is added up has one source, whichever way it was added.
rolled_up as (

    select
        'rollup' as file_sha256,
        '' as sheet_name,
        0 as row_number,
        '' as cell,
        added_up as source_title,
        not_stated as source_publisher,
        'rollup' as source_kind,
        cast(null as varchar) as source_url,
        cast(null as varchar) as source_quote,
        'rollup' as source_file,
        cast(null as varchar) as value_qualifier,
        cast(null as varchar) as notes,
        false as is_corrected,
        cast(null as varchar) as correction_note,
        cast(null as varchar) as correction_note_en
    from source_words

),

final as (

    select * from published
    union all
    select * from counted
    union all
    select * from rolled_up

)

select * from final
