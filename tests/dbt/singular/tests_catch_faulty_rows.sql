-- Tests of the tests: mock rows with known faults, and how many of them each test must catch.
with

faulty as (

    select
        'a' as code,
        1 as part,
        true as is_chosen,
        2.0 as total,
        2.0 as parts_sum
    union all
    select
        'a' as code,
        1 as part,
        true as is_chosen,
        2.0 as total,
        2.1 as parts_sum
    union all
    select
        'b' as code,
        2 as part,
        false as is_chosen,
        0.0 as total,
        0.0 as parts_sum
    union all
    select
        'c' as code,
        null as part,
        true as is_chosen,
        -1.0 as total,
        -1.0 as parts_sum

),

-- b has one row of the two it counts, c has one that it does not count, d does not belong.
counting as (

    select
        'a' as code,
        2 as row_total
    union all
    select
        'b' as code,
        2 as row_total
    union all
    select
        'c' as code,
        0 as row_total

),

counted as (

    select code from faulty
    union all
    select 'd' as code

),

not_unique as ({{ rows_not_unique('faulty', ['code', 'part']) }}),

not_exactly_one as ({{ groups_without_exactly_one('faulty', ['code'], 'is_chosen') }}),

not_held as ({{ rows_where_not('faulty', 'total >= 0') }}),

outcomes as (

    select
        5 as rows_read,
        3 as rows_accepted,
        1 as rows_refused,
        1 as rows_duplicate,
        0 as rows_ignored
    union all
    select
        5 as rows_read,
        3 as rows_accepted,
        1 as rows_refused,
        0 as rows_duplicate,
        0 as rows_ignored

),

unbalanced as (
    {{ rows_where_not(
        'outcomes',
        'rows_read = rows_accepted + rows_refused + rows_duplicate + rows_ignored'
    ) }}
),

-- The error of the first is there, that of the second has gone, the row of the third too; the
-- file of the fourth is not loaded here.
corrections as (

    select 'applied' as correction_status
    union all
    select 'expected_value_gone' as correction_status
    union all
    select 'row_not_found' as correction_status
    union all
    select 'file_not_loaded' as correction_status

),

corrections_to_mend as (
    {{ rows_where_not('corrections', "correction_status in ('applied', 'file_not_loaded')") }}
),

not_following as ({{ rows_that_do_not_follow('faulty', 'total', 'parts_sum', 0.01, 0) }}),

miscounted as ({{ groups_miscounted('counting', 'row_total', 'counted', 'code') }}),

caught as (

    select
        'unique_combination' as test_name,
        2 as expected_rows,
        count(*) as caught_rows
    from not_unique
    union all
    select
        'exactly_one' as test_name,
        2 as expected_rows,
        count(*) as caught_rows
    from not_exactly_one
    union all
    select
        'holds' as test_name,
        1 as expected_rows,
        count(*) as caught_rows
    from not_held
    union all
    select
        'follows_from' as test_name,
        1 as expected_rows,
        count(*) as caught_rows
    from not_following
    union all
    select
        'counts_rows_of' as test_name,
        3 as expected_rows,
        count(*) as caught_rows
    from miscounted
    union all
    select
        'every_row_read_is_accepted_refused_duplicate_or_ignored' as test_name,
        1 as expected_rows,
        count(*) as caught_rows
    from unbalanced
    union all
    select
        'every_correction_finds_the_error_it_expects' as test_name,
        2 as expected_rows,
        count(*) as caught_rows
    from corrections_to_mend

)

select *
from caught
where caught_rows != expected_rows
