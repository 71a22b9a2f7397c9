with

pairs as (

    select * from {{ ref('int_target_pairs_chosen') }}
    where
        rule_code = 'relative_reduction'
        and value_share between 0 and 1
        and value_basis = 'year'
        and base_basis = 'year'
        and not is_each_year
        and (actual_unrounded is null or base_unrounded is null)

),

readings as (

    select * from {{ ref('int_target_readings_listed') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}

),

-- What does not follow from what is known decides nothing.
outcomes as (

    select * from {{ ref('int_printed_outcomes_checked') }}
    where outcome != 'does_not_follow'

),

-- Of several statements on one change that of the last day counts.
told as (

    select
        region_code,
        measure_code,
        scope_code,
        from_period,
        to_period,
        printed_pct,
        printed_change_pct,
        row_number() over (
            partition by region_code, measure_code, scope_code, from_period, to_period
            order by published_date desc, row_number asc
        ) as statement_number
    from outcomes

),

changes as (

    select * from told
    where statement_number = 1

),

-- One statement, or two of which the second begins where the first ends.
spans as (

    select
        region_code,
        measure_code,
        scope_code,
        from_period,
        to_period,
        printed_change_pct,
        1 as links,
        from_period || '–' || to_period || ' ' || printed_pct || '%' as changes_shown
    from changes

    union all

    select
        firsts.region_code,
        firsts.measure_code,
        firsts.scope_code,
        firsts.from_period,
        seconds.to_period,
        round(
            100 * (
                (1 + firsts.printed_change_pct / 100) * (1 + seconds.printed_change_pct / 100) - 1
            ),
            9
        ) as printed_change_pct,
        2 as links,
        firsts.from_period || '–' || firsts.to_period || ' ' || firsts.printed_pct || '%, '
        || seconds.from_period || '–' || seconds.to_period || ' ' || seconds.printed_pct || '%'
            as changes_shown
    from changes as firsts
    inner join changes as seconds
        on
            firsts.region_code = seconds.region_code
            and firsts.measure_code = seconds.measure_code
            and firsts.scope_code = seconds.scope_code
            and firsts.to_period = seconds.from_period

),

matched as (

    select
        pairs.target_code,
        pairs.reading_code,
        pairs.as_of_period,
        pairs.value_share,
        spans.printed_change_pct,
        spans.changes_shown,
        spans.scope_code as change_scope_code,
        pairs.as_of_year >= pairs.target_year as is_due,
        cast(pairs.actual_period as integer) - cast(pairs.base_period as integer) as years_gone,
        pairs.target_year - cast(pairs.base_period as integer) as years_in_all,
        row_number() over (
            partition by pairs.target_code, pairs.reading_code, pairs.as_of_period
            order by spans.links asc, spans.scope_code asc
        ) as answer_number
    from pairs
    inner join readings
        on
            pairs.target_code = readings.target_code
            and pairs.reading_code = readings.reading_code
    inner join spans
        on
            pairs.region_code = spans.region_code
            and pairs.indicator_code = spans.measure_code
            and pairs.base_period = spans.from_period
            and pairs.actual_period = spans.to_period
    left join indicator_scopes
        on
            spans.measure_code = indicator_scopes.indicator_code
            and spans.scope_code = indicator_scopes.scope_code
    where
        readings.target_scope_code = spans.scope_code
        or (
            readings.target_scope_code is null
            and (indicator_scopes.scope_code is not null or not pairs.is_indicator)
        )

),

-- As for levels: how fast it changed against how fast it has to, both as steps of a year.
paced as (

    select
        *,
        case
            when years_gone > 0 and years_in_all > 0 and value_share between 0.000001 and 0.999999
                then
                    (power(greatest(1 + printed_change_pct / 100, 0), 1.0 / years_gone) - 1)
                    / (power(1 - value_share, 1.0 / years_in_all) - 1)
        end as change_progress_ratio
    from matched
    where answer_number = 1

),

final as (

    select
        target_code,
        reading_code,
        as_of_period,
        change_scope_code,
        printed_change_pct,
        changes_shown,
        change_progress_ratio,
        is_due as is_due_by_change,
        100 * value_share as asked_pct,
        -- compared to nine digits, as limits are
        round(-printed_change_pct, 9) >= round(100 * value_share, 9) as is_within_by_change
    from paced

)

select * from final
