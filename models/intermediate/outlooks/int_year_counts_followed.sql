with

followed_years as (

    select distinct
        region_code,
        measure_code,
        scope_code,
        period_year
    from {{ ref('int_year_limits_listed') }}

),

counts as (

    select * from {{ ref('int_counts_cumulated') }}

),

seasons as (

    select * from {{ ref('int_seasons_shared') }}

),

priors as (

    select * from {{ ref('int_year_priors_weighed') }}

),

borrowed as (

    select * from {{ ref('int_year_priors_borrowed') }}

),

months_ended as (

    select
        followed_years.*,
        counts.period_month,
        counts.count_basis,
        counts.cumulated_value as used,
        cast(cast(followed_years.period_year as varchar) || '-12-31' as date) as year_end_date,
        counts.cumulated_value - counts.first_cumulated_value as late_reported,
        last_day(
            cast(
                cast(followed_years.period_year as varchar)
                || '-' || lpad(cast(counts.period_month as varchar), 2, '0') || '-01' as date
            )
        ) as period_end_date
    from followed_years
    inner join counts
        on {{ of_the_same('count_of_year', 'followed_years', 'counts') }}

),

-- What of the year before was told only after it had first been closed.
carried_over as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year + 1 as period_year,
        cumulated_value - first_cumulated_value as carried_over
    from counts
    where period_month = 12

),

shares_joined as (

    select
        months_ended.*,
        carried_over.carried_over,
        seasons.share_of_season,
        seasons.season_region_code,
        seasons.season_years,
        seasons.season_events,
        borrowed.peer_regions,
        coalesce(priors.prior_years, 0) as prior_years,
        coalesce(priors.prior_weight, borrowed.prior_weight, 0) as prior_weight,
        coalesce(priors.prior_events, borrowed.prior_events, 0) as prior_events,
        case
            when priors.prior_years is not null then 'own'
            when borrowed.peer_regions is not null then 'neighbours'
            else 'none'
        end as prior_basis_code,
        cast(extract(doy from months_ended.period_end_date) as double)
        / extract(doy from months_ended.year_end_date) as share_of_year
    from months_ended
    left join carried_over
        on {{ of_the_same('count_of_year', 'months_ended', 'carried_over') }}
    left join seasons
        on {{ of_the_same('count_of_month', 'months_ended', 'seasons') }}
    left join priors
        on {{ of_the_same('count_of_year', 'months_ended', 'priors') }}
    left join borrowed
        on {{ of_the_same('count_of_year', 'months_ended', 'borrowed') }}

),

-- A season that leaves nothing before or after a month within the year tells nothing there.
seasons_weighed as (

    select
        *,
        share_of_season is not null
        and share_of_season > 0
        and (share_of_season < 1 or period_month = 12) as is_season_used
    from shares_joined

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        period_month,
        period_end_date,
        count_basis,
        used,
        late_reported,
        carried_over,
        share_of_year,
        share_of_season,
        season_region_code,
        season_years,
        season_events,
        prior_years,
        prior_weight,
        prior_events,
        prior_basis_code,
        peer_regions,
        cast(period_year as varchar) || '-' || lpad(cast(period_month as varchar), 2, '0')
            as period,
        case when is_season_used then share_of_season else share_of_year end as expected_share,
        case
            when not is_season_used then 'days'
            when region_code = season_region_code then 'own'
            else 'ancestor'
        end as season_basis_code
    from seasons_weighed

)

select * from final
