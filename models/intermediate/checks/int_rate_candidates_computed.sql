with

printed_rates as (

    select * from {{ ref('int_printed_rates_listed') }}

),

inputs as (

    select * from {{ ref('int_rate_inputs_listed') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

indicator_denominators as (

    select * from {{ ref('stg_indicator_denominators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

-- A stock at the end of the period or of its year; a flow over the same span.
denominators as (

    select
        inputs.*,
        indicator_denominators.indicator_code,
        indicator_denominators.preference,
        indicator_denominators.is_proxy,
        extract(year from inputs.period_end_date) as end_year,
        measures.measure_kind = 'stock' as is_stock,
        extract(month from inputs.period_end_date) = 12 as is_at_year_end
    from inputs
    inner join indicator_denominators
        on inputs.measure_code = indicator_denominators.denominator_measure
    inner join measures
        on inputs.measure_code = measures.measure_code
    where inputs.input_value > 0

),

computed as (

    select
        printed_rates.*,
        numerators.input_value as numerator,
        numerators.vintage_code as numerator_vintage,
        numerators.is_latest_vintage as is_latest_numerator,
        numerators.is_implied as is_implied_numerator,
        numerators.input_source as numerator_source,
        numerators.file_sha256 as numerator_file_sha256,
        numerators.row_number as numerator_row_number,
        denominators.measure_code as denominator_measure,
        denominators.input_value as denominator,
        denominators.period as denominator_period,
        denominators.vintage_code as denominator_vintage,
        denominators.is_latest_vintage as is_latest_denominator,
        denominators.is_implied as is_implied_denominator,
        denominators.is_proxy as is_proxy_denominator,
        denominators.price_basis,
        denominators.preference,
        denominators.input_source as denominator_source,
        denominators.file_sha256 as denominator_file_sha256,
        denominators.row_number as denominator_row_number,
        indicators.multiplier,
        denominators.period_end_date = printed_rates.period_end_date as is_same_end,
        numerators.input_value / denominators.input_value * indicators.multiplier
            as candidate_rate,
        power(10.0, -printed_rates.published_decimals) as last_place
    from printed_rates
    inner join indicators
        on printed_rates.indicator_code = indicators.indicator_code
    inner join inputs as numerators
        on
            printed_rates.region_code = numerators.region_code
            and printed_rates.period = numerators.period
            and printed_rates.period_basis = numerators.period_basis
            and printed_rates.scope_code = numerators.scope_code
            and indicators.numerator_measure = numerators.measure_code
    inner join denominators
        on
            printed_rates.region_code = denominators.region_code
            and printed_rates.indicator_code = denominators.indicator_code
            and (
                (
                    denominators.is_stock
                    and printed_rates.period_year = denominators.end_year
                    and (
                        denominators.is_at_year_end
                        or printed_rates.period_end_date = denominators.period_end_date
                    )
                )
                or (
                    not denominators.is_stock
                    and printed_rates.period = denominators.period
                    and printed_rates.period_basis = denominators.period_basis
                )
            )

),

-- Printed digits are rounded, or cut: bulletins often cut. A hair is left for binary fractions.
judged as (

    select
        *,
        case
            when abs(candidate_rate - published_rate) <= 0.5 * last_place * (1 + 1e-9)
                then 'rounded'
            when
                candidate_rate >= published_rate
                and candidate_rate < published_rate + last_place
                then 'cut'
        end as tolerance_code,
        case
            when price_basis != 'current' then 'other_basis'
            when is_latest_numerator and is_latest_denominator and not is_proxy_denominator
                then 'reproduces'
            when is_proxy_denominator then 'other_basis'
            else 'earlier_vintage'
        end as candidate_outcome
    from computed

),

final as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        indicator_code,
        scope_code,
        published_rate,
        published_decimals,
        published_rate_vintage,
        is_latest_vintage,
        file_sha256,
        sheet_name,
        row_number,
        cell,
        numerator,
        numerator_vintage,
        is_latest_numerator,
        is_implied_numerator,
        numerator_source,
        numerator_file_sha256,
        numerator_row_number,
        denominator_measure,
        denominator,
        denominator_period,
        denominator_vintage,
        is_latest_denominator,
        is_implied_denominator,
        is_proxy_denominator,
        price_basis,
        preference,
        denominator_source,
        denominator_file_sha256,
        denominator_row_number,
        is_same_end,
        multiplier,
        candidate_rate,
        last_place,
        tolerance_code,
        candidate_outcome,
        row_number() over (
            partition by
                region_code, period, period_basis, indicator_code, scope_code, published_rate
            order by
                case when tolerance_code is null then 1 else 0 end asc,
                case candidate_outcome
                    when 'reproduces' then 1
                    when 'earlier_vintage' then 2
                    else 3
                end asc,
                case when tolerance_code = 'rounded' then 0 else 1 end asc,
                case when is_latest_numerator and is_latest_denominator then 0 else 1 end asc,
                case when is_same_end then 0 else 1 end asc,
                preference asc,
                case when is_latest_denominator then 0 else 1 end asc,
                abs(candidate_rate - published_rate) asc,
                denominator_file_sha256 asc,
                denominator_row_number asc,
                numerator_file_sha256 asc,
                numerator_row_number asc
        ) as candidate_position,
        row_number() over (
            partition by
                region_code, period, period_basis, indicator_code, scope_code, published_rate
            order by
                case when price_basis = 'current' then 0 else 1 end asc,
                case when is_latest_numerator then 0 else 1 end asc,
                preference asc,
                case when is_latest_denominator then 0 else 1 end asc,
                case when is_same_end then 0 else 1 end asc,
                is_implied_denominator asc,
                denominator_file_sha256 asc,
                denominator_row_number asc,
                numerator_file_sha256 asc,
                numerator_row_number asc
        ) as in_use_position
    from judged

)

select * from final
