"""Paths to the targets of plans: of a whole plan, and for the chart of an indicator's values."""

from typing import Any

import polars as pl

from app.base import database, numbers
from app.base.words import Words

# The path of each target from its base to its limit, as the mart has it; of whole years, for that
# of twelve months to June is another one.
PATHS = """
select distinct target_code, as_of_year as year, path_value as value
from fct_target_progress
where
    plan_code = ?
    and length(as_of_period) = 4
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
    decimals,
    min(target_code) as target_code
from fct_target_progress
where
    region_code = ?
    and indicator_code = ?
    and base_scope_code = ?
    and path_value is not null
group by plan_code, target_year, target_limit, decimals
order by target_code
"""
NEAR = 1.05  # ends of one year nearer than this share their words
EMPTY = pl.DataFrame(
    schema={
        "target": pl.String,
        "year": pl.Float64,
        "value": pl.Float64,
        "said": pl.String,
        "is_broken": pl.Boolean,
    }
)


def paths(plan: str) -> pl.DataFrame:
    """Answers target_code, year and value of the paths of a plan's targets."""
    return database.ask(PATHS, (plan, plan))


def broken(paths: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """Answers paths parted where a series breaks: what lies behind is the path of other figures.

    Args:
        paths: target, year and value; more columns are kept.
        breaks: Where breaks stand among the years, as breaks.between() answers them.

    Returns:
        The same with is_broken; at the first break behind its base a path has its value twice, as
        the end of one part and the beginning of the other.
    """
    parted = []
    for (_,), path in paths.sort("target", "year").group_by("target", maintain_order=True):
        base, end = path["year"].min(), path["year"].max()
        behind = breaks.filter((pl.col("year") > base) & (pl.col("year") < end))
        at = min(behind["year"].to_list(), default=None)
        whole = path.with_columns(pl.col("year").cast(pl.Float64))
        if at is None:
            parted.append(whole.with_columns(is_broken=pl.lit(value=False)))
            continue
        for is_broken, part in (
            (False, whole.filter(pl.col("year") < at)),
            (True, whole.filter(pl.col("year") > at)),
        ):
            joint = _between(whole, at).select(part.columns)
            parted.append(
                pl.concat([part, joint]).sort("year").with_columns(is_broken=pl.lit(is_broken))
            )
    if parted:
        return pl.concat(parted)
    return paths.with_columns(pl.col("year").cast(pl.Float64), is_broken=pl.lit(value=False))


def _between(path: pl.DataFrame, at: float) -> pl.DataFrame:
    """Answers the point of a geometric path between two of its years."""
    before = path.filter(pl.col("year") < at).row(-1, named=True)
    after = path.filter(pl.col("year") > at).row(0, named=True)
    share = (at - before["year"]) / (after["year"] - before["year"])
    ends = (before["value"], after["value"])
    is_geometric = min(ends) > 0
    value = (
        ends[0] * (ends[1] / ends[0]) ** share
        if is_geometric
        else ends[0] + share * (ends[1] - ends[0])
    )
    nothing = dict.fromkeys(path.columns)
    row = {**nothing, "target": before["target"], "year": at, "value": value}
    return pl.DataFrame([row], schema=path.schema)


def of_first(shown: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Answers the paths to the targets of the region asked about, each with words at its end.

    Empty where periods are not whole years, or the region asked about has no value.

    Args:
        shown: The values on the chart, rows of fct_indicator_values, with place.
        words: The words of the page.
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
    said = {code: words("chart_label", value=value) for code, value in _said(targets).items()}
    ends = [
        said.get(row["target_code"]) if row["year"] == row["target_year"] else None
        for row in drawn.iter_rows(named=True)
    ]
    return drawn.select(
        "year",
        "value",
        target="target_code",
        said=pl.Series(ends, dtype=pl.String),
        is_broken=pl.lit(value=False),
    ).cast(EMPTY.schema)


def _said(targets: pl.DataFrame) -> dict[str, str]:
    """Answers what is written at the end of each path; once where two ends would cover each other.

    At most 1.65 and 10 % less, which is 1.647, stand in one plan as two conditions.
    """
    said: dict[str, str] = {}
    before: dict[str, Any] = {}
    for row in targets.sort("plan_code", "target_year", "target_limit").iter_rows(named=True):
        is_next = all(row[name] == before.get(name) for name in ("plan_code", "target_year"))
        if is_next and row["target_limit"] < NEAR * before["target_limit"]:
            both = [_limit(before, 1), _limit(row, 1)]
            said[before["target_code"]] = " / ".join(dict.fromkeys(both))
            continue
        said[row["target_code"]], before = _limit(row), row
    return said


def _limit(row: dict[str, Any], further: int = 0) -> str:
    """Answers a value to reach with at most the indicator's decimals, or so many further."""
    return numbers.plain(round(row["target_limit"], row["decimals"] + further))
