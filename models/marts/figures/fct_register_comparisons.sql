with

observations as (

    select * from {{ ref('int_observations_ranked') }}
    where vintage_code != 'forecast'

),

records as (

    select * from observations
    where basis_code = 'records'

),

-- What was published comes before what is counted, so that the figure in use is the published one.
published as (

    select * from observations
    where basis_code = 'published' and is_latest_vintage

),

unnamed as (

    select
        records.region_code,
        records.period,
        records.period_grain,
        records.period_year,
        records.period_end_date,
        records.period_basis,
        records.measure_code,
        records.scope_code,
        records.observed_value as counted_value,
        published.observed_value as published_value,
        records.base_unit,
        records.source_file as register_file,
        published.vintage_code,
        published.published_date,
        published.source_file,
        published.file_sha256,
        published.sheet_name,
        published.row_number,
        published.cell,
        published.observed_value - records.observed_value as gap,
        100.0
        * (published.observed_value - records.observed_value)
        / nullif(published.observed_value, 0) as gap_pct
    from records
    inner join published
        on {{ of_the_same('figure', 'records', 'published') }}

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope', 'period_basis', 'vintage']) | indent(4) }}

)

select * from final
