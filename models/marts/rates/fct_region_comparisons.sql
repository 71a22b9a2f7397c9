with

peers as (

    select * from {{ ref('int_region_peers_grouped') }}

),

limits as (

    select * from {{ ref('int_funnel_limits_computed') }}

),

dispersions as (

    select * from {{ ref('int_peer_dispersions_estimated') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

ranked as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        cast(
            rank() over (
                partition by
                    period,
                    period_basis,
                    indicator_code,
                    scope_code,
                    region_level,
                    denominator_measure
                order by computed_rate
            ) as integer
        ) as rate_rank
    from peers
    where is_comparable

),

-- Counts that spread more than by chance are taken as so much smaller, as in the funnel.
scaled as (

    select
        peers.*,
        peers.numerator / greatest(coalesce(dispersions.dispersion, 1), 1) as scaled_count,
        peers.expected_count / greatest(coalesce(dispersions.dispersion, 1), 1)
            as scaled_expected_count
    from peers
    left join dispersions
        on {{ of_the_same('peers', 'peers', 'dispersions') }}
    where peers.is_comparable

),

deviations as (

    select
        *,
        {{ half_deviation('scaled_count', 'scaled_expected_count') | indent(8) }}
            as half_deviation
    from scaled

),

corrected as (

    {{ corrected_for_number(
        'deviations',
        [
            'period', 'period_basis', 'indicator_code', 'scope_code', 'region_level',
            'denominator_measure',
        ]
    ) | indent(4) }}

),

-- A region that counts differently is shown and neither judged nor ranked.
judged as (

    select
        peers.region_code,
        peers.period,
        peers.period_basis,
        peers.indicator_code,
        peers.scope_code,
        peers.region_level,
        peers.denominator_measure,
        peers.numerator,
        peers.denominator,
        peers.computed_rate,
        peers.peer_count,
        peers.peer_numerator,
        peers.peer_denominator,
        peers.overall_rate,
        peers.expected_count,
        peers.is_comparable,
        ranked.rate_rank,
        dispersions.dispersion,
        corrected.p_value,
        corrected.p_value_corrected,
        corrected.comparisons_made,
        corrected.p_value_corrected < 0.05 as is_beyond_chance_corrected,
        limits.lower_count_95 / peers.denominator * peers.multiplier as funnel_lower_95,
        limits.upper_count_95 / peers.denominator * peers.multiplier as funnel_upper_95,
        limits.lower_count_998 / peers.denominator * peers.multiplier as funnel_lower_998,
        limits.upper_count_998 / peers.denominator * peers.multiplier as funnel_upper_998,
        case when not peers.is_comparable then 'definition_differs' end
            as comparability_reason_code,
        case
            when peers.is_comparable
                then
                    peers.numerator < limits.lower_count_95
                    or peers.numerator > limits.upper_count_95
        end as is_beyond_95,
        case
            when peers.is_comparable
                then
                    peers.numerator < limits.lower_count_998
                    or peers.numerator > limits.upper_count_998
        end as is_beyond_998
    from peers
    left join limits
        on {{ of_the_same('value', 'peers', 'limits') }}
    left join ranked
        on {{ of_the_same('value', 'peers', 'ranked') }}
    left join corrected
        on {{ of_the_same('value', 'peers', 'corrected') }}
    left join dispersions
        on {{ of_the_same('peers', 'peers', 'dispersions') }}

),

unnamed as (

    select
        judged.*,
        indicator_values.period_end_date,
        indicator_values.lower_95,
        indicator_values.upper_95,
        indicator_values.interval_method,
        indicator_values.is_small_count,
        indicator_values.is_provisional,
        indicator_values.is_proxy_denominator,
        indicator_values.denominator_display_value,
        indicator_values.denominator_display_unit,
        indicator_values.denominator_display_unit_en,
        regions.tile_row,
        regions.tile_column,
        judged.region_level || '.' || judged.denominator_measure as peer_group,
        case
            when not judged.is_comparable then null
            when not judged.is_beyond_95 then 'within'
            when judged.is_beyond_998 and judged.computed_rate > judged.overall_rate
                then 'far_above'
            when judged.is_beyond_998 then 'far_below'
            when judged.computed_rate > judged.overall_rate then 'above'
            else 'below'
        end as position_code
    from judged
    left join indicator_values
        on {{ of_the_same('value', 'judged', 'indicator_values') }}
    left join regions
        on judged.region_code = regions.region_code

),

final as (

    {{ named(
        'unnamed',
        ['region', 'scope', 'measure', 'period_basis'],
        under={'measure': 'denominator_measure'}
    ) | indent(4) }}

)

select * from final
