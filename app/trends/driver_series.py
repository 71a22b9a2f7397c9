"""The years of a rate and how the change between any two of them is split, as the marts have it."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from app.base import database

YEARS = """
select *
from fct_indicator_values
where
    region_code = ? and indicator_code = ? and scope_code = ?
    and period_basis = 'year' and computed_rate is not null
    and denominator_measure is not null
order by period
"""

SPLIT = """
select * from fct_rate_decompositions
where region_code = ? and indicator_code = ? and scope_code = ?
order by from_period, to_period
"""

NOT_COMPARED = """
select * from fct_incomparable_years
where region_code = ? and indicator_code = ? and scope_code = ?
"""


@dataclass(frozen=True)
class Series:
    """All years of one region, indicator and scope, and what the marts say of any two of them.

    Attributes:
        years: Values by year.
        split: Rows of fct_rate_decompositions.
        not_compared: Rows of fct_incomparable_years, by both years.
    """

    years: dict[str, dict[str, Any]]
    split: pl.DataFrame
    not_compared: dict[tuple[str, str], dict[str, Any]]

    @classmethod
    def of(cls, region: str, indicator: str, scope: str) -> "Series":
        """Answers the series."""
        key = (region, indicator, scope)
        found = database.ask(NOT_COMPARED, key).iter_rows(named=True)
        return cls(
            years={row["period"]: row for row in database.ask(YEARS, key).iter_rows(named=True)},
            split=database.ask(SPLIT, key),
            not_compared={(row["from_period"], row["to_period"]): row for row in found},
        )

    def pair(self, first: str, last: str) -> dict[str, Any] | None:
        """Answers how the change between two years is split; None where they do not compare."""
        found = self.split.filter(from_period=first, to_period=last)
        return found.row(0, named=True) if found.height else None

    def nearest(self, first: str, last: str) -> list[tuple[str, str]]:
        """Answers the spans nearest to one that cannot be split: to its end, and from its start."""
        pairs = self.split.select("from_period", "to_period")
        to_end = pairs.filter(to_period=last).sort("from_period").head(1)
        from_start = pairs.filter(pl.col("from_period") == first, pl.col("to_period") < last)
        longest = pairs.sort("to_period", "from_period", descending=[True, False]).head(1)
        found = pl.concat([from_start.sort("to_period").tail(1), to_end, longest])
        return list(found.unique(maintain_order=True).iter_rows())

    def chosen(self, first: str, last: str) -> tuple[str, str]:
        """Answers the two years asked for, else the longest span to the last that compares."""
        known = list(self.years)
        longest = self.split.sort("to_period", "from_period", descending=[True, False])
        start, end = known[0], known[-1]
        if longest.height:
            start, end = longest.select("from_period", "to_period").row(0)
        if first in known[:-1]:
            start = first
        later = [year for year in known if year > start]
        if last in later:
            return start, last
        return start, end if end in later else later[-1]
