{%- set files = [
    'published_statistics', 'monthly_bulletins', 'panel_figures', 'panel_population_vehicles',
    'more_figures', 'more_gdp_index_1978_nation',
] -%}

with

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

shipped_rows as (

    {% for file in files %}
    select
        '{{ file }}' as seed_name,
        *
    from {{ ref(file) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

publishers as (

    select * from {{ ref('messages') }}
    where message_code = 'source_not_stated'

),

plan_history as (

    select * from {{ ref('stg_plan_history') }}

),

lake_statistics as (

    select * from {{ ref('stg_lake_statistics') }}

),

shipped as (

    select
        shipped_files.file_name as source_file,
        shipped_files.file_sha256,
        cast(null as varchar) as sheet_name,
        shipped_rows.row_number,
        cast(null as varchar) as cell,
        cast(null as timestamp) as loaded_at,
        shipped_rows.region_code,
        shipped_rows.region_name,
        shipped_rows.period,
        shipped_rows.period_basis,
        shipped_rows.measure as measure_alias,
        shipped_rows.scope as scope_code,
        shipped_rows.value as value_text,
        shipped_rows.unit as published_unit,
        shipped_rows.vintage as vintage_code,
        shipped_rows.published_date,
        shipped_rows.source_title,
        shipped_rows.source_publisher,
        shipped_rows.source_kind,
        shipped_rows.source_url,
        shipped_rows.source_quote,
        shipped_rows.quality as quality_code,
        shipped_rows.notes,
        cast(null as varchar) as value_qualifier
    from shipped_rows
    inner join shipped_files
        on shipped_rows.seed_name = shipped_files.seed_name

),

plan_figures as (

    select
        source_file,
        file_sha256,
        cast(null as varchar) as sheet_name,
        row_number,
        cast(null as varchar) as cell,
        cast(null as timestamp) as loaded_at,
        region_code,
        region_name,
        period,
        period_basis,
        measure_alias,
        scope_code,
        value_text,
        published_unit,
        cast(null as varchar) as vintage_code,
        published_date,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        quality_code,
        notes,
        value_qualifier
    from plan_history

),

unioned as (

    select * from shipped
    union all
    select * from plan_figures
    union all
    select * from lake_statistics

),

final as (

    select
        unioned.source_file,
        unioned.file_sha256,
        unioned.row_number,
        unioned.loaded_at,
        unioned.region_code,
        unioned.region_name,
        unioned.period,
        unioned.period_basis,
        unioned.measure_alias,
        unioned.value_text,
        unioned.published_unit,
        unioned.published_date,
        unioned.source_url,
        unioned.source_quote,
        unioned.notes,
        unioned.value_qualifier,
        coalesce(unioned.sheet_name, '') as sheet_name,
        coalesce(unioned.cell, '') as cell,
        coalesce(unioned.scope_code, 'none') as scope_code,
        coalesce(unioned.vintage_code, 'unknown') as vintage_code,
        coalesce(unioned.quality_code, 'stated') as quality_code,
        coalesce(unioned.source_title, unioned.source_file) as source_title,
        coalesce(unioned.source_publisher, publishers.message_name) as source_publisher,
        coalesce(unioned.source_kind, 'unstated') as source_kind
    from unioned
    cross join publishers

)

select * from final
