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

not_unique as ({{ rows_not_unique('faulty', ['code', 'part']) }}),

not_exactly_one as ({{ groups_without_exactly_one('faulty', ['code'], 'is_chosen') }}),

not_held as ({{ rows_where_not('faulty', 'total >= 0') }}),

not_following as ({{ rows_that_do_not_follow('faulty', 'total', 'parts_sum', 0.01) }}),

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

)

select *
from caught
where caught_rows != expected_rows
