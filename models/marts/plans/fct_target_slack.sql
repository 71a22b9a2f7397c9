with

readings as (

    select * from {{ ref('int_target_readings_listed') }}
    where
        rule_code = 'relative_reduction'
        and reading_order = 1
        and value_basis = 'year'
        and base_basis = 'year'
        and value_share > 0
        and value_share < 1

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

measured as (

    select * from {{ ref('int_measures_summed') }}
    where period_basis = 'year' and scope_code = 'none'

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

-- Of several targets on one count the one that asks for most.
counts as (

    select
        readings.plan_code,
        readings.region_code,
        readings.indicator_code,
        readings.target_year,
        readings.target_code,
        readings.value_share,
        row_number() over (
            partition by
                readings.plan_code,
                readings.region_code,
                readings.indicator_code,
                readings.target_year
            order by readings.value_share desc, readings.target_code asc
        ) as demand_number
    from readings
    inner join indicators
        on readings.indicator_code = indicators.indicator_code
    where indicators.denominator_measure is null

),

-- A count belongs to a rate that has it above the line in the same scopes.
counted_in as (

    select distinct
        rates.indicator_code,
        counts.indicator_code as count_indicator_code
    from indicator_scopes as rates
    inner join indicator_scopes as counts
        on rates.scope_code = counts.scope_code

),

-- A rate falls with its count and with a growing denominator: ln(r1/r0) = ln(D1/D0) - ln(G1/G0).
needed as (

    select
        readings.*,
        indicators.denominator_measure,
        counts.target_code as count_target_code,
        counts.value_share as count_share,
        100 * (1 / (1 - readings.value_share) - 1) as growth_alone_pct,
        100 * ((1 - counts.value_share) / (1 - readings.value_share) - 1)
            as growth_with_count_target_pct
    from readings
    inner join indicators
        on readings.indicator_code = indicators.indicator_code
    left join counted_in
        on
            readings.indicator_code = counted_in.indicator_code
            and indicators.numerator_measure = counted_in.count_indicator_code
    left join counts
        on
            readings.plan_code = counts.plan_code
            and readings.region_code = counts.region_code
            and counts.demand_number = 1
            and readings.target_year = counts.target_year
            and counted_in.count_indicator_code = counts.indicator_code
    where readings.is_rate

),

unnamed as (

    select
        needed.target_code,
        needed.plan_code,
        needed.region_code,
        needed.indicator_code,
        needed.base_period,
        needed.target_year,
        needed.count_target_code,
        needed.growth_alone_pct,
        needed.growth_with_count_target_pct,
        needed.denominator_measure,
        bases.latest_value as base_denominator,
        bases.latest_vintage_code as base_denominator_vintage,
        ends.latest_value as target_denominator,
        ends.latest_vintage_code as target_denominator_vintage,
        100 * needed.value_share as rate_reduction_pct,
        100 * needed.count_share as count_reduction_pct,
        100 * (ends.latest_value / nullif(bases.latest_value, 0) - 1) as actual_growth_pct
    from needed
    left join measured as bases
        on
            needed.region_code = bases.region_code
            and needed.denominator_measure = bases.measure_code
            and needed.base_period = bases.period
    left join measured as ends
        on
            needed.region_code = ends.region_code
            and needed.denominator_measure = ends.measure_code
            and cast(needed.target_year as varchar) = ends.period

),

final as (

    {{ named('unnamed', ['measure'], under={'measure': 'denominator_measure'}) | indent(4) }}

)

select * from final
