{#- Words that SQL knows but does not reserve. -#}
{%- set value_column = 'value' -%}
{%- set change_column = 'change' -%}

with

-- January and February are what has been counted by the end of February.
februaries as (

    select * from {{ ref('fct_monthly_counts') }}
    where
        period_month = 2
        and cumulated is not null
        and industry_code = 'all'
        and accident_type_code = 'all'
        and severity_code = 'all'

),

new_years as (

    select * from {{ ref('lunar_new_years') }}

),

final as (

    select
        februaries.region_code,
        februaries.scope_code,
        februaries.measure_code,
        februaries.basis_code,
        februaries.period_year,
        februaries.cumulated as {{ value_column }},
        februaries.cumulated_year_earlier as year_earlier,
        februaries.cumulated_change as {{ change_column }},
        februaries.cumulated_change_pct as change_pct,
        februaries.cumulated_mean_of_three_years as mean_of_three_years,
        februaries.is_cumulated_beyond_chance as is_beyond_chance,
        februaries.is_cumulated_comparable as is_comparable,
        februaries.cumulated_reason as reason,
        februaries.cumulated_reason_text as reason_text,
        februaries.cumulated_reason_text_en as reason_text_en,
        new_years.new_year_date,
        earlier_new_years.new_year_date as new_year_date_year_earlier,
        februaries.region_name,
        februaries.region_name_en,
        februaries.scope_name,
        februaries.scope_name_en,
        februaries.scope_sort_order,
        februaries.measure_name,
        februaries.measure_name_en,
        februaries.measure_sort_order
    from februaries
    left join new_years
        on februaries.period_year = new_years.period_year
    left join new_years as earlier_new_years
        on februaries.period_year - 1 = earlier_new_years.period_year

)

select * from final
