with

units as (

    select * from {{ ref('units') }}

),

final as (

    select
        unit_code,
        unit_name_en,
        base_unit,
        cast(factor as double) as factor
    from units

)

select * from final
