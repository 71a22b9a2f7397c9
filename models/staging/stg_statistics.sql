{%- set files = ['published_statistics', 'monthly_bulletins'] -%}

with

shipped_files as (

    select * from {{ ref('shipped_files') }}

),

statistics as (

    {% for file in files %}
    select
        '{{ file }}' as seed_name,
        *
    from {{ ref(file) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

renamed as (

    select
        shipped_files.file_name as source_file,
        shipped_files.file_sha256,
        statistics.row_number,
        statistics.region_code,
        statistics.region_name,
        statistics.period,
        statistics.period_basis,
        statistics.measure as measure_alias,
        statistics.value as value_text,
        statistics.unit as published_unit,
        statistics.published_date,
        statistics.source_title,
        statistics.source_publisher,
        statistics.source_kind,
        statistics.source_url,
        statistics.source_quote,
        statistics.notes,
        -- what cannot be read is named by every_figure_can_be_read, with its row
        try_cast(statistics.value as decimal(20, 8)) as published_value,
        coalesce(statistics.scope, 'none') as scope_code,
        case
            when position('.' in statistics.value) > 0
                then length(statistics.value) - position('.' in statistics.value)
            else 0
        end as published_decimals,
        coalesce(statistics.vintage, 'unknown') as vintage_code,
        coalesce(statistics.quality, 'stated') as quality_code
    from statistics
    inner join shipped_files
        on statistics.seed_name = shipped_files.seed_name

),

final as (

    select * from renamed

)

select * from final
