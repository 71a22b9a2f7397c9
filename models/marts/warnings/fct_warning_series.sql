{#- Of a two-sided 95 % interval one month in forty lies above by chance, if nothing is wrong. -#}
{%- set share_above_95 = 0.025 -%}

with

warnings as (

    select * from {{ ref('fct_early_warnings') }}

),

rules as (

    select * from {{ ref('warning_rules') }}

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

measures as (

    select * from {{ ref('stg_measures') }}

),

counted as (

    select
        region_code,
        scope_code,
        measure_code,
        cast(count(*) as integer) as months_known,
        cast(count(expected) as integer) as months_judged,
        cast(sum(case when observed > upper_95 then 1 else 0 end) as integer) as months_above_95,
        cast(sum(case when observed > upper_998 then 1 else 0 end) as integer) as months_above_998,
        cast(sum(case when warning_level != 'none' then 1 else 0 end) as integer) as months_warned,
        min(period) as first_period
    from warnings
    group by
        region_code,
        scope_code,
        measure_code

),

unnamed as (

    select
        counted.region_code,
        regions.parent_code,
        counted.scope_code,
        counted.measure_code,
        counted.first_period,
        latest.period,
        latest.period_year,
        latest.period_month,
        latest.basis_code,
        latest.observed,
        latest.expected,
        latest.upper_95,
        latest.upper_998,
        latest.warning_level,
        latest.reason,
        counted.months_known,
        counted.months_judged,
        counted.months_above_95,
        counted.months_above_998,
        counted.months_warned,
        rules.sort_order as warning_position,
        cast(counted.months_judged * {{ share_above_95 }} as double) as months_above_95_by_chance,
        row_number() over (
            partition by counted.region_code, counted.scope_code
            order by
                case when rules.sort_order is null then 1 else 0 end asc,
                rules.sort_order desc,
                measures.sort_order asc,
                counted.measure_code asc
        ) as measure_position
    from counted
    inner join warnings as latest
        on
            counted.region_code = latest.region_code
            and counted.scope_code = latest.scope_code
            and counted.measure_code = latest.measure_code
            and latest.is_latest_month
    inner join regions
        on counted.region_code = regions.region_code
    inner join measures
        on counted.measure_code = measures.measure_code
    left join rules
        on latest.reason = rules.rule_code

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope']) | indent(4) }}

)

select * from final
