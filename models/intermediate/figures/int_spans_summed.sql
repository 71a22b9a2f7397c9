{#- A sum of parts, and what makes parts of one sum. -#}
{%- set whole = [
    'region_code', 'measure_code', 'scope_code', 'base_unit', 'rollup_way', 'whole_basis',
    'first_part', 'part_count',
] | join(', ') -%}
{%- set summed -%}
{{ whole }},
{{ added_up('observed_value') }} as rolled_value,
{{ added_up('first_observed_value') }} as first_rolled_value,
count(*) as parts_present,
{{ vintage_of_parts('vintage_code') }} as vintage_code,
case when count(published_date) = count(*) then max(published_date) end as published_date,
max(known_date) as known_date,
max(case when is_date_assumed then 1 else 0 end) = 1 as is_date_assumed
{%- endset -%}

with

-- A forecast is no part of a sum, nor is what may be one already.
figures as (

    select
        observations.*,
        measures.measure_kind,
        observations.period_year * 12 + extract(month from observations.period_end_date) - 1
            as month_index
    from {{ ref('int_observations_ranked') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    left join {{ ref('stg_doubtful_rows') }} as doubtful_rows
        on {{ of_the_same('cell', 'observations', 'doubtful_rows') }}
    where
        observations.is_latest_vintage
        and observations.vintage_code != 'forecast'
        and doubtful_rows.row_number is null
        -- what adds up over time: never a stock, a share, a quota or a rate; growth since the
        -- year before holds for the year once December has come
        and measures.measure_kind in ('count', 'amount', 'growth')

),

numbers as (

    {% for number in range(12) %}
    select {{ number }} as number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Whole from January to December; told as twelve months and as four quarters, the later counts.
decembers as (

    select
        *,
        row_number() over (
            partition by region_code, measure_code, scope_code, period_year
            order by known_date desc, period asc
        ) as december_position
    from figures
    where period_basis = 'cumulative_from_january' and extract(month from period_end_date) = 12

),

parts_of_years as (

    select
        decembers.region_code,
        decembers.measure_code,
        decembers.scope_code,
        decembers.base_unit,
        decembers.observed_value,
        decembers.first_observed_value,
        decembers.vintage_code,
        decembers.published_date,
        decembers.known_date,
        decembers.is_date_assumed,
        'cumulated' as rollup_way,
        'year' as whole_basis,
        decembers.period_year as first_part,
        1 as part_count,
        decembers.period_year as part_index
    from decembers
    where decembers.december_position = 1

    union all

    select
        figures.region_code,
        figures.measure_code,
        figures.scope_code,
        figures.base_unit,
        figures.observed_value,
        figures.first_observed_value,
        figures.vintage_code,
        figures.published_date,
        figures.known_date,
        figures.is_date_assumed,
        'months' as rollup_way,
        'year' as whole_basis,
        figures.period_year * 12 as first_part,
        12 as part_count,
        figures.month_index as part_index
    from figures
    where figures.period_basis = 'single_month' and figures.measure_kind != 'growth'

    union all

    select
        figures.region_code,
        figures.measure_code,
        figures.scope_code,
        figures.base_unit,
        figures.observed_value,
        figures.first_observed_value,
        figures.vintage_code,
        figures.published_date,
        figures.known_date,
        figures.is_date_assumed,
        'quarters' as rollup_way,
        'year' as whole_basis,
        figures.period_year * 4 as first_part,
        4 as part_count,
        figures.period_year * 4 + cast(substring(figures.period, 7, 1) as integer) - 1
            as part_index
    from figures
    where
        figures.period_basis = 'single_period'
        and substring(figures.period, 6, 1) = 'Q'
        and figures.measure_kind != 'growth'

    -- each month lies in the twelve spans that end with it or one of the eleven months after it
    union all

    select
        figures.region_code,
        figures.measure_code,
        figures.scope_code,
        figures.base_unit,
        figures.observed_value,
        figures.first_observed_value,
        figures.vintage_code,
        figures.published_date,
        figures.known_date,
        figures.is_date_assumed,
        'rolling_months' as rollup_way,
        'rolling_12_months' as whole_basis,
        figures.month_index + numbers.number - 11 as first_part,
        12 as part_count,
        figures.month_index as part_index
    from figures
    cross join numbers
    where figures.period_basis = 'single_month' and figures.measure_kind != 'growth'

),

added_to_years as (

    select {{ summed | indent(4) }}
    from parts_of_years
    group by {{ whole }}

),

-- A year that is nowhere published is the whole sum of its parts, the nearest to print first.
years_made as (

    select
        *,
        cast(
            case rollup_way
                when 'quarters' then floor(first_part / 4)
                when 'months' then floor(first_part / 12)
                else first_part
            end as integer
        ) as period_year,
        row_number() over (
            partition by
                region_code,
                measure_code,
                scope_code,
                case rollup_way
                    when 'quarters' then floor(first_part / 4)
                    when 'months' then floor(first_part / 12)
                    else first_part
                end
            order by rollup_way
        ) as way_position
    from added_to_years
    where whole_basis = 'year' and parts_present = part_count

),

years as (

    select
        figures.region_code,
        figures.measure_code,
        figures.scope_code,
        figures.base_unit,
        figures.observed_value,
        figures.first_observed_value,
        figures.vintage_code,
        figures.published_date,
        figures.known_date,
        figures.is_date_assumed,
        figures.period_year
    from figures
    where figures.period_basis = 'year' and figures.measure_kind != 'growth'

    union all

    select
        years_made.region_code,
        years_made.measure_code,
        years_made.scope_code,
        years_made.base_unit,
        years_made.rolled_value as observed_value,
        years_made.first_rolled_value as first_observed_value,
        years_made.vintage_code,
        years_made.published_date,
        years_made.known_date,
        years_made.is_date_assumed,
        years_made.period_year
    from years_made
    inner join {{ ref('stg_measures') }} as measures
        on years_made.measure_code = measures.measure_code and measures.measure_kind != 'growth'
    left join figures
        on
            years_made.region_code = figures.region_code
            and years_made.measure_code = figures.measure_code
            and years_made.scope_code = figures.scope_code
            and years_made.period_year = figures.period_year
            and figures.period_basis = 'year'
    where years_made.way_position = 1 and figures.region_code is null

),

parts_of_five_years as (

    select
        region_code,
        measure_code,
        scope_code,
        base_unit,
        observed_value,
        first_observed_value,
        vintage_code,
        published_date,
        known_date,
        is_date_assumed,
        'years' as rollup_way,
        'five_year_total' as whole_basis,
        cast(ceil(period_year / 5.0) * 5 - 4 as integer) as first_part,
        5 as part_count,
        period_year as part_index
    from years

),

added as (

    select * from added_to_years
    union all
    select {{ summed | indent(4) }}
    from parts_of_five_years
    group by {{ whole }}

),

parts as (

    select * from parts_of_years
    union all
    select * from parts_of_five_years

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
                when 'cumulated' then first_part
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
        ended.first_rolled_value,
        ended.base_unit,
        ended.vintage_code,
        ended.published_date,
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
        ) as period_end_date
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
