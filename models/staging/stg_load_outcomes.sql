{{ config(materialized='table') }}

with

outcomes as (

    select * from {{ source('lake', 'outcome') }}

),

followed as (

    select
        *,
        min(case when load_number is not null then loaded_at end) over (
            order by load_number asc nulls first
            rows between 1 following and unbounded following
        ) as next_loaded_at
    from outcomes

),

-- A clock may have been ahead: no load came after one of a later number.
placed as (

    select
        *,
        sum(
            case when load_number is not null and loaded_at >= next_loaded_at then 1 else 0 end
        ) over (
            order by load_number asc nulls first
            rows between current row and unbounded following
        ) as loads_ahead
    from followed

),

final as (

    select
        file_name as source_file,
        file_sha256,
        kind,
        layout,
        status,
        rows_read,
        rows_accepted,
        rows_refused,
        rows_duplicate,
        rows_ignored,
        records,
        reasons,
        warnings,
        refusal as refusal_code,
        refusal_detail,
        form,
        encoding,
        layout_given,
        ignored,
        remarks,
        load_number,
        case
            when load_number is not null and loaded_at >= next_loaded_at
                then next_loaded_at - interval '1' second * cast(loads_ahead as integer)
            else loaded_at
        end as loaded_at
    from placed

)

select * from final
