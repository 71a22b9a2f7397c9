-- Nothing is lost and nothing is counted twice between the files and the observations.
with

read_rows as (

    select
        'seeds/published/published_statistics.csv' as source_file,
        row_number
    from {{ ref('published_statistics') }}

    union all

    select
        'seeds/published/monthly_bulletins.csv' as source_file,
        row_number
    from {{ ref('monthly_bulletins') }}

),

observed_rows as (

    select
        source_file,
        row_number,
        count(*) as observation_count
    from {{ ref('fct_observations') }}
    group by source_file, row_number

)

select
    coalesce(read_rows.source_file, observed_rows.source_file) as source_file,
    coalesce(read_rows.row_number, observed_rows.row_number) as row_number,
    coalesce(observed_rows.observation_count, 0) as observation_count
from read_rows
full outer join observed_rows
    on
        read_rows.source_file = observed_rows.source_file
        and read_rows.row_number = observed_rows.row_number
where
    read_rows.row_number is null
    or coalesce(observed_rows.observation_count, 0) != 1
