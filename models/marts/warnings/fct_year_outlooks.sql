with

limits as (

    select * from {{ ref('int_year_limits_listed') }}

),

months as (

    select * from {{ ref('int_year_counts_followed') }}

),

rests as (

    select * from {{ ref('int_rests_expected') }}

),

bounds as (

    select * from {{ ref('int_rests_bounded') }}

),

predictions as (

    select * from {{ ref('int_limits_predicted') }}

),

counts as (

    select * from {{ ref('int_counts_cumulated') }}

),

thresholds as (

    select * from {{ ref('quota_thresholds') }}

),

resolved_breaks as (

    select distinct
        region_code,
        indicator_code as measure_code,
        scope_code,
        cast(extract(year from breaks_at) as integer) as period_year
    from {{ ref('int_series_breaks_resolved') }}
    where input_role = 'numerator'

),

-- The same months a year before, where the same is counted.
years_before as (

    select
        counts.region_code,
        counts.measure_code,
        counts.scope_code,
        counts.period_month,
        counts.cumulated_value as same_months_last_year,
        counts.period_year + 1 as period_year
    from counts
    left join resolved_breaks
        on
            counts.region_code = resolved_breaks.region_code
            and counts.measure_code = resolved_breaks.measure_code
            and counts.scope_code = resolved_breaks.scope_code
            and resolved_breaks.period_year = counts.period_year + 1
    where resolved_breaks.region_code is null

),

joined as (

    select
        limits.region_code,
        limits.scope_code,
        limits.indicator_code,
        limits.limit_code as target_code,
        limits.limit_kind as outlook_kind,
        limits.measure_code,
        limits.limit_value,
        limits.limit_basis_code,
        limits.target_limit,
        limits.target_year,
        limits.most_allowed,
        limits.denominator_measure,
        limits.denominator,
        limits.is_denominator_assumed,
        months.period,
        months.period_year,
        months.period_month,
        months.used,
        months.count_basis,
        months.share_of_year,
        months.share_of_season,
        months.expected_share,
        months.season_basis_code,
        months.season_region_code,
        months.season_years,
        months.prior_basis_code,
        months.prior_years,
        months.peer_regions,
        years_before.same_months_last_year,
        rests.is_foreseen,
        months.expected_share >= 1 as is_year_over,
        limits.limit_value * months.expected_share as path_value,
        case when rests.is_foreseen then rests.expected_rest end as expected_rest,
        case
            when rests.is_foreseen or months.used > limits.most_allowed
                then predictions.probability_exceeded
        end as probability_exceeded,
    {%- for bound in ['lower_80', 'upper_80', 'lower_95', 'upper_95'] %}
    case
        when rests.is_foreseen then months.used + coalesce(bounds.rest_{{ bound }}, 0)
    end as {{ bound }}{{ ',' if not loop.last }}
    {%- endfor %}
    from limits
    inner join months
        on {{ of_the_same('count_of_year', 'limits', 'months') }}
    inner join rests
        on {{ of_the_same('count', 'months', 'rests') }}
    inner join predictions
        on
            {{ of_the_same('count', 'months', 'predictions') }}
            and limits.limit_kind = predictions.limit_kind
            and limits.limit_code = predictions.limit_code
    left join bounds
        on {{ of_the_same('count', 'months', 'bounds') }}
    left join years_before
        on {{ of_the_same('count_of_month', 'months', 'years_before') }}

),

-- The gravest of the levels whose probability is reached; what has happened is certain.
levels_reached as (

    select
        joined.region_code,
        joined.scope_code,
        joined.indicator_code,
        joined.target_code,
        joined.period,
        thresholds.warning_level,
        row_number() over (
            partition by
                joined.region_code,
                joined.scope_code,
                joined.indicator_code,
                joined.target_code,
                joined.period
            order by thresholds.probability_from desc
        ) as level_position
    from joined
    inner join thresholds
        on joined.probability_exceeded >= thresholds.probability_from

),

unnamed as (

    select
        joined.region_code,
        joined.scope_code,
        joined.indicator_code,
        joined.target_code,
        joined.period,
        joined.outlook_kind,
        joined.measure_code,
        joined.period_year,
        joined.period_month,
        joined.used,
        joined.count_basis,
        joined.same_months_last_year,
        joined.limit_value,
        joined.limit_basis_code,
        joined.target_limit,
        joined.target_year,
        joined.denominator_measure,
        joined.denominator,
        joined.is_denominator_assumed,
        joined.path_value,
        joined.share_of_year,
        joined.share_of_season,
        joined.expected_share,
        joined.season_basis_code,
        joined.season_region_code,
        joined.season_years,
        joined.prior_basis_code,
        joined.prior_years,
        joined.peer_regions,
        joined.expected_rest,
        joined.lower_80,
        joined.upper_80,
        joined.lower_95,
        joined.upper_95,
        joined.used / nullif(joined.path_value, 0) as place_on_path,
        joined.used + joined.expected_rest as expected_year_end,
        1 - joined.probability_exceeded as probability_within,
        coalesce(levels_reached.warning_level, 'none') as warning_level,
        case
            when joined.used > joined.most_allowed and joined.limit_basis_code = 'due'
                then 'broken'
            when joined.used > joined.most_allowed then 'beyond_path'
            when joined.is_year_over then 'kept'
            else 'kept_so_far'
        end as verdict_in_progress,
        case
            when joined.used > joined.most_allowed then 'outlook_exceeded'
            when joined.is_year_over then 'outlook_year_over'
            when not joined.is_foreseen then 'outlook_too_little_known'
            when joined.is_denominator_assumed then 'outlook_denominator_assumed'
            when joined.prior_basis_code = 'own' then 'outlook_own_years'
            when joined.prior_basis_code = 'neighbours' then 'outlook_neighbours'
            else 'outlook_this_year_alone'
        end as reason,
        joined.period = max(joined.period) over (
            partition by
                joined.region_code,
                joined.scope_code,
                joined.indicator_code,
                joined.target_code
        ) as is_latest_month,
        joined.period_year = max(joined.period_year) over (partition by joined.region_code)
            as is_latest_year
    from joined
    left join levels_reached
        on
            joined.region_code = levels_reached.region_code
            and joined.scope_code = levels_reached.scope_code
            and joined.indicator_code = levels_reached.indicator_code
            and joined.target_code = levels_reached.target_code
            and joined.period = levels_reached.period
            and levels_reached.level_position = 1

),

final as (

    {{ named('unnamed', ['region', 'indicator', 'measure', 'scope']) | indent(4) }}

)

select * from final
