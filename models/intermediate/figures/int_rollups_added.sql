{#- From counties to prefectures, to provinces, to the nation. -#}
{%- set levels = ['prefecture', 'province', 'nation'] -%}

with

observations as (

    select * from {{ ref('int_observations_ranked') }}

),

spans as (

    select * from {{ ref('int_spans_summed') }}

),

-- What adds up over regions: never a share, a quota or a rate.
measures as (

    select * from {{ ref('stg_measures') }}
    where measure_kind in ('count', 'amount', 'stock')

),

regions as (

    select
        region_code,
        region_name,
        region_name_en,
        parent_code,
        valid_from,
        region_level = 'other' as is_zone,
        coalesce(valid_to, cast('9999-12-31' as date)) as valid_to
    from {{ ref('stg_regions') }}
    where
        parent_code is not null
        -- the city's districts together (GB/T 2260: 01), told beside the districts
        and not (region_level = 'other' and substring(region_code, 5) = '01')

),

parents as (

    select distinct
        region_code,
        region_level
    from {{ ref('stg_regions') }}

),

-- Of a region that is also told without its zones, that reading too.
readings_without_zones as (

    select
        region_code,
        period,
        period_basis,
        measure_code,
        scope_code,
        observed_value as value_without_zones,
        row_number() over (
            partition by region_code, period, period_basis, measure_code, scope_code
            order by latest_position
        ) as position_without_zones
    from observations
    where quality_code = 'partial'

),

figures as (

    select
        observations.region_code,
        observations.period,
        observations.period_grain,
        observations.period_year,
        observations.period_end_date,
        observations.period_basis,
        observations.measure_code,
        observations.scope_code,
        observations.observed_value as figure_value,
        observations.first_observed_value as first_figure_value,
        observations.base_unit,
        observations.vintage_code,
        observations.published_date,
        observations.known_date,
        observations.is_date_assumed,
        observations.quality_code = 'partial' as is_partial
    from observations
    inner join measures
        on observations.measure_code = measures.measure_code
    where observations.is_latest_vintage and observations.vintage_code != 'forecast'

),

spans_positioned as (

    select
        spans.*,
        row_number() over (
            partition by
                spans.region_code,
                spans.period,
                spans.period_basis,
                spans.measure_code,
                spans.scope_code
            order by spans.rollup_way
        ) as span_position
    from spans
    inner join measures
        on spans.measure_code = measures.measure_code
    left join observations
        on {{ of_the_same('figure', 'spans', 'observations') }}
    where spans.parts_present = spans.parts_expected and observations.region_code is null

),

known_0 as (

    select * from figures

    union all

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        rolled_value as figure_value,
        first_rolled_value as first_figure_value,
        base_unit,
        vintage_code,
        published_date,
        known_date,
        is_date_assumed,
        false as is_partial
    from spans_positioned
    where span_position = 1

),

{% for level in levels -%}
{%- set before = loop.index0 -%}
wholes_{{ loop.index }} as (

    select distinct
        regions.parent_code,
        known.period,
        known.period_grain,
        known.period_year,
        known.period_end_date,
        known.period_basis,
        known.measure_code,
        known.scope_code,
        known.base_unit
    from known_{{ before }} as known
    inner join regions
        on
            known.region_code = regions.region_code
            and known.period_end_date >= regions.valid_from
            and known.period_end_date < regions.valid_to
    inner join parents
        on
            regions.parent_code = parents.region_code
            and parents.region_level = '{{ level }}'

),

parts_{{ loop.index }} as (

    select
        wholes.*,
        regions.region_code,
        regions.region_name,
        regions.region_name_en,
        regions.is_zone,
        known.figure_value,
        known.first_figure_value,
        known.vintage_code,
        known.published_date,
        known.known_date,
        known.is_date_assumed,
        readings_without_zones.value_without_zones,
        max(case when regions.is_zone and known.region_code is not null then 1 else 0 end)
            over (
                partition by
                    wholes.parent_code,
                    wholes.period,
                    wholes.period_basis,
                    wholes.measure_code,
                    wholes.scope_code
            ) as has_zone,
        max(case when known.is_partial then 1 else 0 end)
            over (
                partition by
                    wholes.parent_code,
                    wholes.period,
                    wholes.period_basis,
                    wholes.measure_code,
                    wholes.scope_code
            ) as has_partial
    from wholes_{{ loop.index }} as wholes
    inner join regions
        on
            wholes.parent_code = regions.parent_code
            and wholes.period_end_date >= regions.valid_from
            and wholes.period_end_date < regions.valid_to
    left join known_{{ before }} as known
        on
            regions.region_code = known.region_code
            and wholes.period = known.period
            and wholes.period_basis = known.period_basis
            and wholes.measure_code = known.measure_code
            and wholes.scope_code = known.scope_code
    left join readings_without_zones
        on
            regions.region_code = readings_without_zones.region_code
            and wholes.period = readings_without_zones.period
            and wholes.period_basis = readings_without_zones.period_basis
            and wholes.measure_code = readings_without_zones.measure_code
            and wholes.scope_code = readings_without_zones.scope_code
            and readings_without_zones.position_without_zones = 1

),

-- Where zones tell of themselves, their neighbours count without them. A zone is missed only where
-- a region is known without its zones alone.
added_{{ loop.index }} as (

    select
        parent_code as region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        base_unit,
        {%- for value in ['figure_value', 'first_figure_value'] %}
        {%- set part -%}
        case
                when has_zone = 1 and figure_value is not null
                    then coalesce(value_without_zones, {{ value }})
                else {{ value }}
            end
        {%- endset %}
        {{ added_up(part, 'region_code') }} as {{ value | replace('figure', 'rolled') }},
        {%- endfor %}
        cast(count(figure_value) as integer) as parts_present,
        cast(count(*) as integer) as parts_expected,
        {{ text_joined('case when figure_value is null then region_name end', 'region_code') }}
            as missing_parts,
        {{ text_joined('case when figure_value is null then region_name_en end', 'region_code') }}
            as missing_parts_en,
        {{ vintage_of_parts('vintage_code') | indent(8) }} as vintage_code,
        case when count(published_date) = count(*) then max(published_date) end
            as published_date,
        max(known_date) as known_date,
        max(case when is_date_assumed then 1 else 0 end) = 1 as is_date_assumed
    from parts_{{ loop.index }}
    where not is_zone or figure_value is not null or (has_partial = 1 and has_zone = 0)
    group by
        parent_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        base_unit

),

known_{{ loop.index }} as (

    select * from known_{{ before }}

    union all

    select
        added.region_code,
        added.period,
        added.period_grain,
        added.period_year,
        added.period_end_date,
        added.period_basis,
        added.measure_code,
        added.scope_code,
        added.rolled_value as figure_value,
        added.first_rolled_value as first_figure_value,
        added.base_unit,
        added.vintage_code,
        added.published_date,
        added.known_date,
        added.is_date_assumed,
        false as is_partial
    from added_{{ loop.index }} as added
    left join known_{{ before }} as known
        on {{ of_the_same('figure', 'added', 'known') }}
    where added.parts_present = added.parts_expected and known.region_code is null

),

{% endfor -%}
added as (

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        rollup_way,
        rolled_value,
        first_rolled_value,
        base_unit,
        parts_present,
        parts_expected,
        missing_parts,
        missing_parts_en,
        vintage_code,
        published_date,
        known_date,
        is_date_assumed
    from spans

    {% for level in levels -%}
    union all

    select
        region_code,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        'regions' as rollup_way,
        rolled_value,
        first_rolled_value,
        base_unit,
        parts_present,
        parts_expected,
        missing_parts,
        missing_parts_en,
        vintage_code,
        published_date,
        known_date,
        is_date_assumed
    from added_{{ loop.index }}

    {% endfor -%}
),

-- What is published, or counted from records, wins over any sum.
final as (

    select
        added.region_code,
        added.period,
        added.period_grain,
        added.period_year,
        added.period_end_date,
        added.period_basis,
        added.measure_code,
        added.scope_code,
        added.rollup_way,
        added.rolled_value,
        added.first_rolled_value,
        added.base_unit,
        added.parts_present,
        added.parts_expected,
        added.missing_parts,
        added.missing_parts_en,
        added.vintage_code,
        added.published_date,
        added.known_date,
        added.is_date_assumed,
        observations.observed_value as published_value,
        observations.base_unit is null
        and row_number() over (
            partition by
                added.region_code,
                added.period,
                added.period_basis,
                added.measure_code,
                added.scope_code
            order by
                case when added.parts_present = added.parts_expected then 0 else 1 end asc,
                case when added.rollup_way = 'regions' then 1 else 0 end asc,
                added.rollup_way asc
        ) = 1
        and added.parts_present = added.parts_expected as is_used
    from added
    left join observations
        on
            {{ of_the_same('figure', 'added', 'observations') }}
            and observations.is_latest_vintage

)

select * from final
