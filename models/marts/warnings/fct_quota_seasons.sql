with

quotas as (

    select * from {{ ref('int_quotas_listed') }}

),

seasons as (

    select * from {{ ref('int_seasons_shared') }}

),

month_numbers as (

    {% for month in range(1, 13) %}
    select {{ month }} as period_month
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

months as (

    select
        quotas.region_code,
        quotas.scope_code,
        quotas.measure_code,
        quotas.period_year,
        quotas.quota,
        quotas.target_code,
        month_numbers.period_month,
        cast(cast(quotas.period_year as varchar) || '-12-31' as date) as year_end_date,
        cast(quotas.period_year as varchar)
        || '-'
        || lpad(cast(month_numbers.period_month as varchar), 2, '0') as period
    from quotas
    cross join month_numbers

),

dated as (

    select
        *,
        last_day(cast(period || '-01' as date)) as period_end_date
    from months

),

final as (

    select
        dated.region_code,
        dated.scope_code,
        dated.measure_code,
        dated.period_year,
        cast(dated.period_month as integer) as period_month,
        dated.period,
        dated.quota,
        seasons.season_region_code,
        seasons.season_years,
        dated.target_code,
        coalesce(
            seasons.share_of_season,
            cast(extract(doy from dated.period_end_date) as double)
            / extract(doy from dated.year_end_date)
        ) as expected_share,
        case
            when seasons.share_of_season is null then 'days'
            when seasons.season_region_code = dated.region_code then 'own'
            else 'ancestor'
        end as season_basis_code,
        dated.quota * coalesce(
            seasons.share_of_season,
            cast(extract(doy from dated.period_end_date) as double)
            / extract(doy from dated.year_end_date)
        ) as quota_by_season,
        dated.quota * seasons.lowest_share as quota_by_lowest_share,
        dated.quota * seasons.highest_share as quota_by_highest_share
    from dated
    left join seasons
        on {{ of_the_same('count_of_month', 'dated', 'seasons') }}

)

select * from final
