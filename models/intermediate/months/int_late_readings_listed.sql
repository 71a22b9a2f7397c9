with

accidents as (

    select * from {{ ref('fct_accidents') }}

),

readings as (

    select * from {{ ref('stg_accidents') }}

),

rankings as (

    select * from {{ ref('int_accidents_ranked') }}

),

-- Nearly all accidents are told once: added up before they are placed.
told_once as (

    select
        region_code,
        scope_code,
        period,
        coalesce(is_production, false) as is_production,
        coalesce(published_date, cast(loaded_at as date)) as first_known_date,
        coalesce(published_date, cast(loaded_at as date)) as known_date,
        cast(null as date) as known_until,
        count(*) as accidents,
        count(deaths_with_missing) as deaths_stated,
        sum(deaths_with_missing) as deaths,
        0 as is_later_reading
    from accidents
    where reading_count = 1
    group by
        region_code,
        scope_code,
        period,
        coalesce(is_production, false),
        coalesce(published_date, cast(loaded_at as date))

),

-- What each reading said, of where and when the accident is now known to have been; of one day the
-- one that holds in the end.
told_again as (

    select
        accidents.accident_id,
        accidents.region_code,
        accidents.scope_code,
        accidents.period,
        coalesce(accidents.is_production, false) as is_production,
        coalesce(readings.published_date, cast(readings.loaded_at as date)) as known_date,
        case
            when coalesce(readings.deaths, readings.missing) is not null
                then coalesce(readings.deaths, 0) + coalesce(readings.missing, 0)
        end as deaths_with_missing,
        row_number() over (
            partition by
                accidents.accident_id,
                coalesce(readings.published_date, cast(readings.loaded_at as date))
            order by
                case when rankings.is_latest_reading then 0 else 1 end asc,
                readings.loaded_at desc,
                readings.file_sha256 asc,
                readings.sheet_name desc,
                readings.row_number desc
        ) as reading_of_day
    from accidents
    inner join rankings
        on accidents.accident_id = rankings.accident_id
    inner join readings
        on
            rankings.accident_id = readings.accident_id
            and rankings.file_sha256 = readings.file_sha256
            and rankings.sheet_name = readings.sheet_name
            and rankings.row_number = readings.row_number
    where accidents.reading_count > 1

),

followed as (

    select
        *,
        min(known_date) over (partition by accident_id) as first_known_date,
        lead(known_date) over (partition by accident_id order by known_date) as known_until,
        lag(known_date) over (partition by accident_id order by known_date) as known_before
    from told_again
    where reading_of_day = 1

),

final as (

    select * from told_once

    union all

    select
        region_code,
        scope_code,
        period,
        is_production,
        first_known_date,
        known_date,
        known_until,
        1 as accidents,
        case when deaths_with_missing is null then 0 else 1 end as deaths_stated,
        deaths_with_missing as deaths,
        case when known_before is null then 0 else 1 end as is_later_reading
    from followed

)

select * from final
