with

quotas as (

    select * from {{ ref('int_quotas_listed') }}

),

months as (

    select
        followed.*,
        quotas.quota,
        quotas.quota_code,
        quotas.target_code,
        quotas.file_sha256,
        quotas.row_number,
        quotas.is_scope_assumed
    from {{ ref('int_year_counts_followed') }} as followed
    inner join quotas
        on {{ of_the_same('count_of_year', 'followed', 'quotas') }}

),

predictions as (

    select * from {{ ref('int_limits_predicted') }}
    where limit_kind = 'quota'

),

thresholds as (

    select * from {{ ref('quota_thresholds') }}

),

-- The gravest of the levels whose probability is reached.
levels_reached as (

    select
        predictions.region_code,
        predictions.measure_code,
        predictions.scope_code,
        predictions.period,
        thresholds.warning_level,
        row_number() over (
            partition by
                predictions.region_code,
                predictions.measure_code,
                predictions.scope_code,
                predictions.period
            order by thresholds.probability_from desc
        ) as level_position
    from predictions
    inner join thresholds
        on predictions.probability_exceeded >= thresholds.probability_from

),

unnamed as (

    select
        months.region_code,
        months.scope_code,
        months.measure_code,
        months.period_year,
        months.period_month,
        months.period,
        months.quota,
        months.used,
        months.share_of_year,
        months.share_of_season,
        months.season_basis_code,
        months.season_region_code,
        months.season_years,
        months.prior_years,
        predictions.expected_rest,
        predictions.probability_exceeded,
        months.late_reported,
        months.carried_over,
        months.count_basis,
        months.is_scope_assumed,
        months.target_code,
        months.file_sha256,
        months.row_number,
        months.used / nullif(months.quota, 0) as share_used,
        coalesce(levels_reached.warning_level, 'none') as warning_level,
        case
            when months.used > months.quota then 'quota_exceeded'
            when months.period_month = 12 then 'quota_kept'
            when months.season_basis_code = 'own' then 'quota_own_season'
            when months.season_basis_code = 'ancestor' then 'quota_season_of_a_larger_region'
            else 'quota_days_of_the_year'
        end as reason,
        months.period_month = max(months.period_month) over (
            partition by
                months.region_code, months.scope_code, months.measure_code, months.period_year
        ) as is_latest_month,
        months.period_year = max(months.period_year) over (partition by months.region_code)
            as is_latest_year
    from months
    inner join predictions
        on {{ of_the_same('count', 'months', 'predictions') }}
    left join levels_reached
        on
            {{ of_the_same('count', 'months', 'levels_reached') }}
            and levels_reached.level_position = 1

),

final as (

    {{ named('unnamed', ['measure', 'scope']) | indent(4) }}

)

select * from final
