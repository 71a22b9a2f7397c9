{#- A change is printed rounded or cut short: within one unit of its last place it follows. -#}
with

outcomes as (

    select * from {{ ref('stg_printed_outcomes') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where period_basis = 'year'

),

observations as (

    select * from {{ ref('fct_observations') }}
    where period_basis = 'year'

),

-- The change between the two levels, where both are known in the scope of the statement.
by_levels as (

    select
        outcomes.file_sha256,
        outcomes.row_number,
        100 * (
            coalesce(laters.computed_rate, laters.published_rate)
            / nullif(coalesce(earliers.computed_rate, earliers.published_rate), 0)
            - 1
        ) as recomputed_pct
    from outcomes
    inner join indicator_values as earliers
        on
            outcomes.region_code = earliers.region_code
            and outcomes.measure_code = earliers.indicator_code
            and outcomes.scope_code = earliers.scope_code
            and outcomes.from_period = earliers.period
    inner join indicator_values as laters
        on
            outcomes.region_code = laters.region_code
            and outcomes.measure_code = laters.indicator_code
            and outcomes.scope_code = laters.scope_code
            and outcomes.to_period = laters.period

),

-- Of a rate: the change that its source prints of the count, over the known change of what the
-- count is divided by; by two
-- years of one revised vintage, else of one source, if there are such.
parts as (

    select
        outcomes.file_sha256,
        outcomes.row_number,
        100 * (
            (1 + counts.printed_change_pct / 100)
            * earliers.observed_value / nullif(laters.observed_value, 0)
            - 1
        ) as recomputed_pct,
        row_number() over (
            partition by outcomes.file_sha256, outcomes.row_number
            order by
                case
                    when
                        earliers.vintage_code = laters.vintage_code
                        and laters.vintage_code in ('revised', 'final')
                        then 0
                    else 1
                end asc,
                case
                    when
                        earliers.source_title = laters.source_title
                        and earliers.vintage_code = laters.vintage_code
                        then 0
                    else 1
                end asc,
                case when earliers.is_latest_vintage and laters.is_latest_vintage then 0 else 1 end
                asc,
                earliers.observed_value asc,
                laters.observed_value asc
        ) as pair_number
    from outcomes
    inner join indicators
        on outcomes.measure_code = indicators.indicator_code
    inner join outcomes as counts
        on
            outcomes.source_title = counts.source_title
            and outcomes.region_code = counts.region_code
            and outcomes.scope_code = counts.scope_code
            and outcomes.from_period = counts.from_period
            and outcomes.to_period = counts.to_period
            and indicators.numerator_measure = counts.measure_code
    inner join observations as earliers
        on
            outcomes.region_code = earliers.region_code
            and indicators.denominator_measure = earliers.measure_code
            and outcomes.from_period = earliers.period
    inner join observations as laters
        on
            outcomes.region_code = laters.region_code
            and indicators.denominator_measure = laters.measure_code
            and outcomes.to_period = laters.period

),

by_parts as (

    select * from parts
    where pair_number = 1

),

recomputed as (

    select
        outcomes.*,
        coalesce(by_levels.recomputed_pct, by_parts.recomputed_pct) as recomputed_pct
    from outcomes
    left join by_levels
        on
            outcomes.file_sha256 = by_levels.file_sha256
            and outcomes.row_number = by_levels.row_number
    left join by_parts
        on
            outcomes.file_sha256 = by_parts.file_sha256
            and outcomes.row_number = by_parts.row_number

),

final as (

    select
        source_file,
        file_sha256,
        row_number,
        region_code,
        from_period,
        to_period,
        measure_code,
        scope_code,
        printed_pct,
        printed_change_pct,
        published_date,
        source_title,
        source_publisher,
        source_kind,
        source_url,
        source_quote,
        notes,
        quality_code,
        recomputed_pct,
        case
            when recomputed_pct is null then 'inputs_missing'
            when abs(recomputed_pct - printed_change_pct) <= last_place * 1.0000001
                then 'reproduces'
            else 'does_not_follow'
        end as outcome
    from recomputed

)

select * from final
