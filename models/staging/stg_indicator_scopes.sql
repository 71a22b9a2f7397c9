{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('indicator_scopes') }}

),

loaded as (

    select * from {{ ref('stg_lake_indicators') }}

),

-- What counts officially in a year is the same for every measure: the scopes of all deaths.
official as (

    select * from shipped
    where indicator_code = 'deaths'

),

final as (

    select
        indicator_code,
        scope_code,
        valid_from,
        valid_to,
        notes
    from shipped

    union all

    select
        indicator_code,
        scope_code,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to,
        cast(null as varchar) as notes
    from loaded
    where scope_code is not null

    union all

    select
        loaded.indicator_code,
        official.scope_code,
        official.valid_from,
        official.valid_to,
        official.notes
    from loaded
    cross join official
    where loaded.scope_code is null

)

select * from final
