{#- Measures of fct_observations that are counted from accident records. -#}
{%- set measures = [
    'accidents', 'deaths', 'serious_injuries', 'injuries', 'direct_loss',
    'accidents_larger', 'accidents_serious', 'accidents_major', 'deaths_larger',
] -%}

with

months_known as (

    select * from {{ ref('int_months_known') }}

),

summed as (

    select * from {{ ref('int_accidents_summed') }}

),

-- No accident in a covered month is a true zero; a sum is known where every accident states it.
months_counted as (

    select
        months_known.region_code,
        months_known.scope_code,
        months_known.period,
        coalesce(summed.accidents, 0) as accidents,
        coalesce(summed.accidents_larger, 0) as accidents_larger,
        coalesce(summed.accidents_serious, 0) as accidents_serious,
        coalesce(summed.accidents_major, 0) as accidents_major,
        case
            when coalesce(summed.deaths_larger_stated, 0) = coalesce(summed.accidents_larger, 0)
                then coalesce(summed.deaths_larger, 0)
        end as deaths_larger,
        {%- for measure in ['deaths', 'serious_injuries', 'injuries', 'direct_loss'] %}
        case
            when coalesce(summed.{{ measure }}_stated, 0) = coalesce(summed.accidents, 0)
                then coalesce(summed.{{ measure }}, 0)
        end as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from months_known
    left join summed
        on
            months_known.region_code = summed.region_code
            and months_known.scope_code = summed.scope_code
            and months_known.period = summed.period

),

singles as (

    select
        months_known.*,
        {%- for measure in measures %}
        months_counted.{{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from months_known
    inner join months_counted
        on
            months_known.region_code = months_counted.region_code
            and months_known.scope_code = months_counted.scope_code
            and months_known.period = months_counted.period

),

-- From January on: where every month until then is covered, and the measure known in each.
cumulated as (

    select
        singles.region_code,
        singles.scope_code,
        singles.period,
        count(*) as month_count,
        {%- for measure in measures %}
        case
            when count(earlier.{{ measure }}) = count(*) then {{ added_up('earlier.' ~ measure) }}
        end as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from singles
    inner join singles as earlier
        on
            singles.region_code = earlier.region_code
            and singles.scope_code = earlier.scope_code
            and singles.period_year = earlier.period_year
            and singles.period >= earlier.period
    group by singles.region_code, singles.scope_code, singles.period
    having count(*) = cast(substring(singles.period, 6, 2) as integer)

),

spans as (

    select
        region_code,
        scope_code,
        period as last_month,
        period,
        'month' as period_grain,
        'single_month' as period_basis,
        {%- for measure in measures %}
        cast({{ measure }} as double) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from months_counted

    union all

    select
        region_code,
        scope_code,
        period as last_month,
        period,
        'month' as period_grain,
        'cumulative_from_january' as period_basis,
        {%- for measure in measures %}
        cast({{ measure }} as double) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from cumulated

    union all

    select
        region_code,
        scope_code,
        period as last_month,
        substring(period, 1, 4) as period,
        'year' as period_grain,
        'year' as period_basis,
        {%- for measure in measures %}
        cast({{ measure }} as double) as {{ measure }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from cumulated
    where month_count = 12

),

counted as (

    {% for measure in measures %}
    select
        region_code,
        scope_code,
        last_month,
        period,
        period_grain,
        period_basis,
        '{{ measure }}' as measure_code,
        {{ measure }} as counted_value
    from spans
    where {{ measure }} is not null
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- A span is told from the coverage of its last month.
final as (

    select
        counted.region_code,
        counted.period,
        counted.period_grain,
        months_known.period_year,
        months_known.period_end_date,
        counted.period_basis,
        counted.measure_code,
        counted.scope_code,
        counted.counted_value,
        months_known.published_date,
        months_known.source_title,
        months_known.source_file,
        months_known.file_sha256,
        months_known.row_number,
        months_known.loaded_at
    from counted
    inner join months_known
        on
            counted.region_code = months_known.region_code
            and counted.scope_code = months_known.scope_code
            and counted.last_month = months_known.period

)

select * from final
