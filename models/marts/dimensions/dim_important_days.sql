with

important_days as (

    select * from {{ ref('important_days') }}

),

new_years as (

    select * from {{ ref('lunar_new_years') }}

),

dates as (

    select * from {{ ref('important_day_dates') }}

),

-- The years of the lunar calendar are those in which anything falls. A span that ends before it
-- begins ends in the next year.
spans as (

    select
        important_days.day_code,
        cast(
            cast(new_years.period_year as varchar) || '-' || important_days.from_month_day as date
        ) as from_date,
        cast(
            cast(
                new_years.period_year + case
                    when important_days.to_month_day < important_days.from_month_day then 1
                    else 0
                end as varchar
            ) || '-' || important_days.to_month_day as date
        ) as to_date
    from important_days
    cross join new_years
    where important_days.from_month_day is not null

    union all

    select
        important_days.day_code,
        cast(
            new_years.new_year_date + important_days.from_new_year * interval '1' day as date
        ) as from_date,
        cast(
            new_years.new_year_date + important_days.to_new_year * interval '1' day as date
        ) as to_date
    from important_days
    cross join new_years
    where important_days.from_new_year is not null

    union all

    select
        day_code,
        from_date,
        to_date
    from dates

),

final as (

    select
        important_days.day_code,
        spans.from_date,
        spans.to_date,
        important_days.day_name,
        important_days.day_name_en,
        important_days.day_kind,
        important_days.region_code,
        important_days.reason,
        important_days.reason_en,
        important_days.source,
        important_days.sort_order
    from spans
    inner join important_days
        on spans.day_code = important_days.day_code

)

select * from final
