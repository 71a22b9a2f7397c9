-- No rate across scopes: only the scopes listed for an indicator.
select
    indicator_values.region_code,
    indicator_values.period,
    indicator_values.period_basis,
    indicator_values.indicator_code,
    indicator_values.scope_code
from {{ ref('fct_indicator_values') }} as indicator_values
inner join {{ ref('stg_indicators') }} as indicators
    on indicator_values.indicator_code = indicators.indicator_code
left join {{ ref('stg_indicator_scopes') }} as indicator_scopes
    on
        indicator_values.indicator_code = indicator_scopes.indicator_code
        and indicator_values.scope_code = indicator_scopes.scope_code
where
    not indicators.allows_any_scope
    and indicator_scopes.scope_code is null
