with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}
    where indicator_kind = 'rate'

),

-- The same value printed twice is one printed rate; the soundest reading stands for it.
positioned as (

    select
        observations.*,
        indicators.indicator_code,
        row_number() over (
            partition by
                observations.region_code,
                observations.period,
                observations.period_basis,
                observations.measure_code,
                observations.scope_code,
                observations.observed_value
            order by observations.published_decimals desc, observations.latest_position asc
        ) as position_of_value
    from observations
    inner join indicators
        on observations.measure_code = indicators.indicator_code

),

final as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        indicator_code,
        scope_code,
        observed_value as published_rate,
        published_decimals,
        vintage_code as published_rate_vintage,
        is_latest_vintage,
        file_sha256,
        sheet_name,
        row_number,
        cell
    from positioned
    where position_of_value = 1

)

select * from final
