{{ config(severity='warn') }}
-- Bulletins go on using old codes for a while; shown, not stopped.
select
    observations.source_file,
    observations.row_number,
    observations.region_code,
    observations.period
from {{ ref('fct_observations') }} as observations
left join {{ ref('dim_regions') }} as regions
    on
        observations.region_code = regions.region_code
        and observations.period_end_date >= regions.valid_from
        and (observations.period_end_date < regions.valid_to or regions.valid_to is null)
where regions.region_code is null
