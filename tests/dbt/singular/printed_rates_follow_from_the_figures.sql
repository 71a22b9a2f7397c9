{{ config(severity='warn') }}
-- A printed rate more than 1 % from the one computed: an earlier vintage, another base or a
-- misprint. Shown, not stopped: the printed figure is kept as printed.
select
    region_code,
    period,
    period_basis,
    indicator_code,
    scope_code,
    published_rate,
    computed_rate
from {{ ref('fct_indicator_values') }}
where abs(rate_gap) > 0.01 * computed_rate
