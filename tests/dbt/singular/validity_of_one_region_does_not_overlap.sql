select
    earlier.region_code,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as overlapping_from
from {{ ref('dim_regions') }} as earlier
inner join {{ ref('dim_regions') }} as later
    on
        earlier.region_code = later.region_code
        and earlier.valid_from < later.valid_from
where
    earlier.valid_to is null
    or earlier.valid_to > later.valid_from
