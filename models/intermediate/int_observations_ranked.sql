with

statistics as (

    select * from {{ ref('int_statistics_coded') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

data_qualities as (

    select * from {{ ref('data_qualities') }}

),

source_kinds as (

    select * from {{ ref('source_kinds') }}

),

preferences_joined as (

    select
        statistics.*,
        vintages.latest_rank,
        vintages.first_rank,
        data_qualities.preference as quality_preference,
        source_kinds.preference as source_preference,
        case when statistics.vintage_code = 'forecast' then 1 else 0 end as forecast_last
    from statistics
    inner join vintages
        on statistics.vintage_code = vintages.vintage_code
    inner join data_qualities
        on statistics.quality_code = data_qualities.quality_code
    inner join source_kinds
        on statistics.source_kind = source_kinds.source_kind

),

-- Dates decide only where every reading of the figure has one: a date cannot be
-- compared with a missing date.
dates_compared as (

    select
        *,
        case
            when
                count(published_date)
                    over (
                        partition by
                            region_code,
                            period,
                            period_basis,
                            measure_code,
                            scope_code,
                            forecast_last
                    )
                = count(*) over (
                    partition by
                        region_code, period, period_basis, measure_code, scope_code, forecast_last
                )
                then published_date
        end as deciding_date
    from preferences_joined

),

ranked as (

    select
        *,
        row_number() over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by
                forecast_last asc,
                deciding_date desc,
                latest_rank desc,
                quality_preference asc,
                published_decimals desc,
                source_preference asc,
                source_file asc,
                row_number asc
        ) as latest_position,
        row_number() over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by
                forecast_last asc,
                deciding_date asc,
                first_rank asc,
                quality_preference asc,
                published_decimals desc,
                source_preference asc,
                source_file asc,
                row_number asc
        ) as first_position
    from dates_compared

),

final as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        observed_value,
        base_unit,
        published_value,
        published_decimals,
        published_unit,
        unit_code,
        vintage_code,
        published_date,
        'published' as basis_code,
        quality_code,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        source_file,
        file_sha256,
        row_number,
        notes,
        latest_position = 1 as is_latest_vintage,
        first_position = 1 as is_first_vintage
    from ranked

)

select * from final
