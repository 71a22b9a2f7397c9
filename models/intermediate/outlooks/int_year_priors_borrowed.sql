{#- Years before the one followed that are looked at, and the fewest neighbours that tell
    anything. -#}
{%- set years_back = 10 -%}
{%- set fewest_peers = 3 -%}
{#- Neighbours are never taken to be more alike than by this coefficient of variation: that of one
    year against another in one region (int_rests_expected). -#}
{%- set least_spread = 0.35 -%}
{#- What neighbours without any event are worth, in years of the region's own. -#}
{%- set years_of_none = 1.0 -%}

with

followed_years as (

    select distinct
        limits.region_code,
        limits.measure_code,
        limits.scope_code,
        limits.period_year
    from {{ ref('int_year_limits_listed') }} as limits
    left join {{ ref('int_year_priors_weighed') }} as priors
        on {{ of_the_same('count_of_year', 'limits', 'priors') }}
    where priors.region_code is null

),

counts as (

    select * from {{ ref('int_counts_cumulated') }}
    where period_month = 12

),

regions as (

    select
        region_code,
        max(parent_code) as parent_code
    from {{ ref('stg_regions') }}
    where valid_to is null and parent_code is not null
    group by region_code

),

resolved_breaks as (

    select distinct
        region_code,
        indicator_code,
        scope_code,
        cast(extract(year from breaks_at) as integer) as break_year
    from {{ ref('int_series_breaks_resolved') }}
    where input_role = 'numerator'

),

-- The last year of each neighbour, of the same count.
peers_positioned as (

    select
        followed_years.region_code,
        followed_years.measure_code,
        followed_years.scope_code,
        followed_years.period_year,
        peers.region_code as peer_code,
        counts.period_year as counted_year,
        counts.cumulated_value,
        row_number() over (
            partition by
                followed_years.region_code,
                followed_years.measure_code,
                followed_years.scope_code,
                followed_years.period_year,
                peers.region_code
            order by counts.period_year desc
        ) as year_position
    from followed_years
    inner join regions
        on followed_years.region_code = regions.region_code
    inner join regions as peers
        on
            regions.parent_code = peers.parent_code
            and regions.region_code != peers.region_code
    inner join counts
        on
            peers.region_code = counts.region_code
            and followed_years.measure_code = counts.measure_code
            and followed_years.scope_code = counts.scope_code
            and followed_years.period_year > counts.period_year
            and followed_years.period_year - {{ years_back }} <= counts.period_year

),

peers_unbroken as (

    select peers_positioned.*
    from peers_positioned
    left join resolved_breaks
        on
            peers_positioned.peer_code = resolved_breaks.region_code
            and peers_positioned.measure_code = resolved_breaks.indicator_code
            and peers_positioned.scope_code = resolved_breaks.scope_code
            and peers_positioned.counted_year < resolved_breaks.break_year
            and peers_positioned.period_year >= resolved_breaks.break_year
    where
        peers_positioned.year_position = 1
        and resolved_breaks.region_code is null

),

spread as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        cast(count(*) as integer) as peer_regions,
        {{ added_up('cumulated_value') }} / count(*) as peer_mean,
        {{ added_up('power(cumulated_value, 2)') }} / count(*) as peer_mean_of_squares
    from peers_unbroken
    group by region_code, measure_code, scope_code, period_year
    having count(*) >= {{ fewest_peers }}

),

-- Of a gamma distribution the shape is one over the square of the coefficient of variation, of
-- which the counts' own chance is no part.
shaped as (

    select
        *,
        case
            when peer_mean > 0
                then
                    1 / greatest(
                        (
                            (peer_mean_of_squares - power(peer_mean, 2))
                            * peer_regions / (peer_regions - 1)
                            - peer_mean
                        ) / power(peer_mean, 2),
                        power({{ least_spread }}, 2)
                    )
            else 0
        end as shape
    from spread

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        period_year,
        peer_regions,
        case when peer_mean > 0 then shape / peer_mean else {{ years_of_none }} end
            as prior_weight,
        shape as prior_events
    from shaped

)

select * from final
