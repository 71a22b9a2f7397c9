"""Paths to the targets of plans: of a whole plan, and for the chart of an indicator's values."""

from typing import Any

import polars as pl

from app.base import database, numbers

# The path of each target from its base to its limit, as the mart has it.
PATHS = """
select distinct target_code, as_of_year as year, path_value as value
from fct_target_progress
where
    plan_code = ?
    and path_value is not null
    and as_of_year <= target_year
    and value_basis = 'year'
    and not is_each_year
    and rule_code not in ('zero', 'yearly_decline')
union
select distinct target_code, try_cast(base_period as integer) as year, base_value as value
from fct_target_progress
where
    plan_code = ?
    and base_value is not null
    and path_value is not null
    and try_cast(base_period as integer) is not null
    and value_basis = 'year'
    and not is_each_year
    and rule_code not in ('zero', 'yearly_decline')
order by target_code, year
"""
# Targets on an indicator whose base is of the scope shown; two that ask the same (a fall of 30 %,
# and at most 0.063) are one path.
TARGETS = """
select
    plan_code,
    target_year,
    target_limit,
    min(target_code) as target_code
from fct_target_progress
where
    region_code = ?
    and indicator_code = ?
    and base_scope_code = ?
    and path_value is not null
group by plan_code, target_year, target_limit
order by target_code
"""
NEAR = 1.05  # ends of one year nearer than this share their words
EMPTY = pl.DataFrame(
    schema={"target": pl.String, "year": pl.Int64, "value": pl.Float64, "said": pl.String}
)


def paths(plan: str) -> pl.DataFrame:
    """Answers target_code, year and value of the paths of a plan's targets."""
    return database.ask(PATHS, (plan, plan))


def of_first(shown: pl.DataFrame) -> pl.DataFrame:
    """Answers the paths to the targets of the region asked about, as charts.trend takes them.

    Empty where periods are not whole years, or the region asked about has no value.

    Args:
        shown: The values on the chart, rows of fct_indicator_values, with place.
    """
    first = shown.sort("place").row(0, named=True)
    if first["period_basis"] != "year" or first["place"] != 0:
        return EMPTY
    key = (first["region_code"], first["indicator_code"], first["scope_code"])
    targets = database.ask(TARGETS, key)
    if targets.is_empty():
        return EMPTY
    ways = pl.concat(paths(plan) for plan in targets["plan_code"].unique())
    drawn = ways.join(targets, on="target_code").sort("target_code", "year")
    said = _said(targets)
    ends = [
        said.get(row["target_code"]) if row["year"] == row["target_year"] else None
        for row in drawn.iter_rows(named=True)
    ]
    return drawn.select(
        "year", "value", target="target_code", said=pl.Series(ends, dtype=pl.String)
    ).cast(EMPTY.schema)


def _said(targets: pl.DataFrame) -> dict[str, str]:
    """Answers what is written at the end of each path; once where two ends would cover each other.

    At most 1.65 and 10 % less, which is 1.647, stand in one plan as two conditions.
    """
    said: dict[str, str] = {}
    before: dict[str, Any] = {}
    for row in targets.sort("plan_code", "target_year", "target_limit").iter_rows(named=True):
        limit = numbers.plain(row["target_limit"])
        is_next = all(row[name] == before.get(name) for name in ("plan_code", "target_year"))
        if is_next and row["target_limit"] < NEAR * before["target_limit"]:
            said[before["target_code"]] += f" / {limit}"
            continue
        said[row["target_code"]], before = limit, row
    return said
