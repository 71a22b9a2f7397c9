with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where coalesce(computed_rate, published_rate) is not null

),

regions as (

    select * from {{ ref('dim_regions') }}
    where is_latest_entry

),

headline_indicators as (

    select * from {{ ref('headline_indicators') }}

),

-- Single months, totals of five years and rates of a part of a year, which no whole year compares
-- with, tell how things stand where nothing else is known.
ranked as (

    select
        indicator_values.*,
        coalesce(indicator_values.is_official_scope, false) as is_official,
        count(*) over (
            partition by
                indicator_values.region_code,
                indicator_values.indicator_code,
                indicator_values.scope_code
        ) as scope_values,
        row_number() over (
            partition by
                indicator_values.region_code,
                indicator_values.indicator_code,
                indicator_values.scope_code
            order by
                case
                    when indicator_values.period_basis in ('year', 'rolling_12_months') then 1
                    when
                        indicator_values.period_basis = 'cumulative_from_january'
                        and indicator_values.denominator_measure is null
                        then 1
                    else 2
                end asc,
                indicator_values.period_end_date desc,
                indicator_values.period_basis_sort_order asc,
                indicator_values.period asc
        ) as place
    from indicator_values

),

whole_years as (

    select
        region_code,
        indicator_code,
        scope_code,
        max(period_year) as year_known
    from indicator_values
    where period_basis = 'year'
    group by region_code, indicator_code, scope_code

),

of_nation as (

    select indicator_values.*
    from indicator_values
    inner join regions
        on indicator_values.region_code = regions.region_code
    where regions.region_level = 'nation'

),

compared as (

    select
        ranked.region_code,
        ranked.indicator_code,
        ranked.scope_code,
        ranked.period,
        ranked.period_basis,
        ranked.period_year,
        ranked.period_end_date,
        ranked.computed_rate,
        ranked.lower_95,
        ranked.upper_95,
        ranked.published_rate,
        ranked.published_decimals,
        ranked.is_provisional,
        ranked.is_proxy_denominator,
        ranked.is_small_count,
        ranked.previous_period,
        ranked.change_pct,
        ranked.change_is_beyond_chance,
        ranked.indicator_denominator_measure,
        ranked.indicator_sort_order,
        year_values.period as year_period,
        case
            when ranked.comparable_with_previous
                then coalesce(previous_values.computed_rate, previous_values.published_rate)
        end as previous_value,
        coalesce(year_values.computed_rate, year_values.published_rate) as year_value,
        coalesce(of_nation.computed_rate, of_nation.published_rate) as nation_value,
        -- the nation's rate is taken as a fixed standard
        case
            when of_nation.region_code is null or ranked.denominator_measure is null then null
            when
                ranked.upper_95 < coalesce(of_nation.computed_rate, of_nation.published_rate)
                then 'lower'
            when
                ranked.lower_95 > coalesce(of_nation.computed_rate, of_nation.published_rate)
                then 'higher'
            when ranked.lower_95 is not null then 'similar'
        end as against_nation_code,
        row_number() over (
            partition by ranked.region_code, ranked.indicator_code
            order by
                ranked.is_official desc,
                ranked.period_end_date desc,
                ranked.scope_values desc,
                ranked.scope_sort_order asc
        ) as scope_place
    from ranked
    left join whole_years
        on {{ of_the_same('series', 'ranked', 'whole_years') }}
    left join indicator_values as year_values
        on
            {{ of_the_same('series', 'ranked', 'year_values') }}
            and year_values.period_basis = 'year'
            and whole_years.year_known = year_values.period_year
    left join indicator_values as previous_values
        on
            {{ of_the_same('series', 'ranked', 'previous_values') }}
            and ranked.period_basis = previous_values.period_basis
            and ranked.previous_period = previous_values.period
    left join of_nation
        on
            ranked.region_code != of_nation.region_code
            and ranked.indicator_code = of_nation.indicator_code
            and ranked.scope_code = of_nation.scope_code
            and ranked.period = of_nation.period
            and ranked.period_basis = of_nation.period_basis
    where ranked.place = 1

),

-- What a region is told of first: the newest count, and of the rates the newest, by a denominator
-- of its own before one that stands in for it.
headlines as (

    select
        compared.region_code,
        compared.indicator_code,
        compared.scope_code,
        case
            when headline_indicators.indicator_code is not null then 'count' else 'rate'
        end as headline_code,
        row_number() over (
            partition by compared.region_code, headline_indicators.indicator_code is not null
            order by
                compared.period_year desc,
                headline_indicators.headline_order asc,
                compared.is_proxy_denominator asc,
                compared.indicator_sort_order asc
        ) as place
    from compared
    left join headline_indicators
        on compared.indicator_code = headline_indicators.indicator_code
    where
        compared.scope_place = 1
        and (
            headline_indicators.indicator_code is not null
            or (
                compared.indicator_denominator_measure is not null
                and compared.period_basis in ('year', 'rolling_12_months')
            )
        )

),

unnamed as (

    select
        compared.region_code,
        compared.indicator_code,
        compared.scope_code,
        headlines.headline_code,
        compared.period,
        compared.period_basis,
        compared.period_year,
        compared.period_end_date,
        compared.computed_rate,
        compared.lower_95,
        compared.upper_95,
        compared.published_rate,
        compared.published_decimals,
        compared.is_provisional,
        compared.is_proxy_denominator,
        compared.is_small_count,
        compared.previous_period,
        compared.previous_value,
        compared.change_pct,
        compared.change_is_beyond_chance,
        compared.year_period,
        compared.year_value,
        compared.nation_value,
        compared.against_nation_code,
        compared.scope_place = 1 as is_leading_scope
    from compared
    left join headlines
        on
            {{ of_the_same('series', 'compared', 'headlines') }}
            and headlines.place = 1

),

final as (

    {{ named(
        'unnamed',
        ['region', 'indicator', 'scope', 'period_basis'],
        with_units=true
    ) | indent(4) }}

)

select * from final
