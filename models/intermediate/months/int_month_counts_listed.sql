{#- What counts are told apart by: one at a time, the others together. -#}
{%- set breakdowns = ['industry', 'accident_type', 'severity'] -%}

with

observations as (

    select
        observations.region_code,
        observations.scope_code,
        observations.measure_code,
        observations.basis_code,
        observations.period_year,
        observations.period_basis,
        observations.observed_value,
        cast(extract(month from observations.period_end_date) as integer) as period_month,
        row_number() over (
            partition by
                observations.region_code,
                observations.scope_code,
                observations.measure_code,
                observations.basis_code,
                observations.period_end_date
            order by
                case observations.period_basis when 'year' then 1 else 2 end,
                observations.latest_position,
                observations.cell
        ) as reading_position
    from {{ ref('int_observations_completed') }} as observations
    inner join {{ ref('stg_measures') }} as measures
        on observations.measure_code = measures.measure_code
    left join {{ ref('stg_doubtful_rows') }} as doubtful_rows
        on {{ of_the_same('cell', 'observations', 'doubtful_rows') }}
    where
        measures.measure_kind = 'count'
        and observations.basis_code in ('published', 'records')
        and observations.vintage_code != 'forecast'
        and doubtful_rows.row_number is null
        and (
            observations.period_basis in ('year', 'cumulative_from_january')
            or (
                observations.period_basis = 'single_period'
                and substring(observations.period, 5, 3) = '-Q1'
            )
        )

),

-- The figure of a year settles its December; a first quarter is a count from January.
cumulated_told as (

    select * from observations
    where reading_position = 1

),

singles as (

    select * from {{ ref('int_month_series_listed') }}
    where basis_code in ('published', 'records')

),

register_counts as (

    select * from {{ ref('fct_register_counts') }}

),

-- A year alone is no month of a series told by month.
series_told_by_month as (

    select
        region_code,
        scope_code,
        measure_code,
        basis_code,
        period_year
    from singles

    union

    select
        region_code,
        scope_code,
        measure_code,
        basis_code,
        period_year
    from cumulated_told
    where period_month < 12 or period_basis != 'year'

),

wholes as (

    select
        singles.observed_value as counted_value,
        singles.count_basis,
        cumulated_told.observed_value as cumulated_told,
        coalesce(singles.region_code, cumulated_told.region_code) as region_code,
        coalesce(singles.scope_code, cumulated_told.scope_code) as scope_code,
        coalesce(singles.measure_code, cumulated_told.measure_code) as measure_code,
        coalesce(singles.basis_code, cumulated_told.basis_code) as basis_code,
        coalesce(singles.period_year, cumulated_told.period_year) as period_year,
        coalesce(singles.period_month, cumulated_told.period_month) as period_month
    from singles
    full outer join cumulated_told
        on
            {{ of_the_same('count_of_month', 'singles', 'cumulated_told') }}
            and singles.basis_code = cumulated_told.basis_code

),

wholes_by_month as (

    select wholes.*
    from wholes
    inner join series_told_by_month
        on
            {{ of_the_same('count_of_year', 'wholes', 'series_told_by_month') }}
            and wholes.basis_code = series_told_by_month.basis_code

),

listed as (

    select
        region_code,
        scope_code,
        {%- for breakdown in breakdowns %}
        'all' as {{ breakdown }}_code,
        {%- endfor %}
        measure_code,
        basis_code,
        cast(period_year as integer) as period_year,
        period_month,
        counted_value,
        count_basis,
        cumulated_told
    from wholes_by_month

    union all

    select
        region_code,
        scope_code,
        {%- for breakdown in breakdowns %}
        case when breakdown = '{{ breakdown }}' then breakdown_code else 'all' end
            as {{ breakdown }}_code,
        {%- endfor %}
        measure_code,
        'records' as basis_code,
        cast(period_year as integer) as period_year,
        cast(substring(period, 6, 2) as integer) as period_month,
        counted_value,
        'single_month' as count_basis,
        cumulated_value as cumulated_told
    from register_counts

),

added_up as (

    select
        *,
        sum(counted_value) over (
            partition by
                region_code,
                scope_code,
                {%- for breakdown in breakdowns %}
                {{ breakdown }}_code,
                {%- endfor %}
                measure_code,
                basis_code,
                period_year
            order by period_month
            rows between unbounded preceding and current row
        ) as sum_so_far,
        count(counted_value) over (
            partition by
                region_code,
                scope_code,
                {%- for breakdown in breakdowns %}
                {{ breakdown }}_code,
                {%- endfor %}
                measure_code,
                basis_code,
                period_year
            order by period_month
            rows between unbounded preceding and current row
        ) as months_so_far
    from listed

),

-- From January on: as it was told, else where every month until then is known.
cumulated as (

    select
        region_code,
        scope_code,
        {%- for breakdown in breakdowns %}
        {{ breakdown }}_code,
        {%- endfor %}
        measure_code,
        basis_code,
        period_year,
        period_month,
        counted_value,
        count_basis,
        cast(period_year * 12 + period_month - 1 as integer) as month_number,
        cast(period_year as varchar) || '-' || lpad(cast(period_month as varchar), 2, '0')
            as period,
        coalesce(
            cumulated_told, case when months_so_far = period_month then sum_so_far end
        ) as cumulated_value
    from added_up

),

months as (

    select distinct
        region_code,
        scope_code,
        measure_code,
        period,
        cast(period || '-01' as date) as month_start_date,
        cast(cast(period_year as varchar) || '-01-01' as date) as year_start_date
    from cumulated

),

breaks as (

    select * from {{ ref('int_count_breaks_resolved') }}

),

-- What lies before a break is another series.
segments as (

    select
        months.region_code,
        months.scope_code,
        months.measure_code,
        months.period,
        cast(count(breaks.break_code) as integer) as segment_number,
        cast(
            sum(case when breaks.breaks_at <= months.year_start_date then 1 else 0 end) as integer
        ) as year_segment_number,
        max(breaks.breaks_at) as latest_break_at
    from months
    left join breaks
        on
            months.region_code = breaks.region_code
            and months.scope_code = breaks.scope_code
            and months.measure_code = breaks.measure_code
            and last_day(months.month_start_date) >= breaks.breaks_at
    group by months.region_code, months.scope_code, months.measure_code, months.period

),

final as (

    select
        cumulated.*,
        segments.segment_number,
        segments.year_segment_number,
        segments.latest_break_at
    from cumulated
    inner join segments
        on {{ of_the_same('count', 'cumulated', 'segments') }}
    where cumulated.counted_value is not null or cumulated.cumulated_value is not null

)

select * from final
