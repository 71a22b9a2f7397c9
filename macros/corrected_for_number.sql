{#- Chances corrected for how many were compared at once: of many some lie beyond chance by chance.
    Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6 (1979): the smallest of n chances is multiplied by n, the next by n - 1, and so
    on, none below the one before it.
    chances: rows with region_code and half_deviation (see chance_beyond).
    group: the columns that those compared at once share. -#}
{% macro corrected_for_number(chances, group) -%}
{%- set columns = group | join(', ') -%}
select
    positioned.*,
    least(
        max(positioned.p_value * (positioned.comparisons_made - positioned.chance_position + 1))
            over (
                partition by {{ columns }}
                order by positioned.chance_position
                rows between unbounded preceding and current row
            ),
        1
    ) as p_value_corrected
from (
    select
        counted.*,
        cast(count(*) over (partition by {{ columns }}) as integer) as comparisons_made,
        row_number() over (
            partition by {{ columns }}
            order by counted.p_value, counted.region_code
        ) as chance_position
    from (
        select
            {{ chances }}.*,
            least({{ chance_beyond('half_deviation') }}, 1) as p_value
        from {{ chances }}
    ) as counted
) as positioned
{%- endmacro %}
