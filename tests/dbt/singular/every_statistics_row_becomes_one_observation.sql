{%- set files = [
    'published_statistics', 'monthly_bulletins', 'panel_figures', 'panel_population_vehicles',
    'more_figures', 'more_gdp_index_1978_nation',
] -%}
-- Nothing is lost and nothing is counted twice between the files and the observations; what a
-- correction drops is named there.
with

shipped_rows as (

    {% for file in files %}
    select
        '{{ file }}' as seed_name,
        row_number
    from {{ ref(file) }}

    union all

    {% endfor %}
    select
        'plan_history' as seed_name,
        plan_history.row_number
    from {{ ref('plan_history') }} as plan_history
    inner join {{ ref('plan_history_figures') }} as figures
        on plan_history.figure = figures.figure
    where figures.becomes = 'observation'

),

read_rows as (

    select
        files.file_sha256,
        '' as sheet_name,
        shipped_rows.row_number,
        '' as cell
    from shipped_rows
    inner join {{ ref('stg_shipped_files') }} as files
        on shipped_rows.seed_name = files.seed_name

    union all

    select
        file_sha256,
        coalesce(sheet_name, '') as sheet_name,
        row_number,
        coalesce(cell, '') as cell
    from {{ ref('stg_lake_statistics') }}

),

dropped_rows as (

    select distinct
        file_sha256,
        sheet_name,
        row_number,
        cell
    from {{ ref('fct_source_corrections') }}
    where correction_action = 'drop' and correction_status = 'applied'

),

expected_rows as (

    select read_rows.*
    from read_rows
    left join dropped_rows
        on
            read_rows.file_sha256 = dropped_rows.file_sha256
            and read_rows.sheet_name = dropped_rows.sheet_name
            and read_rows.row_number = dropped_rows.row_number
            and read_rows.cell = dropped_rows.cell
    where dropped_rows.row_number is null

),

observed_rows as (

    select
        file_sha256,
        sheet_name,
        row_number,
        cell,
        count(*) as observation_count
    from {{ ref('fct_observations') }}
    where basis_code = 'published'
    group by file_sha256, sheet_name, row_number, cell

)

select
    coalesce(expected_rows.file_sha256, observed_rows.file_sha256) as file_sha256,
    coalesce(expected_rows.sheet_name, observed_rows.sheet_name) as sheet_name,
    coalesce(expected_rows.row_number, observed_rows.row_number) as row_number,
    coalesce(expected_rows.cell, observed_rows.cell) as cell,
    coalesce(observed_rows.observation_count, 0) as observation_count
from expected_rows
full outer join observed_rows
    on
        expected_rows.file_sha256 = observed_rows.file_sha256
        and expected_rows.sheet_name = observed_rows.sheet_name
        and expected_rows.row_number = observed_rows.row_number
        and expected_rows.cell = observed_rows.cell
where
    expected_rows.row_number is null
    or coalesce(observed_rows.observation_count, 0) != 1
