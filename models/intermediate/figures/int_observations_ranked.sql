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
        -- What was published comes before what we count ourselves, a forecast after both; what a
        -- weak source tells, or tells of a part of the region only, counts where nothing else does.
        case
            when observations.vintage_code = 'forecast' then 4
            when observations.basis_code = 'records' then 3
            when observations.quality_code in ('low', 'partial') then 2
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

-- What became known later is later; of one day what is nearer to the last word, then what is
-- better told, and by whom.
ranked as (

    select
        *,
        row_number() over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by
                standing asc,
                known_date desc,
                latest_rank desc,
                quality_preference asc,
                source_preference asc,
                published_decimals desc,
                case when vintage_code = 'unknown' then 1 else 0 end asc,
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
                known_date asc,
                first_rank asc,
                quality_preference asc,
                source_preference asc,
                published_decimals desc,
                case when vintage_code = 'unknown' then 1 else 0 end asc,
                is_shipped desc,
                loaded_at asc,
                source_file asc,
                file_sha256 asc,
                sheet_name asc,
                row_number asc,
                cell asc
        ) as first_position
    from preferences_joined

),

final as (

    select
        {{ columns_of('reading') }},
        known_date,
        is_date_assumed,
        latest_position,
        latest_position = 1 as is_latest_vintage,
        first_position = 1 as is_first_vintage,
        max(case when first_position = 1 then observed_value end) over (
            partition by region_code, period, period_basis, measure_code, scope_code
        ) as first_observed_value
    from ranked

)

select * from final
