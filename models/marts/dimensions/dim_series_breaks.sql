with

series_breaks as (

    select * from {{ ref('series_breaks') }}

),

final as (

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
        source
    from series_breaks

)

select * from final
