{#- Two years of one series are compared where no more than this many lie between them. -#}
{%- set most_years = 20 -%}

with

computed as (

    select * from {{ ref('int_indicator_values_computed') }}
    where computed_rate is not null

),

resolved_breaks as (

    select * from {{ ref('int_series_breaks_resolved') }}

),

dated as (

    select
        *,
        cast(
            case
                when period_basis = 'five_year_total' then substring(period, 1, 4) || '-01-01'
                when period_basis in ('year', 'cumulative_from_january')
                    then cast(period_year as varchar) || '-01-01'
                when substring(period, 6, 1) = 'Q'
                    then
                        cast(period_year as varchar) || '-'
                        || lpad(
                            cast(extract(month from period_end_date) - 2 as varchar), 2, '0'
                        )
                        || '-01'
                else substring(cast(period_end_date as varchar), 1, 8) || '01'
            end as date
        ) as period_start_date,
        substring(period, 5, 2) as period_form,
        extract(month from period_end_date) as end_month
    from computed

),

-- Any two years; of other periods only the same one a year before, or five years before.
paired as (

    select
        later.region_code,
        later.indicator_code,
        later.scope_code,
        later.period_basis,
        earlier.period as from_period,
        later.period as to_period,
        earlier.period_start_date as from_start_date,
        later.period_end_date as to_end_date,
        earlier.numerator as from_numerator,
        later.numerator as to_numerator,
        earlier.denominator_measure as from_denominator_measure,
        later.denominator_measure as to_denominator_measure,
        earlier.divisor as from_divisor,
        later.divisor as to_divisor,
        earlier.computed_rate as from_rate,
        later.computed_rate as to_rate,
        later.is_poisson_count,
        later.period_year - earlier.period_year
        = case when later.period_basis = 'five_year_total' then 5 else 1 end as is_previous
    from dated as later
    inner join dated as earlier
        on
            later.region_code = earlier.region_code
            and later.indicator_code = earlier.indicator_code
            and later.scope_code = earlier.scope_code
            and later.period_basis = earlier.period_basis
            and later.period_form = earlier.period_form
            and later.end_month = earlier.end_month
            and later.period_year > earlier.period_year
    where
        (
            later.period_basis = 'year'
            and later.period_year - earlier.period_year <= {{ most_years }}
        )
        or (
            later.period_basis = 'five_year_total'
            and later.period_year - earlier.period_year = 5
        )
        or (
            later.period_basis not in ('year', 'five_year_total')
            and later.period_year - earlier.period_year = 1
        )

),

-- Of several breaks between two periods the last is named.
crossings as (

    select
        paired.region_code,
        paired.indicator_code,
        paired.scope_code,
        paired.period_basis,
        paired.from_period,
        paired.to_period,
        resolved_breaks.break_code,
        resolved_breaks.break_kind,
        row_number() over (
            partition by
                paired.region_code,
                paired.indicator_code,
                paired.scope_code,
                paired.period_basis,
                paired.from_period,
                paired.to_period
            order by resolved_breaks.breaks_at desc, resolved_breaks.break_code asc
        ) as crossing_number
    from paired
    inner join resolved_breaks
        on
            {{ of_the_same('series', 'paired', 'resolved_breaks') }}
            and paired.from_start_date < resolved_breaks.breaks_at
            and paired.to_end_date >= resolved_breaks.breaks_at
    where
        resolved_breaks.input_role = 'numerator'
        or resolved_breaks.measure_code
        in (paired.from_denominator_measure, paired.to_denominator_measure)

),

final as (

    select
        paired.region_code,
        paired.indicator_code,
        paired.scope_code,
        paired.period_basis,
        paired.from_period,
        paired.to_period,
        paired.from_numerator,
        paired.to_numerator,
        paired.to_denominator_measure as denominator_measure,
        paired.from_divisor,
        paired.to_divisor,
        paired.from_rate,
        paired.to_rate,
        paired.is_poisson_count,
        paired.is_previous,
        crossings.break_code as crossed_break_code,
        case
            when crossings.break_kind = 'scope' then 'scope_changed'
            when crossings.break_kind = 'definition' then 'definition_changed'
            when crossings.break_kind = 'census' then 'census_between'
            when crossings.break_kind = 'vintage' then 'vintage_between'
            when crossings.break_kind = 'boundary' then 'boundary_changed'
            when paired.from_denominator_measure != paired.to_denominator_measure
                then 'denominator_differs'
        end as comparability_reason_code,
        crossings.break_code is null
        and coalesce(paired.from_denominator_measure = paired.to_denominator_measure, true)
            as is_comparable
    from paired
    left join crossings
        on
            {{ of_the_same('change', 'paired', 'crossings') }}
            and crossings.crossing_number = 1

)

select * from final
