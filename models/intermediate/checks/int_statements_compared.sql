with

figure_sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

observations as (

    select
        ranked.*,
        figure_sources.source_quote
    from {{ ref('int_observations_ranked') }} as ranked
    left join figure_sources
        {{ joined_to_its_source('ranked', 'figure_sources') | indent(8) }}

),

plan_history as (

    select * from {{ ref('plan_history') }}

),

printed_changes as (

    select * from {{ ref('printed_changes') }}

),

printed_parts as (

    select * from {{ ref('printed_parts') }}

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

statements as (

    select * from {{ ref('plan_history_figures') }}

),

measures as (

    select * from {{ ref('stg_measures') }}

),

plan_figures as (

    select
        *,
        try_cast(value as double) as figure_value
    from plan_history

),

-- A change is from the year that the seed names, if any; a mean is of the five years together.
plan_statements as (

    select
        plan_figures.region_code,
        plan_figures.period,
        plan_figures.figure as statement_code,
        statements.statement_kind,
        statements.stated_figure as figure,
        cast(null as varchar) as scope_code,
        case statements.statement_kind when 'annual_mean' then 'five_year_total' else 'year' end
            as period_basis,
        plan_figures.value as printed_text,
        later.figure_value as later_value,
        case statements.statement_kind when 'annual_mean' then 5.0 else earlier.figure_value end
            as base_value,
        true as is_base_in_use,
        case statements.statement_kind
            when 'annual_mean' then later.figure_value / 5.0
            else
                100.0 * (later.figure_value - earlier.figure_value)
                / nullif(earlier.figure_value, 0)
        end as recomputed_value,
        plan_figures.quote as source_quote,
        plan_figures.plan_file as source_file,
        cast(null as varchar) as file_sha256,
        cast(null as integer) as row_number
    from plan_figures
    inner join statements
        on plan_figures.figure = statements.figure
    left join plan_figures as later
        on
            plan_figures.region_code = later.region_code
            and plan_figures.period = later.period
            and statements.stated_figure = later.figure
    left join plan_figures as earlier
        on
            plan_figures.region_code = earlier.region_code
            and statements.base_period = earlier.period
            and statements.stated_figure = earlier.figure
    where statements.statement_kind is not null

),

stated as (

    select
        observations.*,
        printed_changes.statement_kind,
        printed_changes.printed_change,
        printed_changes.printed_pct,
        printed_changes.total_row_number
    from printed_changes
    inner join shipped_files
        on printed_changes.seed_name = shipped_files.seed_name
    inner join observations
        on
            shipped_files.file_sha256 = observations.file_sha256
            and printed_changes.row_number = observations.row_number

),

-- The base is what the printed change leaves, else any reading of the year before; to the end of
-- December it may be told as that of the year.
bulletin_changes as (

    select
        stated.region_code,
        stated.period,
        stated.statement_kind || '_of_row_' || cast(stated.row_number as varchar)
            as statement_code,
        stated.statement_kind,
        stated.measure_code as figure,
        stated.scope_code,
        stated.period_basis,
        stated.printed_pct as printed_text,
        stated.published_value as later_value,
        coalesce(
            stated.published_value - cast(stated.printed_change as double),
            earlier.observed_value * stated.published_value / nullif(stated.observed_value, 0),
            earlier.observed_value
        ) as base_value,
        stated.printed_change is not null
        or coalesce(
            earlier.is_latest_vintage and earlier.period_basis = stated.period_basis, true
        ) as is_base_in_use,
        case
            when stated.printed_change is not null
                then
                    100.0 * cast(stated.printed_change as double)
                    / nullif(stated.published_value - cast(stated.printed_change as double), 0)
            else
                100.0 * (stated.observed_value - earlier.observed_value)
                / nullif(earlier.observed_value, 0)
        end as recomputed_value,
        stated.source_quote,
        stated.source_file,
        stated.file_sha256,
        stated.row_number
    from stated
    left join observations as earlier
        on
            stated.printed_change is null
            and stated.region_code = earlier.region_code
            and stated.period_year - 1 = earlier.period_year
            and (
                (
                    substring(stated.period, 5, 5) = substring(earlier.period, 5, 5)
                    and stated.period_basis = earlier.period_basis
                )
                or (
                    substring(stated.period, 5, 3) = '-12'
                    and stated.period_basis = 'cumulative_from_january'
                    and earlier.period_basis = 'year'
                )
            )
            and stated.measure_code = earlier.measure_code
            and stated.scope_code = earlier.scope_code
    where stated.statement_kind = 'change_pct'

),

bulletin_shares as (

    select
        stated.region_code,
        stated.period,
        stated.statement_kind || '_of_row_' || cast(stated.row_number as varchar)
            as statement_code,
        stated.statement_kind,
        stated.measure_code as figure,
        stated.scope_code,
        stated.period_basis,
        stated.printed_pct as printed_text,
        stated.published_value as later_value,
        totals.published_value as base_value,
        true as is_base_in_use,
        100.0 * stated.observed_value / nullif(totals.observed_value, 0) as recomputed_value,
        stated.source_quote,
        stated.source_file,
        stated.file_sha256,
        stated.row_number
    from stated
    left join observations as totals
        on
            stated.file_sha256 = totals.file_sha256
            and stated.total_row_number = totals.row_number
    where stated.statement_kind = 'share_pct'

),

parts_added as (

    select
        printed_parts.region_code,
        printed_parts.period,
        printed_parts.period_basis,
        printed_parts.measure,
        printed_parts.total_scope,
        case
            when count(parts.observed_value) = count(*) then {{ added_up('parts.observed_value') }}
        end as parts_value
    from printed_parts
    left join observations as parts
        on
            printed_parts.region_code = parts.region_code
            and printed_parts.period = parts.period
            and printed_parts.period_basis = parts.period_basis
            and printed_parts.measure = parts.measure_code
            and printed_parts.part_scope = parts.scope_code
            and parts.is_latest_vintage
    group by
        printed_parts.region_code,
        printed_parts.period,
        printed_parts.period_basis,
        printed_parts.measure,
        printed_parts.total_scope

),

totals as (

    select
        observations.region_code,
        observations.period,
        'parts_of_' || observations.measure_code || '_' || observations.scope_code
            as statement_code,
        'total' as statement_kind,
        observations.measure_code as figure,
        observations.scope_code,
        observations.period_basis,
        cast(cast(observations.observed_value as bigint) as varchar) as printed_text,
        observations.observed_value as later_value,
        parts_added.parts_value as base_value,
        true as is_base_in_use,
        parts_added.parts_value as recomputed_value,
        observations.source_quote,
        observations.source_file,
        observations.file_sha256,
        observations.row_number
    from parts_added
    inner join observations
        on
            parts_added.region_code = observations.region_code
            and parts_added.period = observations.period
            and parts_added.period_basis = observations.period_basis
            and parts_added.measure = observations.measure_code
            and parts_added.total_scope = observations.scope_code
            and observations.is_latest_vintage

),

-- January to a month is January to the month before and the month itself.
running as (

    select
        cumulated.region_code,
        cumulated.period,
        'running_total_of_' || cumulated.measure_code || '_' || cumulated.scope_code
            as statement_code,
        'running_total' as statement_kind,
        cumulated.measure_code as figure,
        cumulated.scope_code,
        cumulated.period_basis,
        cast(cast(cumulated.observed_value as bigint) as varchar) as printed_text,
        singles.observed_value as later_value,
        earlier.observed_value as base_value,
        true as is_base_in_use,
        earlier.observed_value + singles.observed_value as recomputed_value,
        cumulated.source_quote,
        cumulated.source_file,
        cumulated.file_sha256,
        cumulated.row_number
    from observations as cumulated
    inner join measures
        on
            cumulated.measure_code = measures.measure_code
            and measures.measure_kind = 'count'
    inner join observations as singles
        on
            {{ of_the_same('count', 'cumulated', 'singles') }}
            and singles.period_basis = 'single_month'
            and singles.is_latest_vintage
    inner join observations as earlier
        on
            cumulated.region_code = earlier.region_code
            and cumulated.period_year = earlier.period_year
            and extract(month from cumulated.period_end_date)
            = extract(month from earlier.period_end_date) + 1
            and cumulated.measure_code = earlier.measure_code
            and cumulated.scope_code = earlier.scope_code
            and earlier.period_basis = 'cumulative_from_january'
            and earlier.is_latest_vintage
    where
        cumulated.period_basis = 'cumulative_from_january'
        and cumulated.is_latest_vintage
        and cumulated.basis_code = 'published'

),

unioned as (

    select * from plan_statements
    union all
    select * from bulletin_changes
    union all
    select * from bulletin_shares
    union all
    select * from totals
    union all
    select * from running

),

measured as (

    select
        *,
        cast(printed_text as double) as printed_value,
        case
            when position('.' in printed_text) > 0
                then length(printed_text) - position('.' in printed_text)
            else 0
        end as printed_decimals
    from unioned

),

-- Rounded, or cut towards zero, or a percentage that is less than a unit of its last place off
-- (54.545 printed 54.6, rounded twice); a hair is left for binary fractions.
judged as (

    select
        *,
        case
            when
                abs(recomputed_value - printed_value)
                <= 0.5 * power(10.0, -printed_decimals) * (1 + 1e-9)
                then 'rounded'
            when
                recomputed_value * printed_value > 0
                and statement_kind not in ('total', 'running_total')
                and abs(recomputed_value) >= abs(printed_value) * (1 - 1e-12)
                and abs(recomputed_value) < abs(printed_value) + power(10.0, -printed_decimals)
                then 'cut'
            when
                statement_kind in ('change_pct', 'share_pct')
                and abs(recomputed_value - printed_value) < power(10.0, -printed_decimals)
                then 'last_place'
        end as tolerance_code
    from measured

),

positioned as (

    select
        *,
        row_number() over (
            partition by region_code, period, statement_code, coalesce(file_sha256, '')
            order by
                case
                    when tolerance_code is null then 2
                    when tolerance_code = 'last_place' then 1
                    else 0
                end asc,
                case when is_base_in_use then 0 else 1 end asc,
                base_value asc
        ) as statement_position
    from judged

),

final as (

    select
        region_code,
        period,
        statement_code,
        statement_kind,
        figure,
        scope_code,
        period_basis,
        printed_text,
        printed_value,
        printed_decimals,
        later_value,
        base_value,
        is_base_in_use,
        recomputed_value,
        tolerance_code,
        source_quote,
        source_file,
        file_sha256,
        row_number
    from positioned
    where statement_position = 1

)

select * from final
