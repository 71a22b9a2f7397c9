with

observations as (

    select * from {{ ref('int_observations_completed') }}

),

measure_sums as (

    select * from {{ ref('measure_sums') }}

),

part_counts as (

    select
        measure_code,
        count(*) as parts_needed
    from measure_sums
    group by measure_code

),

-- Latest and first published readings, side by side, one row a figure.
readings as (

    select
        region_code,
        period,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        observed_value as latest_value,
        first_observed_value as first_value,
        vintage_code as latest_vintage_code,
        basis_code as latest_basis_code
    from observations
    where is_latest_vintage

),

-- A sum exists where all of its parts do; a missing part makes it incomplete, not small.
sums as (

    select
        readings.region_code,
        readings.period,
        readings.period_year,
        readings.period_end_date,
        readings.period_basis,
        measure_sums.measure_code,
        readings.scope_code,
        {{ added_up('readings.latest_value') }} as latest_value,
        {{ added_up('readings.first_value') }} as first_value,
        {{ vintage_of_parts('readings.latest_vintage_code') | indent(8) }}
            as latest_vintage_code,
        case
            when min(readings.latest_basis_code) = max(readings.latest_basis_code)
                then min(readings.latest_basis_code)
            else 'rollup'
        end as latest_basis_code
    from readings
    inner join measure_sums
        on readings.measure_code = measure_sums.part_measure_code
    inner join part_counts
        on measure_sums.measure_code = part_counts.measure_code
    group by
        readings.region_code,
        readings.period,
        readings.period_year,
        readings.period_end_date,
        readings.period_basis,
        measure_sums.measure_code,
        readings.scope_code,
        part_counts.parts_needed
    having count(*) = part_counts.parts_needed

),

-- A figure published under the sum's own name wins over the sum of its parts.
final as (

    select
        region_code,
        period,
        period_year,
        period_end_date,
        period_basis,
        measure_code,
        scope_code,
        latest_value,
        first_value,
        latest_vintage_code,
        latest_basis_code
    from readings

    union all

    select
        sums.region_code,
        sums.period,
        sums.period_year,
        sums.period_end_date,
        sums.period_basis,
        sums.measure_code,
        sums.scope_code,
        sums.latest_value,
        sums.first_value,
        sums.latest_vintage_code,
        sums.latest_basis_code
    from sums
    left join readings
        on {{ of_the_same('figure', 'sums', 'readings') }}
    where readings.measure_code is null

)

select * from final
