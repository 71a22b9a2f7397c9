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

-- Without a date a figure is taken to have been known when figures of its vintage usually are,
-- and at the latest when its file was compiled or loaded.
assumed as (

    select
        observations.*,
        observations.published_date is null as is_date_assumed,
        observations.period_end_date + vintages.assumed_lag_days as usual_date,
        coalesce(cast(observations.loaded_at as date), shipped_files.compiled_date)
            as at_hand_date
    from observations
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
            when at_hand_date < usual_date then at_hand_date
            else usual_date
        end as known_date
    from assumed

)

select * from final
