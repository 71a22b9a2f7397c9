{#- Wilson's interval of the share (Journal of the American Statistical Association 22, 1927) is one
    of the ratio of both rates (Price & Bonett, Computational Statistics & Data Analysis 34, 2000). -#}
{%- set deviate_95 = 1.959963984540054 -%}

with

months_known as (

    select * from {{ ref('int_months_known') }}

),

summed as (

    select * from {{ ref('int_accidents_summed') }}

),

counted_inside as (

    select * from {{ ref('int_important_days_counted') }}

),

important_days as (

    select * from {{ ref('int_important_days_spread') }}

),

region_ancestors as (

    select distinct
        region_code,
        ancestor_code
    from {{ ref('int_region_ancestors') }}

),

days_of_months as (

    select
        day_code,
        region_code,
        period,
        count(*) as day_count,
        min(from_date) as from_date
    from important_days
    group by
        day_code,
        region_code,
        period

),

-- No accident in a month that is covered is a true zero.
months as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        cast(extract(day from months_known.period_end_date) as integer) as day_count,
        coalesce(summed.accidents, 0) as accidents,
        coalesce(summed.deaths, 0) as deaths,
        coalesce(summed.accidents, 0) - coalesce(summed.deaths_stated, 0) as deaths_lacking
    from months_known
    left join summed
        on
            months_known.region_code = summed.region_code
            and months_known.scope_code = summed.scope_code
            and months_known.period = summed.period

),

wholes as (

    select
        region_code,
        scope_code,
        min(period) as from_period,
        max(period) as to_period,
        sum(day_count) as day_count,
        sum(accidents) as accidents,
        sum(deaths) as deaths,
        sum(deaths_lacking) as deaths_lacking
    from months
    group by
        region_code,
        scope_code

),

insides as (

    select
        months.region_code,
        months.scope_code,
        days_of_months.day_code,
        count(distinct days_of_months.from_date) as times_seen,
        sum(days_of_months.day_count) as days_inside,
        sum(coalesce(counted_inside.accidents, 0)) as accidents_inside,
        sum(coalesce(counted_inside.deaths, 0)) as deaths_inside
    from months
    inner join days_of_months
        on months.period = days_of_months.period
    left join region_ancestors
        on
            days_of_months.region_code = region_ancestors.region_code
            and months.region_code = region_ancestors.ancestor_code
    left join counted_inside
        on
            months.region_code = counted_inside.region_code
            and months.scope_code = counted_inside.scope_code
            and months.period = counted_inside.period
            and days_of_months.day_code = counted_inside.day_code
    where
        days_of_months.region_code is null
        or region_ancestors.ancestor_code is not null
    group by
        months.region_code,
        months.scope_code,
        days_of_months.day_code

),

paired as (

    select
        insides.region_code,
        insides.scope_code,
        insides.day_code,
        wholes.from_period,
        wholes.to_period,
        insides.times_seen,
        insides.days_inside,
        insides.accidents_inside,
        insides.deaths_inside,
        wholes.accidents,
        wholes.deaths,
        wholes.deaths_lacking,
        wholes.day_count - insides.days_inside as days_outside
    from insides
    inner join wholes
        on
            insides.region_code = wholes.region_code
            and insides.scope_code = wholes.scope_code
    where wholes.day_count > insides.days_inside

),

compared as (

    select
        region_code,
        scope_code,
        day_code,
        from_period,
        to_period,
        times_seen,
        days_inside,
        days_outside,
        'accidents' as measure_code,
        accidents_inside as count_inside,
        accidents - accidents_inside as count_outside
    from paired

    union all

    -- Deaths where every accident states them.
    select
        region_code,
        scope_code,
        day_code,
        from_period,
        to_period,
        times_seen,
        days_inside,
        days_outside,
        'deaths' as measure_code,
        deaths_inside as count_inside,
        deaths - deaths_inside as count_outside
    from paired
    where deaths_lacking = 0

),

intervals as (

    select
        *,
        days_outside * 1.0 / days_inside as days_ratio,
        (count_inside + power({{ deviate_95 }}, 2) / 2)
        / (count_inside + count_outside + power({{ deviate_95 }}, 2)) as middle,
        {{ deviate_95 }} / (count_inside + count_outside + power({{ deviate_95 }}, 2))
        * sqrt(
            count_inside * 1.0 * count_outside / nullif(count_inside + count_outside, 0)
            + power({{ deviate_95 }}, 2) / 4
        ) as half
    from compared

),

ratios as (

    select
        *,
        count_inside * days_ratio / nullif(count_outside, 0) as day_ratio,
        case
            when count_inside = 0 and count_outside > 0 then 0
            else (middle - half) / nullif(1 - middle + half, 0) * days_ratio
        end as ratio_lower_95,
        case
            when count_outside > 0 then (middle + half) / (1 - middle - half) * days_ratio
        end as ratio_upper_95
    from intervals

),

unnamed as (

    select
        region_code,
        scope_code,
        day_code,
        measure_code,
        from_period,
        to_period,
        cast(times_seen as integer) as times_seen,
        cast(days_inside as integer) as days_inside,
        cast(days_outside as integer) as days_outside,
        cast(count_inside as double) as count_inside,
        cast(count_outside as double) as count_outside,
        cast(day_ratio as double) as day_ratio,
        cast(ratio_lower_95 as double) as ratio_lower_95,
        cast(ratio_upper_95 as double) as ratio_upper_95,
        cast(count_inside * 1.0 / days_inside as double) as count_a_day_inside,
        cast(count_outside * 1.0 / days_outside as double) as count_a_day_outside,
        case
            when ratio_lower_95 > 1 then 'above'
            when ratio_upper_95 < 1 then 'below'
            when day_ratio is not null then 'within'
        end as position_code
    from ratios

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope']) | indent(4) }}

)

select * from final
