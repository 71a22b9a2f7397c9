{#- Years that one row may stand for: "each year 2016-2020" is five quotas. -#}
{%- set most_years = 10 -%}
{#- The indicator whose official scope is that of the total. -#}
{%- set total_indicator = 'deaths_per_100m_yuan_gdp' -%}

with

targets as (

    select * from {{ ref('int_targets_ranked') }}
    where
        is_latest_reading
        and target_kind = 'external'
        and required_value is not null

),

observations as (

    select * from {{ ref('int_observations_ranked') }}
    where is_latest_vintage and period_basis = 'year'

),

measures as (

    select * from {{ ref('stg_measures') }}

),

indicator_scopes as (

    select * from {{ ref('stg_indicator_scopes') }}
    where indicator_code = '{{ total_indicator }}'

),

numbers as (

    {% for number in range(most_years) %}
    select {{ number }} as number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- A quota is counted by the measure it limits: that of 死亡人数控制指标 is 死亡人数.
targets_counted as (

    select
        targets.*,
        coalesce(measures.limited_measure_code, targets.indicator_code) as measure_code
    from targets
    left join measures
        on targets.indicator_code = measures.measure_code

),

-- Five years together are no annual quota, unless each of them is meant.
targets_yearly as (

    select
        targets_counted.*,
        targets_counted.due_first_year + numbers.number as period_year
    from targets_counted
    cross join numbers
    where
        numbers.number = 0 and targets_counted.due_form = 'time'
        or (
            targets_counted.is_each_year
            and targets_counted.due_form = 'span'
            and targets_counted.due_first_year + numbers.number <= targets_counted.due_last_year
        )

),

-- A quota that does not say which accidents are counted means those of the official total.
from_targets as (

    select
        targets_yearly.region_code,
        targets_yearly.measure_code,
        targets_yearly.period_year,
        targets_yearly.required_value as quota,
        targets_yearly.target_code,
        targets_yearly.target_code as quota_code,
        targets_yearly.file_sha256,
        targets_yearly.row_number,
        targets_yearly.loaded_at,
        coalesce(targets_yearly.scope_code, indicator_scopes.scope_code) as scope_code,
        targets_yearly.scope_code is null as is_scope_assumed
    from targets_yearly
    inner join measures
        on targets_yearly.measure_code = measures.measure_code and measures.measure_kind = 'count'
    left join indicator_scopes
        on
            targets_yearly.period_year
            >= coalesce(extract(year from indicator_scopes.valid_from), 0)
            and targets_yearly.period_year
            < coalesce(extract(year from indicator_scopes.valid_to), 9999)
    where targets_yearly.period_year is not null

),

from_statistics as (

    select
        observations.region_code,
        measures.limited_measure_code as measure_code,
        observations.period_year,
        observations.observed_value as quota,
        cast(null as varchar) as target_code,
        observations.measure_code as quota_code,
        observations.file_sha256,
        observations.row_number,
        observations.loaded_at,
        observations.scope_code,
        false as is_scope_assumed
    from observations
    inner join measures
        on
            observations.measure_code = measures.measure_code
            and measures.limited_measure_code is not null

),

unioned as (

    select * from from_targets
    union all
    select * from from_statistics

),

-- A target comes before a statistic, one that says its scope before one that does not, a later
-- load before an earlier.
positioned as (

    select
        *,
        row_number() over (
            partition by region_code, measure_code, scope_code, period_year
            order by
                case when target_code is null then 1 else 0 end asc,
                case when is_scope_assumed then 1 else 0 end asc,
                case when loaded_at is null then 1 else 0 end asc,
                loaded_at desc,
                target_code asc,
                file_sha256 asc,
                row_number asc
        ) as quota_position
    from unioned

),

final as (

    select
        region_code,
        measure_code,
        scope_code,
        cast(period_year as integer) as period_year,
        cast(quota as double) as quota,
        target_code,
        quota_code,
        file_sha256,
        row_number,
        is_scope_assumed
    from positioned
    where quota_position = 1

)

select * from final
