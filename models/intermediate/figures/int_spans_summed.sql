with

-- A forecast is no part of a sum.
figures as (

    select
        observations.*,
        observations.period_year * 12 + extract(month from observations.period_end_date) - 1
            as month_index
    from {{ ref('int_observations_ranked') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    where
        observations.is_latest_vintage
        and observations.vintage_code != 'forecast'
        -- what adds up over time: never a stock, a share, a quota or a rate
        and measures.measure_kind in ('count', 'amount')

),

numbers as (

    {% for number in range(12) %}
    select {{ number }} as number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

months as (

    select
        *,
        'months' as rollup_way,
        'year' as whole_basis,
        period_year * 12 as first_part,
        12 as part_count,
        month_index as part_index
    from figures
    where period_basis = 'single_month'

),

quarters as (

    select
        *,
        'quarters' as rollup_way,
        'year' as whole_basis,
        period_year * 4 as first_part,
        4 as part_count,
        period_year * 4 + cast(substring(period, 7, 1) as integer) - 1 as part_index
    from figures
    where period_basis = 'single_period' and substring(period, 6, 1) = 'Q'

),

years as (

    select
        *,
        'years' as rollup_way,
        'five_year_total' as whole_basis,
        cast(ceil(period_year / 5.0) * 5 - 4 as integer) as first_part,
        5 as part_count,
        period_year as part_index
    from figures
    where period_basis = 'year'

),

-- Each month lies in the twelve spans that end with it or one of the eleven months after it.
rolling_months as (

    select
        figures.*,
        'rolling_months' as rollup_way,
        'rolling_12_months' as whole_basis,
        figures.month_index + numbers.number - 11 as first_part,
        12 as part_count,
        figures.month_index as part_index
    from figures
    cross join numbers
    where figures.period_basis = 'single_month'

),

parts as (

    select * from months
    union all
    select * from quarters
    union all
    select * from years
    union all
    select * from rolling_months

),

added as (

    select
        region_code,
        measure_code,
        scope_code,
        base_unit,
        rollup_way,
        whole_basis,
        first_part,
        part_count,
        sum(observed_value) as rolled_value,
        count(*) as parts_present,
        min(vintage_code) as lowest_vintage,
        max(vintage_code) as highest_vintage,
        max(published_date) as published_date,
        max(known_date) as known_date,
        max(case when is_date_assumed then 1 else 0 end) = 1 as is_date_assumed,
        count(published_date) as dated_parts
    from parts
    group by
        region_code,
        measure_code,
        scope_code,
        base_unit,
        rollup_way,
        whole_basis,
        first_part,
        part_count

),

-- Of spans of twelve months only whole ones are told.
wholes as (

    select *
    from added
    where rollup_way != 'rolling_months' or parts_present = part_count

),

parts_expected as (

    select
        wholes.*,
        wholes.first_part + numbers.number as part_index,
        case
            when wholes.rollup_way = 'years'
                then cast(cast(wholes.first_part + numbers.number as integer) as varchar)
            when wholes.rollup_way = 'quarters'
                then
                    cast(cast(floor(wholes.first_part / 4) as integer) as varchar)
                    || '-Q' || cast(numbers.number + 1 as varchar)
            else
                cast(cast(floor(wholes.first_part / 12) as integer) as varchar)
                || '-' || lpad(cast(numbers.number + 1 as varchar), 2, '0')
        end as part_period
    from wholes
    inner join numbers
        on wholes.part_count > numbers.number
    where wholes.parts_present < wholes.part_count

),

missing as (

    select
        parts_expected.region_code,
        parts_expected.measure_code,
        parts_expected.scope_code,
        parts_expected.rollup_way,
        parts_expected.first_part,
        {{ text_joined('parts_expected.part_period', 'parts_expected.part_period') }}
            as missing_parts
    from parts_expected
    left join parts
        on
            parts_expected.region_code = parts.region_code
            and parts_expected.measure_code = parts.measure_code
            and parts_expected.scope_code = parts.scope_code
            and parts_expected.rollup_way = parts.rollup_way
            and parts_expected.first_part = parts.first_part
            and parts_expected.part_index = parts.part_index
    where parts.part_index is null
    group by
        parts_expected.region_code,
        parts_expected.measure_code,
        parts_expected.scope_code,
        parts_expected.rollup_way,
        parts_expected.first_part

),

ended as (

    select
        *,
        cast(
            case rollup_way
                when 'years' then first_part + 4
                when 'quarters' then floor(first_part / 4)
                else floor((first_part + 11) / 12)
            end as integer
        ) as period_year,
        case
            when rollup_way = 'rolling_months' then cast((first_part + 11) % 12 + 1 as integer)
            else 12
        end as end_month
    from wholes

),

final as (

    select
        ended.region_code,
        ended.period_year,
        ended.whole_basis as period_basis,
        ended.measure_code,
        ended.scope_code,
        ended.rollup_way,
        ended.rolled_value,
        ended.base_unit,
        ended.known_date,
        ended.is_date_assumed,
        missing.missing_parts,
        missing.missing_parts as missing_parts_en,
        cast(ended.parts_present as integer) as parts_present,
        cast(ended.part_count as integer) as parts_expected,
        case ended.rollup_way
            when 'years'
                then
                    cast(ended.period_year - 4 as varchar)
                    || '-' || cast(ended.period_year as varchar)
            when 'rolling_months'
                then
                    cast(ended.period_year as varchar)
                    || '-' || lpad(cast(ended.end_month as varchar), 2, '0')
            else cast(ended.period_year as varchar)
        end as period,
        case ended.rollup_way
            when 'years' then 'five_years'
            when 'rolling_months' then 'month'
            else 'year'
        end as period_grain,
        last_day(
            cast(
                cast(ended.period_year as varchar)
                || '-' || lpad(cast(ended.end_month as varchar), 2, '0') || '-01' as date
            )
        ) as period_end_date,
        case
            when ended.lowest_vintage = ended.highest_vintage then ended.lowest_vintage
            else 'unknown'
        end as vintage_code,
        case when ended.dated_parts = ended.parts_present then ended.published_date end
            as published_date
    from ended
    left join missing
        on
            ended.region_code = missing.region_code
            and ended.measure_code = missing.measure_code
            and ended.scope_code = missing.scope_code
            and ended.rollup_way = missing.rollup_way
            and ended.first_part = missing.first_part

)

select * from final
