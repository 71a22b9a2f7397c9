{#- A spread is not told from fewer regions. -#}
{%- set fewest = 10 -%}
{#- The share of regions at either end that count as the next one towards the middle. -#}
{%- set winsorised = 0.1 -%}

with

peers as (

    select * from {{ ref('int_region_peers_grouped') }}
    where is_comparable and peer_count >= {{ fewest }} and expected_count > 0

),

scored as (

    select
        *,
        (numerator - expected_count) / sqrt(expected_count) as z_score,
        row_number() over (
            partition by
                period, period_basis, indicator_code, scope_code, region_level, denominator_measure
            order by (numerator - expected_count) / sqrt(expected_count), region_code
        ) as place,
        cast(floor({{ winsorised }} * peer_count) as integer) as places_cut
    from peers

),

ends as (

    select
        period,
        period_basis,
        indicator_code,
        scope_code,
        region_level,
        denominator_measure,
        min(case when place > places_cut then z_score end) as lowest,
        max(case when place <= peer_count - places_cut then z_score end) as highest
    from scored
    group by period, period_basis, indicator_code, scope_code, region_level, denominator_measure

),

winsorised as (

    select
        scored.*,
        power(least(greatest(scored.z_score, ends.lowest), ends.highest), 2) as square
    from scored
    inner join ends
        on {{ of_the_same('peers', 'scored', 'ends') }}

),

-- Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24
-- (2005), 1185-1202: the mean square of the z-scores, the overall rate being estimated from them.
final as (

    select
        period,
        period_basis,
        indicator_code,
        scope_code,
        region_level,
        denominator_measure,
        {{ added_up('square') }} / (count(*) - 1) as dispersion
    from winsorised
    group by period, period_basis, indicator_code, scope_code, region_level, denominator_measure

)

select * from final
