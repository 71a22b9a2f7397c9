-- What is said of a quota is said of it in both marts, and the same.
with

quotas as (

    select * from {{ ref('fct_quota_progress') }}

),

outlooks as (

    select * from {{ ref('fct_year_outlooks') }}
    where outlook_kind = 'quota'

)

select
    quotas.region_code,
    quotas.scope_code,
    quotas.measure_code,
    quotas.period
from quotas
left join outlooks
    on
        quotas.region_code = outlooks.region_code
        and quotas.scope_code = outlooks.scope_code
        and quotas.measure_code = outlooks.measure_code
        and quotas.period = outlooks.period
where
    outlooks.period is null
    or outlooks.used != quotas.used
    or outlooks.limit_value != quotas.quota
    or abs(1 - outlooks.probability_within - quotas.probability_exceeded) > 1e-9
    or (outlooks.probability_within is not null and outlooks.warning_level != quotas.warning_level)
