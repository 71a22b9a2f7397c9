{{ config(severity='warn') }}
-- Growth in money less growth in volume, far from the province's or the nation's: a wrong index, or
-- two years of two vintages. Shown, not stopped: both figures are kept as published.
select
    region_code,
    measure_code,
    to_period,
    nominal_growth_pct,
    volume_growth_pct,
    implied_price_pct,
    reference_region_code,
    reference_price_pct
from {{ ref('fct_implied_prices') }}
where is_far_from_reference
