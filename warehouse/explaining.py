"""A number's whole story: what it is made of, from where, and what may be concluded from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from loaders.periods import last_day_of, read_period
from loaders.places import Places
from warehouse.errors import NothingToExplainError, UnknownNameError
from warehouse.reading import connect, published_build
from warehouse.settings import Settings

Row: TypeAlias = dict[str, Any]
SEEDS_DIR = Path(__file__).resolve().parent.parent / "seeds"

INDICATORS = """
select indicator_code from dim_indicators
where ? in (indicator_code, indicator_name, indicator_name_en)
"""

VALUES = """
select
    fct_indicator_values.*,
    dim_indicators.indicator_name, dim_indicators.indicator_name_en,
    dim_indicators.unit, dim_indicators.unit_en, dim_indicators.decimals,
    dim_indicators.indicator_kind, dim_indicators.definition, dim_indicators.definition_en,
    dim_scopes.scope_name, dim_scopes.scope_name_en,
    dim_regions.region_name, dim_regions.region_name_en,
    dim_period_bases.period_basis_name, dim_period_bases.period_basis_name_en
from fct_indicator_values
inner join dim_indicators using (indicator_code)
inner join dim_scopes using (scope_code)
inner join dim_period_bases using (period_basis)
inner join dim_regions
    on
        fct_indicator_values.region_code = dim_regions.region_code
        and dim_regions.is_latest_entry
where
    fct_indicator_values.region_code = ?
    and fct_indicator_values.period = ?
    and indicator_code = ?
    and (? is null or ? in (scope_code, scope_name, scope_name_en))
order by dim_scopes.sort_order, dim_period_bases.sort_order
"""

INPUTS = """
select
    inputs.*,
    dim_measures.measure_name, dim_measures.measure_name_en,
    dim_vintages.vintage_name, dim_vintages.vintage_name_en
from fct_indicator_inputs as inputs
inner join dim_measures using (measure_code)
inner join dim_vintages using (vintage_code)
where
    region_code = ? and period = ? and period_basis = ? and indicator_code = ? and scope_code = ?
order by
    case input_role when 'numerator' then 1 when 'denominator' then 2 else 3 end,
    dim_measures.sort_order
"""

RECONCILED = """
select published_rate, recomputed_rate, outcome, explanation, explanation_en
from fct_rate_reconciliations
where
    region_code = ? and period = ? and period_basis = ? and indicator_code = ? and scope_code = ?
order by is_latest_vintage desc, published_rate
"""

BREAKS = """
select break_code, breaks_at, break_reason, break_reason_en, source
from dim_series_breaks
where break_code = ?
"""


@dataclass(frozen=True)
class Story:
    """One value with all that is behind it.

    Attributes:
        value: The row of fct_indicator_values, with the names of its codes.
        inputs: The figures it is made of and the printed rates, each with file, row and quote.
        printed: What came of computing each printed rate again.
        breaks: The break between it and the period before, if there is one.
    """

    value: Row
    inputs: list[Row]
    printed: list[Row]
    breaks: list[Row]


def explain(
    settings: Settings, region: str, period: str, indicator: str, scope: str | None = None
) -> list[Story]:
    """Answers the stories of a value, one for each scope and period basis that there is.

    Args:
        settings: The home.
        region: A region's code or any form of its name.
        period: 2015, 2015年, 2015-06, 2015年1-10月 …
        indicator: An indicator's code or name.
        scope: A scope's code or name; all of them when left out.

    Raises:
        MissingBuildError: Nothing is published.
        UnknownNameError: Region, period or indicator is not known; says the nearest.
        NothingToExplainError: There is no such value.
    """
    wanted = _period(period)
    code = _region(region, last_day_of(wanted))
    with connect(published_build(settings).database) as connection:
        found = _rows(connection, INDICATORS, indicator)
        if not found:
            raise UnknownNameError(name=indicator, detail="dim_indicators")
        asked = found[0]["indicator_code"]
        values = _rows(connection, VALUES, code, wanted, asked, scope, scope)
        if not values:
            raise NothingToExplainError(region=region, period=wanted, indicator=indicator)
        return [_story(connection, value) for value in values]


def _story(connection: duckdb.DuckDBPyConnection, value: Row) -> Story:
    names = ("region_code", "period", "period_basis", "indicator_code", "scope_code")
    key = [value[name] for name in names]
    return Story(
        value=value,
        inputs=_rows(connection, INPUTS, *key),
        printed=_rows(connection, RECONCILED, *key),
        breaks=_rows(connection, BREAKS, value["crossed_break_code"]),
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[Row]:
    cursor = connection.execute(sql, list(values))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _period(text: str) -> str:
    found = read_period(text)
    if found.value is None:
        raise UnknownNameError(name=text, detail=found.detail or "2015, 2015-06, 2011-2015")
    return found.value.period


def _region(text: str, on: date) -> str:
    places = Places.from_seeds(SEEDS_DIR)
    day = min(on, datetime.now(UTC).date())
    is_code = text[:1].isdigit() or (text.isascii() and text.isupper())
    found = places.check_code(text, on=day) if is_code else places.read_region(text, on=day)
    if found.value is None:
        raise UnknownNameError(name=text, detail=found.detail)
    return found.value
