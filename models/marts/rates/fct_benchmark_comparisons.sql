{#- Standard normal deviates for two-sided limits of 95 % and 99.8 %. -#}
{%- set z = {'95': 1.959963984540054, '998': 3.090232306167813} -%}
{%- set ends = [('95', 'lower'), ('95', 'upper'), ('998', 'lower'), ('998', 'upper')] -%}

with

benchmarks as (

    select * from {{ ref('int_benchmarks_listed') }}

),

-- Given the events of a region and its peers together, the region's are binomial if both have one
-- rate (Przyborowski & Wilenski, Biometrika 1940), its share of the denominators being the
-- probability. Wilson's interval of that share (Journal of the American Statistical Association
-- 1927) is one of the ratio of both rates (Price & Bonett, Computational Statistics & Data
-- Analysis 2000).
counts as (

    select
        *,
        numerator + benchmark_numerator as both_counts,
        numerator / nullif(numerator + benchmark_numerator, 0) as count_share,
        denominator / (denominator + benchmark_denominator) as expected_share,
        comparability_reason_code is null as is_comparable,
        benchmark_rate * denominator / multiplier as expected_count
    from benchmarks

),

-- Middle and half width of Wilson's interval.
intervals as (

    select
        *,
        (count_share + {{ z['95'] ** 2 }} / (2 * both_counts))
        / (1 + {{ z['95'] ** 2 }} / both_counts) as middle_95,
        {{ z['95'] }} / (1 + {{ z['95'] ** 2 }} / both_counts) * sqrt(
            count_share * (1 - count_share) / both_counts
            + {{ z['95'] ** 2 }} / (4 * power(both_counts, 2))
        ) as half_95,
        (count_share + {{ z['998'] ** 2 }} / (2 * both_counts))
        / (1 + {{ z['998'] ** 2 }} / both_counts) as middle_998,
        {{ z['998'] }} / (1 + {{ z['998'] ** 2 }} / both_counts) * sqrt(
            count_share * (1 - count_share) / both_counts
            + {{ z['998'] ** 2 }} / (4 * power(both_counts, 2))
        ) as half_998
    from counts

),

-- Of counts that are zero an interval ends there; of all counts, at the whole.
bounds as (

    select
        *,
        case when numerator = 0 then 0 else middle_95 - half_95 end as lower_share_95,
        case when benchmark_numerator = 0 then 1 else middle_95 + half_95 end as upper_share_95,
        case when numerator = 0 then 0 else middle_998 - half_998 end as lower_share_998,
        case when benchmark_numerator = 0 then 1 else middle_998 + half_998 end
            as upper_share_998
    from intervals

),

-- Of a whole that holds the region, the rate is taken as given: the region's own interval alone
-- tells how far it may lie from it.
ratios as (

    select
        *,
        case
            when comparability_reason_code in ('published_rate_only', 'benchmark_published_only')
                then coalesce(computed_rate, published_rate) / nullif(benchmark_rate, 0)
            when is_comparable then computed_rate / nullif(benchmark_rate, 0)
        end as rate_ratio,
        {%- for level, side in ends %}
        case
            when not is_comparable then null
            when benchmark_code = 'peers'
                then
                    {{ side }}_share_{{ level }} / nullif(1 - {{ side }}_share_{{ level }}, 0)
                    * (1 - expected_share) / expected_share
            else {{ side }}_{{ level }} / nullif(benchmark_rate, 0)
        end as ratio_{{ side }}_{{ level }}
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from bounds

),

judged as (

    select
        *,
        case
            when not is_comparable or (benchmark_code = 'peers' and both_counts = 0) then null
            when benchmark_code = 'peers' and ratio_lower_998 > 1 then 'far_above'
            when benchmark_code = 'peers' and ratio_lower_95 > 1 then 'above'
            when benchmark_code = 'peers' and ratio_upper_998 < 1 then 'far_below'
            when benchmark_code = 'peers' and ratio_upper_95 < 1 then 'below'
            when benchmark_code = 'peers' then 'within'
            when lower_998 > benchmark_rate then 'far_above'
            when lower_95 > benchmark_rate then 'above'
            when upper_998 < benchmark_rate then 'far_below'
            when upper_95 < benchmark_rate then 'below'
            else 'within'
        end as position_code
    from ratios

),

deviations as (

    select
        *,
        case
            when benchmark_code = 'peers'
                then
                    abs(count_share - expected_share)
                    / sqrt(expected_share * (1 - expected_share) / both_counts)
                    / sqrt(2.0)
            else
                {{ half_deviation('numerator', 'expected_count') | indent(16) }}
        end as half_deviation
    from judged
    where position_code is not null

),

corrected as (

    {{ corrected_for_number(
        'deviations',
        [
            'period', 'period_basis', 'indicator_code', 'scope_code', 'region_level',
            'peer_denominator_measure', 'benchmark_code',
        ]
    ) | indent(4) }}

),

unnamed as (

    select
        judged.region_code,
        judged.period,
        judged.period_basis,
        judged.indicator_code,
        judged.scope_code,
        judged.benchmark_code,
        judged.benchmark_region_code,
        judged.benchmark_basis_code,
        judged.benchmark_numerator,
        judged.benchmark_denominator,
        judged.benchmark_rate,
        judged.is_comparable,
        judged.comparability_reason_code,
        judged.rate_ratio,
        judged.ratio_lower_95,
        judged.ratio_upper_95,
        judged.ratio_lower_998,
        judged.ratio_upper_998,
        judged.position_code,
        corrected.p_value,
        corrected.p_value_corrected,
        corrected.comparisons_made,
        corrected.p_value_corrected < 0.05 as is_beyond_chance_corrected,
        judged.region_level || '.' || judged.peer_denominator_measure as peer_group
    from judged
    left join corrected
        on
            {{ of_the_same('value', 'judged', 'corrected') }}
            and judged.benchmark_code = corrected.benchmark_code

),

final as (

    select
        unnamed.*,
        regions.region_name as benchmark_region_name,
        coalesce(regions.region_name_en, regions.region_name) as benchmark_region_name_en
    from unnamed
    left join {{ ref('dim_regions') }} as regions
        on
            unnamed.benchmark_region_code = regions.region_code
            and regions.is_latest_entry

)

select * from final
