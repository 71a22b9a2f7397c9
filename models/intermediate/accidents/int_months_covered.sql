with

coverages as (

    select * from {{ ref('int_coverages_spread') }}

),

digits as (

    {% for digit in range(10) %}
    select {{ digit }} as digit
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

years as (

    select 1900 + 100 * centuries.digit + 10 * decades.digit + digits.digit as period_year
    from digits
    cross join digits as decades
    cross join digits as centuries
    where centuries.digit < 3

),

month_numbers as (

    {% for month in range(1, 13) %}
    select '{{ '%02d' % month }}' as month_number
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

months as (

    select
        years.period_year,
        cast(years.period_year as varchar) || '-' || month_numbers.month_number as period
    from years
    cross join month_numbers

),

months_ended as (

    select
        period_year,
        period,
        cast(period || '-01' as date) as period_start_date,
        last_day(cast(period || '-01' as date)) as period_end_date
    from months

),

-- A month that had not ended when its file was loaded is not covered, whatever was declared.
covered as (

    select
        coverages.*,
        months_ended.period,
        months_ended.period_year,
        months_ended.period_end_date,
        row_number() over (
            partition by coverages.region_code, coverages.scope_code, months_ended.period
            order by
                coverages.steps_up asc,
                case when coverages.told_by is null then 0 else 1 end asc,
                case when coverages.published_date is null then 1 else 0 end asc,
                coverages.published_date desc,
                coverages.loaded_at desc,
                coverages.file_sha256 asc,
                coverages.row_number asc,
                coverages.covers_from asc,
                coverages.declared_scope_code asc
        ) as choice
    from coverages
    inner join months_ended
        on
            coverages.covers_from <= months_ended.period_start_date
            and coverages.covers_to >= months_ended.period_end_date
            and months_ended.period_end_date < cast(coverages.loaded_at as date)

),

final as (

    select
        region_code,
        scope_code,
        period,
        period_year,
        period_end_date,
        declared_scope_code,
        told_by,
        steps_up,
        published_date,
        source_title,
        source_file,
        file_sha256,
        row_number,
        loaded_at
    from covered
    where choice = 1

)

select * from final
