{#- Prices implied in a region lie within so many points of those of the province or the nation;
    farther off the index or one of the two amounts is of another vintage, or wrong. On 2026-11-28
    it was 30 of the 222 years of the shipped figures: domain rules of the project, section 4. -#}
{%- set most_points = 5 -%}

with

observations as (

    select * from {{ ref('int_observations_completed') }}
    where is_latest_vintage and period_basis = 'year'

),

volumes as (

    select * from {{ ref('int_volume_changes_chained') }}

),

regions as (

    select * from {{ ref('dim_regions_today') }}

),

-- What amounts of money grew by, less what their volume grew by.
implied as (

    select
        volumes.region_code,
        volumes.measure_code,
        laters.period_year,
        earliers.observed_value as earlier_value,
        laters.observed_value as later_value,
        earliers.vintage_code as earlier_vintage_code,
        laters.vintage_code as later_vintage_code,
        earliers.quality_code as earlier_quality_code,
        laters.quality_code as later_quality_code,
        laters.file_sha256,
        laters.sheet_name,
        laters.row_number,
        laters.cell,
        100 * (laters.observed_value / earliers.observed_value - 1) as nominal_growth_pct,
        100 * (exp(volumes.log_change_volume) - 1) as volume_growth_pct,
        100 * (
            laters.observed_value / earliers.observed_value / exp(volumes.log_change_volume) - 1
        ) as implied_price_pct
    from volumes
    inner join observations as earliers
        on
            volumes.region_code = earliers.region_code
            and volumes.measure_code = earliers.measure_code
            and volumes.from_period = earliers.period
    inner join observations as laters
        on
            volumes.region_code = laters.region_code
            and volumes.measure_code = laters.measure_code
            and volumes.to_period = laters.period
    where
        laters.period_year = earliers.period_year + 1
        and earliers.observed_value > 0
        and laters.observed_value > 0

),

parents as (

    select
        region_code,
        parent_code
    from regions

),

-- The province's prices, else the nation's.
compared as (

    select
        implied.*,
        coalesce(of_parent.region_code, of_grandparent.region_code, of_nation.region_code)
            as reference_region_code,
        coalesce(
            of_parent.implied_price_pct,
            of_grandparent.implied_price_pct,
            of_nation.implied_price_pct
        ) as reference_price_pct
    from implied
    left join parents
        on implied.region_code = parents.region_code
    left join parents as grandparents
        on parents.parent_code = grandparents.region_code
    left join implied as of_parent
        on
            parents.parent_code = of_parent.region_code
            and implied.measure_code = of_parent.measure_code
            and implied.period_year = of_parent.period_year
    left join implied as of_grandparent
        on
            grandparents.parent_code = of_grandparent.region_code
            and implied.measure_code = of_grandparent.measure_code
            and implied.period_year = of_grandparent.period_year
    left join implied as of_nation
        on
            of_nation.region_code = '000000'
            and implied.region_code != '000000'
            and implied.measure_code = of_nation.measure_code
            and implied.period_year = of_nation.period_year

),

unnamed as (

    select
        region_code,
        measure_code,
        cast(period_year - 1 as varchar) as from_period,
        cast(period_year as varchar) as to_period,
        earlier_value,
        later_value,
        earlier_vintage_code,
        later_vintage_code,
        nominal_growth_pct,
        volume_growth_pct,
        implied_price_pct,
        reference_region_code,
        reference_price_pct,
        implied_price_pct - reference_price_pct as price_gap_points,
        coalesce(abs(implied_price_pct - reference_price_pct) > {{ most_points }}, false)
            as is_far_from_reference,
        earlier_vintage_code != later_vintage_code
        or earlier_quality_code != later_quality_code as is_of_two_series,
        file_sha256,
        sheet_name,
        row_number,
        cell
    from compared

),

named_once as (

    {{ named('unnamed', ['region', 'measure']) | indent(4) }}

),

final as (

    select
        named_once.*,
        reference_regions.region_name as reference_region_name,
        coalesce(reference_regions.region_name_en, reference_regions.region_name)
            as reference_region_name_en
    from named_once
    left join regions as reference_regions
        on named_once.reference_region_code = reference_regions.region_code

)

select * from final
