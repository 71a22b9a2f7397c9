{#- What a home brings of a registry: of an entry that several files tell the one loaded last, and
    none whose code ships, for what ships cannot be redefined. To be read as a table.
    kind: the kind of file. key: the column of the code. shipped: the CTE of what ships. -#}
{% macro loaded_entries(kind, key, shipped) -%}
select ranked.*
from (
    select
        entries.*,
        outcomes.source_file,
        outcomes.loaded_at,
        row_number() over (
            partition by entries.{{ key }}
            order by
                outcomes.loaded_at desc,
                entries.file_sha256 asc,
                entries.sheet_name desc,
                entries.row_number desc
        ) as choice
    from {{ source('lake', kind) }} as entries
    inner join {{ ref('stg_load_outcomes') }} as outcomes
        on entries.file_sha256 = outcomes.file_sha256
    where outcomes.refusal_code is null
) as ranked
left join {{ shipped }}
    on ranked.{{ key }} = {{ shipped }}.{{ key }}
where ranked.choice = 1 and {{ shipped }}.{{ key }} is null
{%- endmacro %}
