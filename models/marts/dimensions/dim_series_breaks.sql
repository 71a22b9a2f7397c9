with

series_breaks as (

    select * from {{ ref('stg_series_breaks') }}

),

unnamed as (

    select
        break_code,
        region_code,
        measure_code,
        scope_code,
        breaks_at,
        break_kind,
        replaces_break_code,
        quality_code,
        break_reason,
        break_reason_en,
        source,
        cast(extract(year from breaks_at) as integer) as break_year
    from series_breaks

),

final as (

    {{ named('unnamed', ['region', 'measure', 'scope']) | indent(4) }}

)

select * from final
