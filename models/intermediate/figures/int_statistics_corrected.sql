{#- What staging calls the columns that can be corrected, and what a file calls them. -#}
{%- set columns = {
    'region_code': 'region_code',
    'region_name': 'region_name',
    'period': 'period',
    'period_basis': 'period_basis',
    'measure_alias': 'measure',
    'scope_code': 'scope',
    'value_text': 'value',
    'published_unit': 'unit',
    'vintage_code': 'vintage',
    'quality_code': 'quality',
} -%}
{#- So many different reasons of one row are told. -#}
{%- set reasons = [1, 2, 3] -%}

with

statistics as (

    select * from {{ ref('stg_statistics') }}

),

corrections as (

    select * from {{ ref('int_source_corrections_matched') }}
    where correction_status = 'applied'

),

overrides as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        {%- for column in columns.values() %}
        max(case when column_name = '{{ column }}' then 1 else 0 end) as corrects_{{ column }},
        max(case when column_name = '{{ column }}' then new_value end) as new_{{ column }},
        {%- endfor %}
        max(case when column_name = 'published_date' then 1 else 0 end)
            as corrects_published_date,
        max(case when column_name = 'published_date' then cast(new_value as date) end)
            as new_published_date
    from corrections
    where correction_action = 'override'
    group by file_sha256, sheet_name, row_number, cell

),

drops as (

    select distinct
        file_sha256,
        sheet_name,
        row_number,
        cell
    from corrections
    where correction_action = 'drop'

),

reasons as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        reason,
        reason_en,
        row_number() over (
            partition by file_sha256, sheet_name, row_number, cell
            order by min(column_name)
        ) as reason_number
    from corrections
    group by file_sha256, sheet_name, row_number, cell, reason, reason_en

),

notes as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        {%- for suffix in ['', '_en'] %}
        {%- for number in reasons %}
        {% if not loop.first %}|| {% endif -%}
        coalesce(
            max(
                case
                    when reason_number = {{ number }}
                        then {% if not loop.first %}' ' || {% endif %}reason{{ suffix }}
                end
            ),
            ''
        )
        {%- endfor %} as correction_note{{ suffix }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from reasons
    group by file_sha256, sheet_name, row_number, cell

),

corrected as (

    select
        statistics.source_file,
        statistics.file_sha256,
        statistics.sheet_name,
        statistics.row_number,
        statistics.cell,
        statistics.loaded_at,
        statistics.source_title,
        statistics.source_publisher,
        statistics.source_kind,
        statistics.source_url,
        statistics.source_quote,
        statistics.notes,
        statistics.value_qualifier,
        notes.correction_note,
        notes.correction_note_en,
        overrides.row_number is not null as is_corrected,
        {%- for staged, column in columns.items() %}
        case
            when overrides.corrects_{{ column }} = 1 then overrides.new_{{ column }}
            else statistics.{{ staged }}
        end as {{ staged }},
        {%- endfor %}
        case
            when overrides.corrects_published_date = 1 then overrides.new_published_date
            else statistics.published_date
        end as published_date
    from statistics
    left join overrides
        on {{ of_the_same('cell', 'statistics', 'overrides') }}
    left join notes
        on {{ of_the_same('cell', 'statistics', 'notes') }}
    left join drops
        on {{ of_the_same('cell', 'statistics', 'drops') }}
    where drops.row_number is null

),

final as (

    select
        *,
        -- what cannot be read is named by every_figure_can_be_read, with its row
        try_cast(value_text as decimal(23, 8)) as published_value,
        case
            when position('.' in value_text) > 0
                then length(value_text) - position('.' in value_text)
            else 0
        end as published_decimals
    from corrected

)

select * from final
