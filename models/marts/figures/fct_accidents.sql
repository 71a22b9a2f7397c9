with

accidents as (

    select * from {{ ref('int_accidents_graded') }}

),

regions as (

    select
        region_code,
        region_name,
        valid_from,
        is_latest_entry,
        coalesce(valid_to, cast('9999-12-31' as date)) as valid_until
    from {{ ref('dim_regions') }}

),

coverages as (

    select * from {{ ref('int_coverages_merged') }}

),

final as (

    select
        accidents.accident_id,
        accidents.occurred_at,
        accidents.occurred_date,
        accidents.period,
        accidents.region_code,
        accidents.scope_code,
        accidents.industry_code,
        accidents.accident_type_code,
        accidents.deaths,
        accidents.missing,
        accidents.deaths_with_missing,
        accidents.serious_injuries,
        accidents.minor_injuries,
        accidents.direct_loss,
        accidents.direct_loss_unit,
        accidents.is_production,
        accidents.severity_code,
        accidents.stated_severity_code,
        accidents.severity_differs,
        accidents.value_qualifier,
        accidents.place,
        accidents.enterprise,
        accidents.summary,
        accidents.has_summary,
        accidents.handling_opened_date,
        accidents.handling_closed_date,
        accidents.measures_ordered,
        accidents.measures_done,
        accidents.published_date,
        accidents.source_title,
        accidents.source_file,
        accidents.file_sha256,
        accidents.sheet_name,
        accidents.row_number,
        accidents.loaded_at,
        accidents.reading_count,
        cast(accidents.direct_loss_yuan as double) as direct_loss_yuan,
        coalesce(regions.region_name, latest_regions.region_name, accidents.region_name)
            as region_name,
        coverages.region_code is not null as is_covered
    from accidents
    left join regions
        on
            accidents.region_code = regions.region_code
            and accidents.occurred_date >= regions.valid_from
            and accidents.occurred_date < regions.valid_until
    left join regions as latest_regions
        on
            accidents.region_code = latest_regions.region_code
            and latest_regions.is_latest_entry
    left join coverages
        on
            accidents.region_code = coverages.region_code
            and accidents.scope_code = coverages.scope_code
            and coalesce(accidents.is_production, false) = coverages.is_production
            and accidents.occurred_date >= coverages.covered_from
            and accidents.occurred_date < coverages.covered_until

)

select * from final
