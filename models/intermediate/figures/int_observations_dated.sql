with

observations as (

    select * from {{ ref('int_observations_unioned') }}

),

vintages as (

    select * from {{ ref('vintages') }}

),

shipped_files as (

    select * from {{ ref('stg_shipped_files') }}

),

sources as (

    select * from {{ ref('int_figure_sources_gathered') }}

),

known_days as (

    select * from {{ ref('known_days') }}

),

-- What rests on a revision of a known day was not known before it.
not_before as (

    select
        sources.file_sha256,
        sources.sheet_name,
        sources.row_number,
        sources.cell,
        known_days.from_period,
        known_days.to_period,
        known_days.known_since
    from sources
    inner join known_days
        on sources.source_title = known_days.source_title

),

-- Without a date a figure is taken to have been known when figures of its vintage usually are; or
-- when a reading of the same value says that it was, of a vintage that is published once a reading
-- of that vintage whatever the value; and at the latest when its file was compiled or loaded.
assumed as (

    select
        observations.*,
        not_before.known_since,
        observations.published_date is null as is_date_assumed,
        coalesce(
            case
                when vintages.is_published_once
                    then
                        min(observations.published_date) over (
                            partition by
                                observations.region_code,
                                observations.period,
                                observations.period_basis,
                                observations.measure_code,
                                observations.scope_code,
                                observations.vintage_code
                        )
                else
                    min(observations.published_date) over (
                        partition by
                            observations.region_code,
                            observations.period,
                            observations.period_basis,
                            observations.measure_code,
                            observations.scope_code,
                            observations.observed_value
                    )
            end,
            observations.period_end_date + vintages.assumed_lag_days
        ) as usual_date,
        coalesce(cast(observations.loaded_at as date), shipped_files.compiled_date)
            as at_hand_date
    from observations
    left join not_before
        on
            {{ of_the_same('cell', 'observations', 'not_before') }}
            and observations.period between not_before.from_period and not_before.to_period
    left join vintages
        on observations.vintage_code = vintages.vintage_code
    left join shipped_files
        on observations.file_sha256 = shipped_files.file_sha256

),

final as (

    select
        {{ columns_of('reading') }},
        is_date_assumed,
        case
            when not is_date_assumed then published_date
            when at_hand_date < greatest(usual_date, coalesce(known_since, usual_date))
                then at_hand_date
            else greatest(usual_date, coalesce(known_since, usual_date))
        end as known_date
    from assumed

)

select * from final
