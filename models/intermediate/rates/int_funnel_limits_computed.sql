{#- Standard normal deviates for two-sided limits of 95 % and 99.8 %. -#}
{%- set z = {'95': 1.959963984540054, '998': 3.090232306167813} -%}
{#- Newton's steps; after seven the root stands still. -#}
{%- set steps = 7 -%}

with

peers as (

    select * from {{ ref('int_region_peers_grouped') }}
    where expected_count > 0

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
        peers.region_code,
        peers.period,
        peers.period_basis,
        peers.indicator_code,
        peers.scope_code,
        sides.side,
        sides.deviate,
        power(peers.expected_count, 1.0 / 3) as cube_root,
        sqrt(
            peers.expected_count + greatest(sides.deviate, 0) * (sqrt(peers.expected_count) + 1) + 1
        ) as root
    from peers
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
        greatest(max(case when side = 'lower_95' then power(root, 2) - 1 end), 0)
            as lower_count_95,
        max(case when side = 'upper_95' then power(root, 2) end) as upper_count_95,
        greatest(max(case when side = 'lower_998' then power(root, 2) - 1 end), 0)
            as lower_count_998,
        max(case when side = 'upper_998' then power(root, 2) end) as upper_count_998
    from roots_{{ steps }}
    group by region_code, period, period_basis, indicator_code, scope_code

)

select * from final
