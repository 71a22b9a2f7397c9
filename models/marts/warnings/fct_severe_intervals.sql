{#- So many earlier intervals are needed, and so likely is one below the limit by chance. -#}
{%- set fewest_intervals = 3 -%}
{%- set alpha = 0.025 -%}

with

accidents as (

    select
        accident_id,
        occurred_at,
        occurred_date,
        region_code,
        scope_code,
        severity_code,
        is_covered,
        coalesce(is_production, false) as is_production
    from {{ ref('fct_accidents') }}
    where severity_code in ('larger', 'major', 'extraordinary')

),

region_ancestors as (

    select * from {{ ref('int_region_ancestors') }}

),

scopes_counted as (

    select * from {{ ref('int_scopes_counted') }}

),

-- An accident counts to its region and those above it, but the nation, and to its scope and those
-- that it is part of.
placed as (

    select
        region_ancestors.ancestor_code as region_code,
        scopes_counted.counted_scope_code as scope_code,
        accidents.accident_id,
        accidents.occurred_at,
        accidents.occurred_date,
        accidents.severity_code,
        accidents.is_covered
    from accidents
    inner join region_ancestors
        on
            accidents.region_code = region_ancestors.region_code
            and accidents.occurred_date >= region_ancestors.valid_from
            and accidents.occurred_date < region_ancestors.valid_to
    inner join scopes_counted
        on
            accidents.scope_code = scopes_counted.scope_code
            and accidents.is_production = scopes_counted.is_production
    where region_ancestors.ancestor_code != '000000'

),

followed as (

    select
        *,
        lag(accident_id) over (
            partition by region_code, scope_code order by occurred_at, accident_id
        ) as previous_accident_id,
        occurred_date - lag(occurred_date) over (
            partition by region_code, scope_code order by occurred_at, accident_id
        ) as days_since_previous
    from placed

),

-- What the intervals before tell, the one that just ended not among them.
measured as (

    select
        *,
        cast(
            count(days_since_previous) over (
                partition by region_code, scope_code
                order by occurred_at, accident_id
                rows between unbounded preceding and 1 preceding
            ) as integer
        ) as intervals_before,
        avg(cast(days_since_previous as double)) over (
            partition by region_code, scope_code
            order by occurred_at, accident_id
            rows between unbounded preceding and 1 preceding
        ) as mean_days_before
    from followed

),

-- Exponential times have, against the mean of n earlier ones, an F distribution with 2 and 2n
-- degrees of freedom, whose limits are powers (surveillance/rare_events.py).
judged as (

    select
        *,
        case when intervals_before >= {{ fewest_intervals }} then mean_days_before end
            as expected_days,
        case
            when intervals_before >= {{ fewest_intervals }}
                then
                    mean_days_before * intervals_before
                    * (power(1 - {{ alpha }}, -1.0 / intervals_before) - 1)
        end as lower_limit_days,
        case
            when intervals_before >= {{ fewest_intervals }}
                then
                    mean_days_before * intervals_before
                    * (power({{ alpha }}, -1.0 / intervals_before) - 1)
        end as upper_limit_days
    from measured

),

unnamed as (

    select
        region_code,
        scope_code,
        accident_id,
        occurred_date,
        severity_code,
        is_covered,
        previous_accident_id,
        cast(days_since_previous as integer) as days_since_previous,
        intervals_before,
        expected_days,
        lower_limit_days,
        upper_limit_days,
        coalesce(days_since_previous < lower_limit_days, false) as is_signal,
        case
            when days_since_previous is null then 'interval_first'
            when expected_days is null then 'interval_too_few'
            when days_since_previous < lower_limit_days then 'interval_short'
            when days_since_previous > upper_limit_days then 'interval_long'
            else 'interval_as_expected'
        end as reason,
        row_number() over (
            partition by region_code, scope_code order by occurred_at desc, accident_id desc
        ) = 1 as is_latest_accident
    from judged

),

final as (

    {{ named('unnamed', ['region', 'scope']) | indent(4) }}

)

select * from final
