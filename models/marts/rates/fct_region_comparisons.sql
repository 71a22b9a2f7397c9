with

peers as (

    select * from {{ ref('int_region_peers_grouped') }}

),

limits as (

    select * from {{ ref('int_funnel_limits_computed') }}

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

-- How far a count lies from what is expected, in standard deviations: those at which Byar's limit
-- would be just the expected number.
deviations as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        region_level,
        denominator_measure,
        greatest(
            case
                when numerator > expected_count
                    then
                        3 * sqrt(numerator) * (
                            1 - 1 / (9 * numerator)
                            - power(expected_count / numerator, 1.0 / 3)
                        )
                else
                    3 * sqrt(numerator + 1) * (
                        power(expected_count / (numerator + 1), 1.0 / 3)
                        - 1 + 1 / (9 * (numerator + 1))
                    )
            end, 0
        ) / sqrt(2.0) as half_deviation
    from peers
    where is_comparable

),

chances as (

    select
        *,
        least({{ chance_beyond('half_deviation') | indent(8) }}, 1) as p_value
    from deviations

),

-- Of many comparisons some lie beyond chance by chance. Holm, A simple sequentially rejective
-- multiple test procedure, Scandinavian Journal of Statistics 6 (1979): the smallest of n chances
-- is multiplied by n, the next by n - 1, and so on, none below the one before it.
positioned as (

    select
        *,
        count(*) over (
            partition by
                period, period_basis, indicator_code, scope_code, region_level, denominator_measure
        ) as comparisons_made,
        row_number() over (
            partition by
                period, period_basis, indicator_code, scope_code, region_level, denominator_measure
            order by p_value, region_code
        ) as chance_position
    from chances

),

corrected as (

    select
        *,
        least(
            max(p_value * (comparisons_made - chance_position + 1)) over (
                partition by
                    period,
                    period_basis,
                    indicator_code,
                    scope_code,
                    region_level,
                    denominator_measure
                order by chance_position
                rows between unbounded preceding and current row
            ), 1
        ) as p_value_corrected
    from positioned

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
        corrected.p_value,
        corrected.p_value_corrected,
        cast(corrected.comparisons_made as integer) as comparisons_made,
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
