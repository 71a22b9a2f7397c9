{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('indicator_denominators') }}

),

loaded as (

    select * from {{ ref('stg_lake_indicators') }}

),

final as (

    select
        indicator_code,
        denominator_measure,
        preference,
        is_proxy,
        notes
    from shipped

    union all

    select
        indicator_code,
        denominator_measure,
        1 as preference,
        false as is_proxy,
        cast(null as varchar) as notes
    from loaded
    where denominator_measure is not null

    union all

    select
        indicator_code,
        proxy_denominator_measure as denominator_measure,
        2 as preference,
        true as is_proxy,
        cast(null as varchar) as notes
    from loaded
    where proxy_denominator_measure is not null

)

select * from final
