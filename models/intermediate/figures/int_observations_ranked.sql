with

observations as (

    select * from {{ ref('int_observations_dated') }}

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
        observations.*,
        vintages.latest_rank,
        vintages.first_rank,
        data_qualities.preference as quality_preference,
        source_kinds.preference as source_preference,
        -- What was published comes before what we count ourselves, a forecast after both.
        case
            when observations.vintage_code = 'forecast' then 3
            when observations.basis_code = 'records' then 2
            else 1
        end as standing,
        case when observations.loaded_at is null then 1 else 0 end as is_shipped
    from observations
    inner join vintages
        on observations.vintage_code = vintages.vintage_code
    inner join data_qualities
        on observations.quality_code = data_qualities.quality_code
    inner join source_kinds
        on observations.source_kind = source_kinds.source_kind

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
                            region_code, period, period_basis, measure_code, scope_code, standing
                    )
                = count(*) over (
                    partition by
                        region_code, period, period_basis, measure_code, scope_code, standing
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
                standing asc,
                deciding_date desc,
                latest_rank desc,
                quality_preference asc,
                published_decimals desc,
                source_preference asc,
                is_shipped asc,
                loaded_at desc,
                source_file asc,
                file_sha256 asc,
                sheet_name asc,
                row_number asc,
                cell asc
        ) as latest_position,
        row_number() over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by
                standing asc,
                deciding_date asc,
                first_rank asc,
                quality_preference asc,
                published_decimals desc,
                source_preference asc,
                is_shipped desc,
                loaded_at asc,
                source_file asc,
                file_sha256 asc,
                sheet_name asc,
                row_number asc,
                cell asc
        ) as first_position
    from dates_compared

),

final as (

    select
        {{ columns_of('reading') }},
        known_date,
        is_date_assumed,
        latest_position,
        latest_position = 1 as is_latest_vintage,
        first_position = 1 as is_first_vintage
    from ranked

)

select * from final
