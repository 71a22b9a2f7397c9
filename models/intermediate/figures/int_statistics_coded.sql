with

statistics as (

    select * from {{ ref('int_statistics_corrected') }}

),

measure_aliases as (

    select * from {{ ref('measure_aliases') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

cumulated_measures as (

    select * from {{ ref('cumulated_measures') }}

),

unit_aliases as (

    select * from {{ ref('unit_aliases') }}

),

units as (

    select * from {{ ref('units') }}

),

region_aliases as (

    select * from {{ ref('region_aliases') }}

),

periods_read as (

    select
        *,
        case
            when length(period) = 4 then 'year'
            when length(period) = 9 then 'five_years'
            when substring(period, 6, 1) = 'Q' then 'quarter'
            when length(period) = 7 then 'month'
        end as period_grain,
        case
            when length(period) = 4 then '-12'
            when length(period) = 9 then '-12'
            when substring(period, 6, 1) = 'Q'
                then
                    '-' || lpad(
                        cast(3 * try_cast(substring(period, 7, 1) as integer) as varchar), 2, '0'
                    )
            else substring(period, 5, 3)
        end as period_end_month
    from statistics

),

periods_dated as (

    select
        *,
        try_cast(
            case
                when period_grain = 'five_years' then substring(period, 6, 4)
                else substring(period, 1, 4)
            end as integer
        ) as period_year
    from periods_read

),

periods_ended as (

    select
        periods_dated.*,
        last_day(
            try_cast(
                cast(periods_dated.period_year as varchar)
                || periods_dated.period_end_month || '-01' as date
            )
        ) as period_end_date,
        case
            when periods_dated.period_basis is not null then periods_dated.period_basis
            when periods_dated.period_grain = 'year' then 'year'
            when periods_dated.period_grain = 'five_years' then 'five_year_total'
            when cumulated_measures.measure_code is not null then 'cumulative_from_january'
            when periods_dated.period_grain = 'month' then 'single_month'
            else 'single_period'
        end as period_basis_read
    from periods_dated
    left join cumulated_measures
        on periods_dated.measure_alias = cumulated_measures.measure_code

),

regions_coded as (

    select
        periods_ended.*,
        coalesce(periods_ended.region_code, region_aliases.region_code) as region_code_read
    from periods_ended
    left join region_aliases
        on
            periods_ended.region_code is null
            and periods_ended.region_name = region_aliases.region_alias
            and periods_ended.period_end_date >= region_aliases.valid_from
            and periods_ended.period_end_date
            < coalesce(region_aliases.valid_to, cast('9999-12-31' as date))

),

measures_coded as (

    select
        regions_coded.*,
        measures.measure_code,
        measures.base_unit
    from regions_coded
    left join measure_aliases
        on
            regions_coded.measure_alias = measure_aliases.measure_alias
            and regions_coded.published_unit = measure_aliases.published_unit
    left join measures
        on
            coalesce(measure_aliases.measure_code, regions_coded.measure_alias)
            = measures.measure_code

),

units_converted as (

    select
        measures_coded.*,
        units.unit_code,
        -- decimal until here, so that 3517.81 亿元 is exactly 351781000000 yuan
        cast(measures_coded.published_value * units.factor as double) as observed_value
    from measures_coded
    left join unit_aliases
        on
            measures_coded.published_unit = unit_aliases.unit_alias
            and measures_coded.base_unit = unit_aliases.base_unit
    left join units
        on
            coalesce(unit_aliases.unit_code, measures_coded.published_unit) = units.unit_code
            and measures_coded.base_unit = units.base_unit

),

final as (

    select
        region_code_read as region_code,
        region_name,
        period,
        period_grain,
        period_year,
        period_end_date,
        period_basis_read as period_basis,
        measure_code,
        measure_alias,
        scope_code,
        observed_value,
        base_unit,
        value_text,
        cast(published_value as double) as published_value,
        published_decimals,
        published_unit,
        unit_code,
        vintage_code,
        published_date,
        quality_code,
        source_kind,
        source_file,
        file_sha256,
        sheet_name,
        row_number,
        cell,
        loaded_at
    from units_converted

)

select * from final
