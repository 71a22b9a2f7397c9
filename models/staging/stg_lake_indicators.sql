{{ config(materialized='table') }}

with

shipped as (

    select * from {{ ref('indicators') }}

),

final as (

    {{ loaded_entries('indicators', 'indicator_code', 'shipped') | indent(4) }}

)

select * from final
