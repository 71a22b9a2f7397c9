{{ config(severity='warn') }}
-- A number is unique within its source only: the same one in two prefectures may well mean two
-- accidents, of which only the one published last is counted. Shown, not stopped.
select
    accident_id,
    min(region_code) as region_code,
    max(region_code) as other_region_code,
    count(*) as reading_count
from {{ ref('int_accidents_ranked') }}
group by accident_id
having count(distinct substring(region_code, 1, 4)) > 1
