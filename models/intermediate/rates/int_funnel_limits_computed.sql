{#- Standard normal deviates for two-sided limits of 95 % and 99.8 %. -#}
{%- set z = {'95': 1.959963984540054, '998': 3.090232306167813} -%}
{#- Newton's steps; after seven the root stands still. -#}
{%- set steps = 7 -%}

with

peers as (

    select * from {{ ref('int_region_peers_grouped') }}
    where expected_count > 0

),

dispersions as (

    select * from {{ ref('int_peer_dispersions_estimated') }}

),

-- Counts that spread f times as much as by chance have the limits of counts f times smaller, times
-- f: the multiplicative model of Spiegelhalter 2005. They never spread less than by chance.
scaled as (

    select
        peers.*,
        greatest(coalesce(dispersions.dispersion, 1), 1) as widening,
        peers.expected_count / greatest(coalesce(dispersions.dispersion, 1), 1) as scaled_count
    from peers
    left join dispersions
        on {{ of_the_same('peers', 'peers', 'dispersions') }}

),

sides as (

    {% for level, deviate in z.items() %}
    select
        'upper_{{ level }}' as side,
        {{ deviate }} as deviate
    union all
    select
        'lower_{{ level }}' as side,
        -{{ deviate }} as deviate
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- The count whose Byar's limit is just the expected number E. For its root y, from below the root
-- of the count and one: y^2 - 1/9 - z y / 3 = E^(1/3) y^(4/3).
roots_0 as (

    select
        scaled.region_code,
        scaled.period,
        scaled.period_basis,
        scaled.indicator_code,
        scaled.scope_code,
        scaled.widening,
        sides.side,
        sides.deviate,
        power(scaled.scaled_count, 1.0 / 3) as cube_root,
        sqrt(
            scaled.scaled_count + greatest(sides.deviate, 0) * (sqrt(scaled.scaled_count) + 1) + 1
        ) as root
    from scaled
    cross join sides

),

{% for step in range(1, steps + 1) -%}
roots_{{ step }} as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        widening,
        side,
        deviate,
        cube_root,
        root - (power(root, 2) - 1.0 / 9 - deviate * root / 3 - cube_root * power(root, 4.0 / 3))
        / (2 * root - deviate / 3 - cube_root * 4.0 / 3 * power(root, 1.0 / 3)) as root
    from roots_{{ step - 1 }}

),

{% endfor -%}
final as (

    select
        region_code,
        period,
        period_basis,
        indicator_code,
        scope_code,
        greatest(max(case when side = 'lower_95' then widening * (power(root, 2) - 1) end), 0)
            as lower_count_95,
        max(case when side = 'upper_95' then widening * power(root, 2) end) as upper_count_95,
        greatest(max(case when side = 'lower_998' then widening * (power(root, 2) - 1) end), 0)
            as lower_count_998,
        max(case when side = 'upper_998' then widening * power(root, 2) end) as upper_count_998
    from roots_{{ steps }}
    group by region_code, period, period_basis, indicator_code, scope_code

)

select * from final
