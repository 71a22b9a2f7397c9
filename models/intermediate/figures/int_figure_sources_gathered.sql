with

statistics as (

    select * from {{ ref('int_statistics_corrected') }}

),

accident_counts as (

    select * from {{ ref('int_accident_counts') }}

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
        file_sha256,
        '' as sheet_name,
        row_number,
        '' as cell,
        source_title,
        '未注明' as source_publisher,
        'records' as source_kind,
        cast(null as varchar) as source_url,
        cast(null as varchar) as source_quote,
        source_file,
        cast(null as varchar) as value_qualifier,
        cast(null as varchar) as notes,
        false as is_corrected,
        cast(null as varchar) as correction_note,
        cast(null as varchar) as correction_note_en
    from accident_counts

),

-- What is added up has one source, whichever way it was added.
rolled_up as (

    select
        'rollup' as file_sha256,
        '' as sheet_name,
        0 as row_number,
        '' as cell,
        '由各部分相加' as source_title,
        '未注明' as source_publisher,
        'rollup' as source_kind,
        cast(null as varchar) as source_url,
        cast(null as varchar) as source_quote,
        'rollup' as source_file,
        cast(null as varchar) as value_qualifier,
        cast(null as varchar) as notes,
        false as is_corrected,
        cast(null as varchar) as correction_note,
        cast(null as varchar) as correction_note_en

),

final as (

    select * from published
    union all
    select * from counted
    union all
    select * from rolled_up

)

select * from final
