{#- Nothing is told from fewer years in a row that compare (surveillance/forecasting.py). -#}
{%- set points_needed = 5 -%}
{#- Years told where no plan of the region ends later, and never more than so many. -#}
{%- set years_ahead = 5 -%}
{%- set most_years_ahead = 10 -%}
{#- A series that ended so many years before the latest one known tells of no year to come. -#}
{%- set years_old = 2 -%}

with

indicator_values as (

    select * from {{ ref('fct_indicator_values') }}
    where period_basis = 'year' and period_grain = 'year'

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

plans as (

    select * from {{ ref('dim_plans') }}

),

points as (

    select
        *,
        numerator is not null
        and is_complete
        and (denominator_measure is null or denominator > 0) as is_counted
    from indicator_values

),

stretched as (

    select
        *,
        max(case when is_counted then stretch_number end) over (
            partition by region_code, indicator_code, scope_code
        ) as last_stretch
    from points

),

series as (

    select
        stretched.region_code,
        stretched.indicator_code,
        stretched.scope_code,
        cast(
            sum(
                case
                    when
                        stretched.is_counted
                        and stretched.stretch_number = stretched.last_stretch then 1
                    else 0
                end
            ) as integer
        ) as points,
        max(stretched.last_stretch) as stretch_number,
        max(case when indicators.is_poisson_count then 1 else 0 end) as counts_events,
        sum(case when stretched.is_counted then 1 else 0 end) as points_of_all,
        min(
            case
                when
                    stretched.is_counted
                    and stretched.stretch_number = stretched.last_stretch
                    then stretched.period_year
            end
        ) as from_year,
        max(case when stretched.is_counted then stretched.period_year end) as to_year
    from stretched
    inner join indicators
        on stretched.indicator_code = indicators.indicator_code
    group by stretched.region_code, stretched.indicator_code, stretched.scope_code

),

-- The plan of the region that ends first after the last year, or the last that is known.
plan_ends as (

    select
        series.region_code,
        series.indicator_code,
        series.scope_code,
        min(plans.period_to) as plan_end
    from series
    inner join plans
        on
            series.region_code = plans.region_code
            and series.to_year < plans.period_to
    group by series.region_code, series.indicator_code, series.scope_code

),

final as (

    select
        series.region_code,
        series.indicator_code,
        series.scope_code,
        series.stretch_number,
        series.points,
        series.from_year,
        series.to_year,
        series.to_year >= max(series.to_year) over () - {{ years_old }} as is_current,
        case
            when series.to_year is not null
                then
                    least(
                        greatest(
                            coalesce(plan_ends.plan_end, 0), series.to_year + {{ years_ahead }}
                        ),
                        series.to_year + {{ most_years_ahead }}
                    )
        end as last_year_told,
        case
            when series.counts_events = 0 then 'forecast_not_a_count'
            when series.points_of_all = 0 then 'forecast_without_counts'
            when series.points >= {{ points_needed }} then 'forecast_told'
            when series.points_of_all >= {{ points_needed }} then 'forecast_broken'
            else 'forecast_too_few_points'
        end as reason
    from series
    left join plan_ends
        on {{ of_the_same('series', 'series', 'plan_ends') }}

)

select * from final
