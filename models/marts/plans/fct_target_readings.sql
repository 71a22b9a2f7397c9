{%- set places = {
    'as_of': 'judged.as_of_shown',
    'actual': 'judged.actual_shown',
    'limit': 'judged.limit_shown',
    'base': 'judged.base_shown',
    'path': 'judged.path_shown',
    'ratio': 'judged.ratio_shown',
    'projected': 'judged.projected_shown',
    'base_period': "coalesce(judged.base_period, '–')",
    'target': 'cast(judged.target_year as varchar)',
    'years_in_all': 'cast(judged.years_in_all as varchar)',
    'broken': 'cast(judged.steps_broken as varchar)',
    'missing_years': 'cast(judged.steps_missing as varchar)',
    'incomparable': 'cast(judged.steps_not_comparable as varchar)',
    'years_known': 'cast(coalesce(judged.years_known, 0) as varchar)',
} -%}
{#- Those of a printed change are filled first: all at once lie deeper than a parser reads. -#}
{%- set change_places = {
    'changes': 'judged.changes_shown',
    'changed': 'judged.changed_shown',
    'asked': 'judged.asked_shown',
} -%}
{%- set places_zh = {
    'unit': 'judged.unit',
    'missing': 'judged.missing_name',
    'holder': 'judged.missing_holder',
    'why': 'comparability.message_name',
    'span': 'judged.span_shown',
} -%}
{%- set places_en = {
    'unit': 'judged.sentence_unit_en',
    'missing': 'judged.missing_name_en',
    'holder': 'judged.missing_holder_en',
    'why': 'comparability.message_name_en',
    'span': 'judged.span_shown_en',
} -%}
{%- do places_zh.update(places) -%}
{%- do places_en.update(places) -%}
{%- do places_zh.update({'base_period': "coalesce(judged.base_period_shown, '–')"}) -%}
{%- do places_en.update({'as_of': 'judged.judged_period'}) -%}
{%- for place in ['actual', 'limit', 'base', 'path', 'projected'] -%}
{%- do places_en.update({place: 'judged.' ~ place ~ '_shown_en'}) -%}
{%- endfor -%}
{%- set target_year = 'cast(missed.target_year as varchar)' -%}
{%- set as_of_year = 'cast(missed.as_of_year as varchar)' -%}
{%- set target_from_year = 'cast(missed.target_from_year as varchar)' -%}
{%- set judged_year = 'cast(least(missed.as_of_year, missed.target_year) as varchar)' -%}
{%- set ignored_printed -%}
{{ number_short('coalesce(missed.actual_ignored_printed, missed.base_ignored_printed)') }}
{%- endset -%}
{%- set actual_en -%}
coalesce(missed.actual_printed, missed.actual_unrounded) * missed.sentence_factor
{%- endset -%}
{%- set path_en -%}
round(missed.path_value, coalesce(missed.decimals + 1, 4)) * missed.sentence_factor
{%- endset -%}
{%- set base_first = number_short('missed.base_first') -%}
{%- set base_now = number_short('missed.base_unrounded') -%}

with

verdicts as (

    select * from {{ ref('int_target_verdicts_reached') }}

),

targets as (

    select * from {{ ref('dim_targets') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

measure_holders as (

    select * from {{ ref('measure_holders') }}

),

quotas as (

    select * from {{ ref('stg_measures') }}
    where measure_kind = 'quota'

),

messages as (

    select * from {{ ref('messages') }}

),

listed_units as (

    select * from {{ ref('units') }}

),

-- 8000 of a unit called "10,000 yuan" is told in English as 80,000,000 yuan.
units as (

    select
        listed_units.unit_code,
        max(listed_units.unit_name_en) as unit_name_en,
        max(
            case
                when substring(listed_units.unit_name_en, 1, 1) between '0' and '9'
                    then base_units.unit_name_en
                else listed_units.unit_name_en
            end
        ) as sentence_unit_en,
        max(
            case
                when substring(listed_units.unit_name_en, 1, 1) between '0' and '9'
                    then listed_units.factor
                else 1
            end
        ) as sentence_factor
    from listed_units
    inner join listed_units as base_units
        on listed_units.base_unit = base_units.unit_code
    group by listed_units.unit_code

),

-- A period as a sentence in Chinese names it; in English it is its figures alone.
period_words as (

    select
        max(case when message_code = 'period_years' then message_name end) as years_words,
        max(case when message_code = 'period_years' then message_name_en end) as years_words_en,
        max(case when message_code = 'verdict_note_printed' then message_name end)
            as printed_words,
        max(case when message_code = 'verdict_note_printed' then message_name_en end)
            as printed_words_en,
        max(case when message_code = 'verdict_note_base' then message_name end) as base_words,
        max(case when message_code = 'verdict_note_base' then message_name_en end)
            as base_words_en,
        max(case when message_code = 'period_year' then message_name end) as year_words,
        max(case when message_code = 'period_to_june' then message_name end) as to_june_words
    from messages
    where message_code in (
        'period_year', 'period_years', 'period_to_june', 'verdict_note_printed',
        'verdict_note_base'
    )

),

-- What is missing for the value itself: the figure below the line where the one above is known.
missed as (

    select
        verdicts.*,
        targets.target_kind,
        targets.target_period,
        targets.indicator_name_zh,
        targets.indicator_name_en as target_name_en,
        indicators.indicator_name,
        indicators.indicator_name_en,
        indicators.decimals,
        cast(coalesce(units.sentence_factor, 1) as double) as sentence_factor,
        coalesce(indicators.unit, measures.base_unit, targets.unit) as unit,
        coalesce(indicators.unit_en, units.unit_name_en, '') as unit_en,
        case
            when units.sentence_factor != 1 then units.sentence_unit_en
            else coalesce(indicators.unit_en, units.unit_name_en, '')
        end as sentence_unit_en,
        coalesce(indicators.lower_is_better, not verdicts.is_higher_better) as lower_is_better,
        case
            when verdicts.status_code not in ('no_data', 'base_missing') then null
            when verdicts.reason_code = 'deed' then null
            when verdicts.reason_code = 'quota_missing'
                then coalesce(quotas.measure_code, 'quota')
            when
                verdicts.is_rate and verdicts.actual_numerator is not null
                and verdicts.actual_unrounded is null
                then indicators.denominator_measure
            when verdicts.is_indicator then indicators.numerator_measure
            else verdicts.indicator_code
        end as missing_measure_code,
        verdicts.is_rate and verdicts.actual_numerator is null as is_rate_missing,
        -- known anew since it was first published, at the precision that is compared
        coalesce(
            round(verdicts.base_first, verdicts.compared_decimals)
            != round(verdicts.base_unrounded, verdicts.compared_decimals),
            false
        )
        and verdicts.base_basis is not null as base_is_revised,
        -- what is asked, as one phrase names it
        case
            when verdicts.rule_code = 'increase' and verdicts.target_value is null
                then 'increase_any'
            when
                verdicts.rule_code in ('relative_reduction', 'yearly_decline')
                and verdicts.base_basis = 'previous_year'
                and verdicts.is_each_year
                then
                    case
                        when verdicts.is_higher_better and coalesce(verdicts.target_value, 0) > 0
                            then 'yearly_increase'
                        when verdicts.is_higher_better then 'yearly_rise'
                        when coalesce(verdicts.target_value, 0) > 0 then 'yearly_reduction'
                        when verdicts.is_strict then 'yearly_decline'
                        else 'not_above_previous'
                    end
            when
                verdicts.rule_code = 'relative_reduction'
                and verdicts.value_basis = 'total_of_years'
                then 'vs_previous_five_year_total'
            when
                verdicts.rule_code in ('relative_reduction', 'increase')
                and verdicts.value_basis = 'mean_of_years'
                then verdicts.rule_code || '_mean'
            when
                verdicts.rule_code in ('relative_reduction', 'increase')
                and verdicts.base_basis = 'mean_of_years'
                then verdicts.rule_code || '_of_mean'
            when verdicts.rule_code in ('absolute_cap', 'floor')
                then
                    verdicts.rule_code
                    || case
                        when verdicts.is_each_year then '_each'
                        when verdicts.value_basis = 'mean_of_years' then '_mean'
                        when verdicts.value_basis = 'total_of_years' then '_total'
                        when verdicts.is_strict then '_strict'
                        else ''
                    end
            else verdicts.rule_code
        end as requirement_code
    from verdicts
    inner join targets
        on verdicts.target_code = targets.target_code
    left join indicators
        on verdicts.indicator_code = indicators.indicator_code
    left join measures
        on verdicts.indicator_code = measures.measure_code
    left join units
        on coalesce(indicators.unit, measures.base_unit) = units.unit_code
    left join quotas
        on verdicts.indicator_code = quotas.limited_measure_code

),

worded as (

    select
        missed.*,
        coalesce(
            rate_holders.holder_name, own_holders.holder_name, any_holders.holder_name
        ) as missing_holder,
        coalesce(
            rate_holders.holder_name_en, own_holders.holder_name_en, any_holders.holder_name_en
        ) as missing_holder_en,
        case
            when missed.is_rate_missing then missed.indicator_name
            else coalesce(measures.measure_name, missed.indicator_name_zh)
        end as missing_name,
        case
            when missed.is_rate_missing then missed.indicator_name_en
            else coalesce(measures.measure_name_en, missed.target_name_en)
        end as missing_name_en,
        case
            when missed.as_of_year > missed.target_year
                then {{ filled('period_words.year_words', {'period': target_year}) }}
            when missed.as_of_month = 6
                then {{ filled('period_words.to_june_words', {'year': as_of_year}) }}
            else {{ filled('period_words.year_words', {'period': 'missed.as_of_period'}) }}
        end as as_of_shown,
        case
            when missed.base_period is not null
                then {{ filled('period_words.year_words', {'period': 'missed.base_period'}) }}
        end as base_period_shown,
        case
            when missed.as_of_year > missed.target_year
                then cast(missed.target_year as varchar)
            else missed.as_of_period
        end as judged_period,
        -- of one year the year, of several from the first to the last
        case
            when missed.target_from_year >= least(missed.as_of_year, missed.target_year)
                then {{ filled('period_words.year_words', {'period': judged_year}) }}
            else
                {{ filled(
                    'period_words.years_words',
                    {'first': target_from_year, 'last': judged_year}
                ) }}
        end as span_shown,
        case
            when missed.target_from_year >= least(missed.as_of_year, missed.target_year)
                then {{ judged_year }}
            else
                {{ filled(
                    'period_words.years_words_en',
                    {'first': target_from_year, 'last': judged_year}
                ) }}
        end as span_shown_en,
        case
            when
                missed.actual_ignored_printed is not null
                or missed.base_ignored_printed is not null
                then
                    {{ filled('period_words.printed_words', {'printed': ignored_printed}) }}
        end as printed_note,
        case
            when
                missed.actual_ignored_printed is not null
                or missed.base_ignored_printed is not null
                then
                    {{ filled('period_words.printed_words_en', {'printed': ignored_printed}) }}
        end as printed_note_en,
        case
            when missed.base_is_revised
                then
                    {{ filled(
                        'period_words.base_words',
                        {'first': base_first, 'now': base_now}
                    ) }}
        end as base_note,
        case
            when missed.base_is_revised
                then
                    {{ filled(
                        'period_words.base_words_en',
                        {'first': base_first, 'now': base_now}
                    ) }}
        end as base_note_en,
        {{ number_with(
            'coalesce(missed.actual_printed, missed.actual_unrounded)', 'missed.decimals'
        ) }} as actual_shown,
        {{ number_short('missed.limit_printed') }} as limit_shown,
        {{ number_with('missed.compared_base_printed', 'missed.decimals') }} as base_shown,
        {{ number_short('round(missed.path_value, coalesce(missed.decimals + 1, 4))') }}
            as path_shown,
        cast(cast(missed.progress_ratio as decimal(18, 2)) as varchar) as ratio_shown,
        {{ number_short('round(missed.projected_total, 1)') }} as projected_shown,
        {{ number_short('round(missed.printed_change_pct, 2)') }} as changed_shown,
        {{ number_short('missed.asked_pct') }} as asked_shown,
        {{ number_with(actual_en, 'missed.decimals') }} as actual_shown_en,
        {{ number_short('missed.limit_printed * missed.sentence_factor') }} as limit_shown_en,
        {{ number_with(
            'missed.compared_base_printed * missed.sentence_factor', 'missed.decimals'
        ) }} as base_shown_en,
        {{ number_short(path_en) }} as path_shown_en,
        {{ number_short('round(missed.projected_total, 1) * missed.sentence_factor') }}
            as projected_shown_en
    from missed
    left join measures
        on missed.missing_measure_code = measures.measure_code
    left join measure_holders as rate_holders
        on missed.is_rate_missing and missed.indicator_code = rate_holders.measure_code
    left join measure_holders as own_holders
        on missed.missing_measure_code = own_holders.measure_code
    inner join measure_holders as any_holders
        on any_holders.measure_code = '*'
    cross join period_words

),

judged as (

    select
        *,
        compared_base_unrounded is not null as base_value_is_known,
        is_actual_known
        and limit_printed is not null
        and comparability_reason_code is null
        and rule_code not in ('intention', 'deed') as is_judged
    from worded

),

told as (

    select
        judged.*,
        {{ filled('messages.message_name', change_places) }} as reason_words,
        {{ filled('messages.message_name_en', change_places) }} as reason_words_en
    from judged
    inner join messages
        on 'reason_verdict_' || judged.told_reason_code = messages.message_code

),

unnamed as (

    select
        judged.target_code,
        judged.reading_code,
        judged.as_of_period,
        judged.reading_order,
        judged.plan_code,
        judged.region_code,
        judged.indicator_code,
        judged.target_kind,
        judged.rule_code,
        judged.is_higher_better,
        judged.base_period,
        judged.value_basis,
        judged.base_basis,
        judged.is_each_year,
        judged.requirement_code,
        judged.base_is_revised,
        judged.target_period,
        judged.target_year,
        judged.as_of_year,
        judged.is_due,
        judged.scope_code,
        judged.base_scope_code,
        judged.unit,
        judged.unit_en,
        judged.compared_base_printed as base_value,
        judged.compared_base_unrounded as base_value_unrounded,
        judged.limit_printed as target_limit,
        judged.limit_unrounded as target_limit_unrounded,
        judged.path_value,
        judged.actual_numerator,
        judged.actual_denominator,
        judged.projected_total,
        judged.path_reduction_pct,
        judged.required_annual_change,
        judged.status_code,
        judged.told_reason_code as reason_code,
        judged.is_provisional,
        judged.base_is_stated,
        judged.deadline_is_assumed,
        judged.comparability_reason_code,
        judged.crossed_break_code,
        judged.missing_measure_code,
        judged.missing_name,
        judged.missing_name_en,
        judged.missing_holder,
        judged.missing_holder_en,
        judged.change_p_value,
        judged.actual_unrounded as actual_value_unrounded,
        judged.base_value_is_known,
        coalesce(judged.actual_ignored_printed, judged.base_ignored_printed)
            as ignored_printed_value,
        coalesce(judged.actual_printed, judged.actual_unrounded) as actual_value,
        judged.is_by_printed_change,
        judged.printed_change_pct,
        case
            when judged.is_by_printed_change then judged.is_within_by_change
            when judged.is_judged then judged.is_within_printed
        end as meets_printed,
        case when judged.is_judged then judged.is_within_unrounded end as meets_unrounded,
        case when judged.is_actual_known then judged.is_within_unrounded end
            as meets_arithmetically,
        case when judged.is_judged then judged.is_on_path end as is_on_path,
        case when judged.is_judged then judged.observed_annual_change end
            as observed_annual_change,
        case when judged.is_judged then judged.required_annual_change_from_now end
            as required_annual_change_from_now,
        case when judged.is_judged then judged.progress_ratio end as progress_ratio,
        case
            when judged.is_actual_known and judged.limit_printed is not null
                then judged.comparability_reason_code is null
        end as is_comparable,
        judged.change_p_value < 0.05 as change_is_beyond_chance,
        {{ filled('judged.reason_words', places_zh) }}
        || coalesce(judged.printed_note, '')
        || coalesce(judged.base_note, '') as reason,
        {{ filled('judged.reason_words_en', places_en) }}
        || coalesce(' ' || judged.printed_note_en, '')
        || coalesce(' ' || judged.base_note_en, '') as reason_en
    from told as judged
    left join messages as comparability
        on 'reason_' || judged.comparability_reason_code = comparability.message_code

),

final as (

    {{ named('unnamed', ['status']) | indent(4) }}

)

select * from final
