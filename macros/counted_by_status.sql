{#- How many rows have each status of a target, a column each: met, on_track, … -#}
{% macro target_statuses() -%}
{{ return([
    'met',
    'on_track',
    'acceleration_needed',
    'limited_progress',
    'deteriorating',
    'not_met',
    'not_comparable',
    'base_missing',
    'no_data',
    'intention',
]) }}
{%- endmacro %}

{% macro counted_by_status() -%}
{%- for status in target_statuses() -%}
sum(case when status_code = '{{ status }}' then 1 else 0 end) as {{ status }}
{%- if not loop.last %},
{% endif -%}
{%- endfor -%}
{%- endmacro %}

{#- The same as they stand in a mart: integers called after what was counted, 0 where nothing was.
    things: what was counted, which the columns begin with.
    rows: where they were counted. -#}
{% macro counts_named(things, rows) -%}
{%- for status in target_statuses() -%}
cast(coalesce({{ rows }}.{{ status }}, 0) as integer) as {{ things }}_{{ status }}
{%- if not loop.last %},
{% endif -%}
{%- endfor -%}
{%- endmacro %}
