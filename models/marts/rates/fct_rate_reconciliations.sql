{%- set places = {
    'numerator': 'shown.numerator_shown',
    'denominator': 'shown.denominator_shown',
    'rate': 'shown.rate_shown',
    'printed': 'shown.printed_shown',
    'current': 'shown.current_shown',
    'low': 'shown.low_shown',
    'high': 'shown.high_shown',
    'unit': 'shown.denominator_display_unit',
} -%}

with

printed_rates as (

    select * from {{ ref('int_printed_rates_listed') }}

),

candidates as (

    select * from {{ ref('int_rate_candidates_computed') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

inputs as (

    select * from {{ ref('int_rate_inputs_listed') }}

),

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

messages as (

    select * from {{ ref('messages') }}

),

measures as (

    select * from {{ ref('dim_measures') }}

),

candidate_counts as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        published_rate,
        cast(count(*) as integer) as candidate_count,
        min(candidate_rate) as lowest_rate,
        max(candidate_rate) as highest_rate
    from candidates
    group by region_code, period, period_basis, indicator_code, scope_code, published_rate

),

numerators_at_hand as (

    select distinct
        inputs.region_code,
        inputs.period,
        inputs.period_basis,
        inputs.scope_code,
        indicators.indicator_code
    from inputs
    inner join indicators
        on inputs.measure_code = indicators.numerator_measure

),

denominators_at_hand as (

    select distinct
        inputs.region_code,
        inputs.period,
        denominators.indicator_code
    from inputs
    inner join {{ ref('stg_indicator_denominators') }} as denominators
        on inputs.measure_code = denominators.denominator_measure

),

joined as (

    select
        printed_rates.*,
        chosen.candidate_rate as recomputed_rate,
        in_use.candidate_rate as rate_in_use,
        chosen.numerator,
        chosen.numerator_vintage,
        chosen.numerator_source,
        chosen.numerator_file_sha256,
        chosen.numerator_row_number,
        chosen.denominator_measure,
        chosen.denominator,
        chosen.denominator_period,
        chosen.denominator_vintage,
        chosen.denominator_source,
        chosen.denominator_file_sha256,
        chosen.denominator_row_number,
        chosen.price_basis,
        chosen.tolerance_code,
        chosen.multiplier,
        chosen.last_place,
        chosen.candidate_outcome,
        candidate_counts.lowest_rate,
        candidate_counts.highest_rate,
        measures.display_unit as denominator_display_unit,
        measures.display_unit_en as denominator_display_unit_en,
        measures.display_factor,
        coalesce(chosen.is_proxy_denominator, false) as is_proxy_denominator,
        coalesce(chosen.is_implied_numerator or chosen.is_implied_denominator, false)
            as has_implied_input,
        coalesce(candidate_counts.candidate_count, 0) as candidate_count,
        numerators_at_hand.indicator_code is not null as has_numerator,
        denominators_at_hand.indicator_code is not null as has_denominator
    from printed_rates
    left join candidates as chosen
        on
            {{ of_the_same('printed_rate', 'printed_rates', 'chosen') }}
            and chosen.candidate_position = 1
    left join candidates as in_use
        on
            {{ of_the_same('printed_rate', 'printed_rates', 'in_use') }}
            and in_use.in_use_position = 1
    left join candidate_counts
        on {{ of_the_same('printed_rate', 'printed_rates', 'candidate_counts') }}
    left join measures
        on chosen.denominator_measure = measures.measure_code
    left join numerators_at_hand
        on {{ of_the_same('value', 'printed_rates', 'numerators_at_hand') }}
    left join denominators_at_hand
        on
            printed_rates.region_code = denominators_at_hand.region_code
            and printed_rates.period = denominators_at_hand.period
            and printed_rates.indicator_code = denominators_at_hand.indicator_code

),

-- The denominators that would give the printed rate, were it rounded.
judged as (

    select
        *,
        case
            when recomputed_rate is null then 'inputs_missing'
            when tolerance_code is null then 'does_not_reproduce'
            else candidate_outcome
        end as outcome,
        case
            when recomputed_rate is null and has_numerator then 'denominator_missing'
            when recomputed_rate is null and has_denominator then 'numerator_missing'
            when recomputed_rate is null then 'both_missing'
            when tolerance_code is null then 'not'
            when candidate_outcome = 'reproduces' then tolerance_code
            when candidate_outcome = 'earlier_vintage' then 'earlier'
            when price_basis != 'current' then 'prices'
            else 'proxy'
        end as explanation_code,
        denominator / display_factor as denominator_display_value,
        numerator * multiplier / (published_rate + 0.5 * last_place) / display_factor
            as needed_denominator_from,
        numerator * multiplier / nullif(published_rate - 0.5 * last_place, 0) / display_factor
            as needed_denominator_to
    from joined

),

shown as (

    select
        *,
        {{ number_shown('numerator') }} as numerator_shown,
        {{ number_shown('denominator_display_value') }} as denominator_shown,
        {{ number_shown('recomputed_rate') }} as rate_shown,
        {{ number_shown('rate_in_use') }} as current_shown,
        {{ number_shown('needed_denominator_from') }} as low_shown,
        {{ number_shown('needed_denominator_to') }} as high_shown,
        case
            when published_decimals = 0 then cast(cast(published_rate as bigint) as varchar)
            when published_decimals = 1
                then cast(cast(published_rate as decimal(18, 1)) as varchar)
            when published_decimals = 2
                then cast(cast(published_rate as decimal(18, 2)) as varchar)
            when published_decimals = 3
                then cast(cast(published_rate as decimal(18, 3)) as varchar)
            else cast(cast(published_rate as decimal(18, 4)) as varchar)
        end as printed_shown
    from judged

),

final as (

    select
        shown.region_code,
        shown.period,
        shown.period_grain,
        shown.period_year,
        shown.period_basis,
        shown.indicator_code,
        shown.scope_code,
        shown.published_rate,
        shown.published_rate_vintage,
        shown.is_latest_vintage,
        shown.recomputed_rate,
        shown.rate_in_use,
        shown.lowest_rate,
        shown.highest_rate,
        shown.candidate_count,
        shown.outcome,
        shown.tolerance_code,
        shown.explanation_code,
        shown.numerator,
        shown.numerator_vintage,
        shown.numerator_source,
        shown.numerator_file_sha256,
        shown.numerator_row_number,
        shown.denominator_measure,
        shown.denominator,
        shown.denominator_display_value,
        shown.denominator_display_unit,
        shown.denominator_period,
        shown.denominator_vintage,
        shown.denominator_source,
        shown.denominator_file_sha256,
        shown.denominator_row_number,
        shown.price_basis,
        shown.is_proxy_denominator,
        shown.has_implied_input,
        shown.needed_denominator_from,
        shown.needed_denominator_to,
        figure_sources.source_title,
        figure_sources.source_publisher,
        figure_sources.source_kind,
        figure_sources.source_quote,
        figure_sources.source_file,
        shown.file_sha256,
        shown.sheet_name,
        shown.row_number,
        shown.cell,
        regions.region_name,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.decimals,
        indicators.sort_order as indicator_sort_order,
        coalesce(regions.region_name_en, regions.region_name) as region_name_en,
        cast(shown.published_decimals as integer) as published_decimals,
        shown.published_rate - shown.recomputed_rate as rate_gap,
        100.0 * (shown.published_rate - shown.recomputed_rate)
        / nullif(shown.recomputed_rate, 0) as rate_gap_pct,
        {{ filled('messages.message_name', places) }} as explanation,
        {{ filled(
            'messages.message_name_en',
            dict(places, unit='shown.denominator_display_unit_en')
        ) }} as explanation_en
    from shown
    inner join messages
        on 'reason_reconciled_' || shown.explanation_code = messages.message_code
    left join regions
        on shown.region_code = regions.region_code
    left join indicators
        on shown.indicator_code = indicators.indicator_code
    left join figure_sources
        on {{ of_the_same('cell', 'shown', 'figure_sources') }}

)

select * from final
