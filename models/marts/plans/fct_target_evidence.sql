with

readings as (

    select * from {{ ref('fct_target_readings') }}
    where reading_order = 1

),

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where is_latest_reading

),

inputs as (

    select * from {{ ref('fct_indicator_inputs') }}

),

observations as (

    select * from {{ ref('fct_observations') }}
    where is_latest_vintage

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

-- Of a total every year so far, of a value its own year; and the base.
wanted as (

    select
        target_code,
        as_of_period,
        region_code,
        indicator_code,
        base_scope_code as scope_code,
        'base' as evidence_role,
        base_period as from_period,
        base_period as to_period
    from readings
    where base_value is not null

    union all

    -- the years of a base that was added up
    select
        target_code,
        as_of_period,
        region_code,
        indicator_code,
        base_scope_code as scope_code,
        'base' as evidence_role,
        substring(base_period, 1, 4) as from_period,
        substring(base_period, 6, 4) as to_period
    from readings
    where base_value is not null and base_basis in ('total_of_years', 'mean_of_years')

    union all

    select
        readings.target_code,
        readings.as_of_period,
        readings.region_code,
        readings.indicator_code,
        readings.scope_code,
        'actual' as evidence_role,
        case
            when readings.value_basis in ('total_of_years', 'mean_of_years')
                then cast(
                    coalesce(targets.value_first_year, targets.due_first_year) as varchar
                )
            when readings.as_of_year > readings.target_year
                then cast(readings.target_year as varchar)
            else readings.as_of_period
        end as from_period,
        case
            when readings.as_of_year > readings.target_year
                then cast(readings.target_year as varchar)
            else readings.as_of_period
        end as to_period
    from readings
    inner join targets
        on readings.target_code = targets.target_code
    where readings.actual_value is not null

),

of_indicators as (

    select
        wanted.target_code,
        wanted.as_of_period,
        wanted.evidence_role,
        inputs.period,
        inputs.input_role,
        inputs.measure_code,
        inputs.scope_code,
        inputs.published_value,
        inputs.published_unit,
        inputs.vintage_code,
        inputs.source_title,
        inputs.source_publisher,
        inputs.source_kind,
        inputs.source_url,
        inputs.source_quote,
        inputs.source_file,
        inputs.file_sha256,
        inputs.sheet_name,
        inputs.row_number
    from wanted
    inner join inputs
        on
            {{ of_the_same('series', 'wanted', 'inputs') }}
            and wanted.from_period <= inputs.period
            and wanted.to_period >= inputs.period
            and length(inputs.period) = length(wanted.to_period)
            and inputs.period_basis in ('year', 'five_year_total', 'rolling_12_months')

),

of_others as (

    select
        wanted.target_code,
        wanted.as_of_period,
        wanted.evidence_role,
        observations.period,
        'numerator' as input_role,
        observations.measure_code,
        observations.scope_code,
        observations.published_value,
        observations.published_unit,
        observations.vintage_code,
        observations.source_title,
        observations.source_publisher,
        observations.source_kind,
        observations.source_url,
        observations.source_quote,
        observations.source_file,
        observations.file_sha256,
        observations.sheet_name,
        observations.row_number,
        row_number() over (
            partition by
                wanted.target_code,
                wanted.as_of_period,
                wanted.evidence_role,
                observations.measure_code
            order by
                observations.period desc, observations.file_sha256 asc, observations.row_number asc
        ) as reading_number
    from wanted
    inner join observations
        on
            wanted.region_code = observations.region_code
            and wanted.indicator_code = observations.measure_code
            and wanted.to_period = cast(observations.period_year as varchar)
    left join indicators
        on wanted.indicator_code = indicators.indicator_code
    where indicators.indicator_code is null

),

unnamed as (

    select * from of_indicators

    union all

    select
        target_code,
        as_of_period,
        evidence_role,
        period,
        input_role,
        measure_code,
        scope_code,
        published_value,
        published_unit,
        vintage_code,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        source_file,
        file_sha256,
        sheet_name,
        row_number
    from of_others
    where reading_number = 1

),

final as (

    {{ named('unnamed', ['measure', 'scope']) | indent(4) }}

)

select * from final
