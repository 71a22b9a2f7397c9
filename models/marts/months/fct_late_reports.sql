{#- A word that SQL knows but does not reserve. -#}
{%- set change_column = 'change' -%}

with

readings as (

    select * from {{ ref('int_late_readings_listed') }}

),

months_known as (

    select * from {{ ref('int_months_known') }}
    where told_by is null and steps_up <= 1

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

printed as (

    select
        observations.region_code,
        observations.scope_code,
        observations.measure_code,
        observations.basis_code,
        observations.period_year,
        observations.period_basis,
        observations.observed_value,
        observations.known_date,
        observations.latest_position,
        cast(extract(month from observations.period_end_date) as integer) as period_month
    from {{ ref('int_observations_completed') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    where
        measures.measure_kind = 'count'
        and observations.basis_code = 'published'
        and observations.period_basis in ('single_month', 'cumulative_from_january', 'year')
        and observations.vintage_code != 'forecast'

),

printed_in_use as (

    select
        *,
        case when period_basis = 'single_month' then 'month' else 'since_january' end as span_kind,
        row_number() over (
            partition by
                region_code,
                scope_code,
                measure_code,
                period_year,
                period_month,
                case when period_basis = 'single_month' then 'month' else 'since_january' end
            order by case period_basis when 'year' then 1 else 2 end, latest_position
        ) as position_in_use
    from printed

),

-- What a count since January leaves for the months before, less its own month: where it is not
-- what was printed of them, they have been corrected.
implied as (

    select
        counts.region_code,
        counts.scope_code,
        counts.measure_code,
        counts.period_year,
        'cumulative_from_january' as period_basis,
        cast(0 as bigint) as latest_position,
        counts.period_month - 1 as period_month,
        counts.observed_value - singles.observed_value as observed_value,
        greatest(counts.known_date, singles.known_date) as known_date
    from printed_in_use as counts
    inner join printed_in_use as singles
        on
            {{ of_the_same('count_of_month', 'counts', 'singles') }}
            and singles.span_kind = 'month'
            and singles.position_in_use = 1
    inner join printed_in_use as months_before
        on
            {{ of_the_same('count_of_year', 'counts', 'months_before') }}
            and counts.period_month = months_before.period_month + 1
            and months_before.period_basis = 'cumulative_from_january'
            and months_before.position_in_use = 1
    where
        counts.span_kind = 'since_january'
        and counts.position_in_use = 1
        and counts.observed_value >= singles.observed_value

),

words as (

    select
        region_code,
        scope_code,
        measure_code,
        period_year,
        period_month,
        period_basis,
        observed_value,
        known_date,
        latest_position
    from printed
    where period_basis != 'year'

    union all

    select
        region_code,
        scope_code,
        measure_code,
        period_year,
        period_month,
        period_basis,
        observed_value,
        known_date,
        latest_position
    from implied

),

words_ordered as (

    select
        *,
        row_number() over (
            partition by
                region_code, scope_code, measure_code, period_basis, period_year, period_month
            order by known_date desc, latest_position asc
        ) as last_position,
        row_number() over (
            partition by
                region_code, scope_code, measure_code, period_basis, period_year, period_month
            order by known_date, latest_position
        ) as first_position
    from words

),

-- What has been said on more than one day.
published as (

    select
        region_code,
        scope_code,
        measure_code,
        period_basis,
        cast(period_year as varchar) || '-' || lpad(cast(period_month as varchar), 2, '0')
            as period,
        max(case when first_position = 1 then observed_value end) as first_value,
        min(known_date) as first_known_date,
        max(case when last_position = 1 then observed_value end) as latest_value,
        max(known_date) as latest_known_date
    from words_ordered
    group by region_code, scope_code, measure_code, period_basis, period_year, period_month
    having min(known_date) < max(known_date)

),

-- Where each lay at the end of its month.
placed as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        months_known.period_end_date,
        readings.first_known_date,
        readings.known_date,
        readings.known_until,
        readings.accidents,
        readings.deaths_stated,
        readings.deaths,
        readings.is_later_reading
    from months_known
    inner join region_ancestors
        on
            months_known.region_code = region_ancestors.ancestor_code
            and months_known.period_end_date >= region_ancestors.valid_from
            and months_known.period_end_date < region_ancestors.valid_to
    inner join readings
        on
            region_ancestors.region_code = readings.region_code
            and months_known.period = readings.period
    inner join scopes_counted
        on
            readings.scope_code = scopes_counted.scope_code
            and readings.is_production = scopes_counted.is_production
            and months_known.scope_code = scopes_counted.counted_scope_code

),

-- The days on which something was reported of a region and scope.
report_days as (

    select distinct
        region_code,
        scope_code,
        known_date as report_date
    from placed

),

-- A month was first told by the first report after its end.
months_reported as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        min(report_days.report_date) as report_date
    from months_known
    inner join report_days
        on
            months_known.region_code = report_days.region_code
            and months_known.scope_code = report_days.scope_code
            and months_known.period_end_date < report_days.report_date
    group by months_known.region_code, months_known.scope_code, months_known.period

),

-- The readings that held on that day, those that hold now, and what came in between.
counted as (

    select
        months_reported.region_code,
        months_reported.scope_code,
        months_reported.period,
        months_reported.report_date,
        {%- set held_then -%}
        placed.known_date <= months_reported.report_date
                    and coalesce(placed.known_until > months_reported.report_date, true)
        {%- endset %}
        {%- for measure in ['accidents', 'deaths', 'deaths_stated'] %}
        coalesce(
            sum(
                case
                    when
                        {{ held_then }}
                        then placed.{{ measure }}
                end
            ), 0
        ) as first_{{ measure }},
        coalesce(sum(case when placed.known_until is null then placed.{{ measure }} end), 0)
            as latest_{{ measure }},
        {%- endfor %}
        coalesce(
            sum(
                case
                    when
                        placed.first_known_date > months_reported.report_date
                        and placed.known_until is null
                        then placed.accidents
                end
            ), 0
        ) as accidents_added,
        coalesce(
            sum(
                case
                    when
                        placed.known_until is null
                        and placed.is_later_reading = 1
                        and placed.first_known_date <= months_reported.report_date
                        and placed.known_date > months_reported.report_date
                        then 1
                end
            ), 0
        ) as accidents_corrected,
        max(placed.known_date) as latest_known_date
    from months_reported
    left join placed
        on
            months_reported.region_code = placed.region_code
            and months_reported.scope_code = placed.scope_code
            and months_reported.period = placed.period
    group by
        months_reported.region_code,
        months_reported.scope_code,
        months_reported.period,
        months_reported.report_date

),

recorded as (

    {% for measure in ['accidents', 'deaths'] %}
    select
        region_code,
        scope_code,
        '{{ measure }}' as measure_code,
        period,
        report_date as first_known_date,
        accidents_added,
        accidents_corrected,
        cast(first_{{ measure }} as double) as first_value,
        cast(latest_{{ measure }} as double) as latest_value,
        greatest(coalesce(latest_known_date, report_date), report_date) as latest_known_date
    from counted
    {%- if measure == 'deaths' %}
    where first_deaths_stated = first_accidents and latest_deaths_stated = latest_accidents
    {%- endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

unnamed as (

    select
        region_code,
        scope_code,
        measure_code,
        'records' as basis_code,
        'single_month' as period_basis,
        period,
        cast(substring(period, 1, 4) as integer) as period_year,
        first_value,
        first_known_date,
        latest_value,
        latest_known_date,
        latest_value - first_value as {{ change_column }},
        cast(accidents_added as bigint) as accidents_added,
        cast(accidents_corrected as bigint) as accidents_corrected
    from recorded

    union all

    select
        region_code,
        scope_code,
        measure_code,
        'published' as basis_code,
        period_basis,
        period,
        cast(substring(period, 1, 4) as integer) as period_year,
        first_value,
        first_known_date,
        latest_value,
        latest_known_date,
        latest_value - first_value as {{ change_column }},
        cast(null as bigint) as accidents_added,
        cast(null as bigint) as accidents_corrected
    from published

),

final as (

    {{ named('unnamed', ['region', 'scope', 'measure']) | indent(4) }}

)

select * from final
