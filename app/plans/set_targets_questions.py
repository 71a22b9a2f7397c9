"""What a target can be set from: a region's comparable values, scenarios, parts, other plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from app.base import choices, database
from app.base.selection import Selection
from app.base.words import Words

Row = dict[str, Any]
# So many of the latest years are offered as one mean.
MEANS = (3, 5)
# A trend of more years than these is of another time.
LATEST_YEARS = 10

REGIONS = """
select distinct
    v.region_code,
    v.region_name,
    coalesce(v.region_name_en, v.region_name) as region_name_en
from fct_indicator_values as v
inner join dim_indicators as i on v.indicator_code = i.indicator_code
where
    v.period_basis = 'year' and v.computed_rate is not null and v.numerator is not null
    and v.is_complete and i.is_poisson_count and i.lower_is_better
order by v.region_code
"""

# The scope that officially counts first, then the one known latest.
SERIES = """
select
    v.indicator_code,
    v.indicator_name,
    v.indicator_name_en,
    v.scope_code,
    v.scope_name,
    v.scope_name_en
from fct_indicator_values as v
inner join dim_indicators as i on v.indicator_code = i.indicator_code
where
    v.region_code = ? and v.period_basis = 'year' and v.computed_rate is not null
    and v.numerator is not null and v.is_complete and i.is_poisson_count and i.lower_is_better
group by all
order by
    min(v.indicator_sort_order),
    max(case when v.is_official_scope then v.period_year else 0 end) desc,
    max(v.period_year) desc,
    min(v.scope_sort_order)
"""

VALUES = """
select *
from fct_indicator_values
where
    region_code = ? and indicator_code = ? and scope_code = ?
    and period_basis = 'year' and computed_rate is not null and numerator is not null
    and is_complete
order by period_year
"""

APART = """
select from_period, to_period
from fct_incomparable_years
where region_code = ? and indicator_code = ? and scope_code = ?
"""

LATER_BREAKS = """
select breaks_at, break_reason, break_reason_en
from fct_series_breaks
where region_code = ? and indicator_code = ? and scope_code = ? and breaks_at > ?
order by breaks_at
"""

INDICATOR = "select * from dim_indicators where indicator_code = ?"

SCENARIOS = "select * from dim_planning_scenarios order by sort_order"

# The counts of the parts in the base, and what their rates are divided by.
REGIONS_WITHIN = """
select
    r.region_code as code,
    r.region_name as name,
    coalesce(r.region_name_en, r.region_name) as name_en,
    sum(v.numerator) as events,
    sum(v.denominator) as exposure,
    count(v.numerator) as years
from dim_regions_today as r
left join fct_indicator_values as v
    on
        r.region_code = v.region_code and v.indicator_code = ? and v.scope_code = ?
        and v.period_basis = 'year' and list_contains(?, v.period_year)
where r.parent_code = ?
group by all
order by r.region_code
"""

SCOPES_WITHIN = """
select
    v.scope_code as code,
    v.scope_name as name,
    v.scope_name_en as name_en,
    sum(v.numerator) as events,
    cast(null as double) as exposure,
    count(v.numerator) as years
from fct_indicator_values as v
where
    v.region_code = ? and v.indicator_code = ? and v.scope_code != ?
    and v.scope_code in (select n.scope_group from dim_industries as n)
    and v.period_basis = 'year' and list_contains(?, v.period_year)
group by all
order by min(v.scope_sort_order)
"""


@dataclass(frozen=True)
class Series:
    """The values of one region, indicator and scope that a target can rest on.

    Attributes:
        indicator: A row of dim_indicators.
        values: Rows of fct_indicator_values by year.
        apart: Pairs of years that do not compare.
    """

    indicator: Row
    values: dict[int, Row]
    apart: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, region: str, indicator: str, scope: str) -> "Series":
        """Answers the series."""
        key = (region, indicator, scope)
        rows = database.ask(VALUES, key).iter_rows(named=True)
        return cls(
            indicator=database.ask(INDICATOR, (indicator,)).row(0, named=True),
            values={row["period_year"]: row for row in rows},
            apart=frozenset(
                (int(first), int(second)) for first, second in database.ask(APART, key).iter_rows()
            ),
        )

    @property
    def is_rate(self) -> bool:
        """Answers whether something is divided by."""
        return self.indicator["denominator_measure"] is not None

    def comparable(self, year: int) -> list[int]:
        """Answers the latest years that compare with one year, that year among them."""
        fitting = [
            each
            for each in self.values
            if (each, year) not in self.apart and (year, each) not in self.apart
        ]
        return fitting[-LATEST_YEARS:]

    def bases(self) -> dict[str, tuple[int, ...]]:
        """Answers what can be the base: each year, the newest first, and means of the latest."""
        years = sorted(self.values, reverse=True)
        found: dict[str, tuple[int, ...]] = {str(year): (year,) for year in years}
        comparable = self.comparable(years[0]) if years else []
        for number in MEANS:
            latest = tuple(comparable[-number:])
            if len(latest) == number and latest[-1] - latest[0] == number - 1:
                found[f"{latest[0]}-{latest[-1]}"] = latest
        return found


@dataclass(frozen=True)
class Offered:
    """What can be chosen.

    Attributes:
        regions: Names of regions by code.
        region: The one asked about; empty where it has no value.
        indicators: Names of its indicators by code.
        indicator: The one asked about.
        scopes: Names of that one's scopes by code.
        scope: The one asked about.
    """

    regions: dict[str, str]
    region: str
    indicators: dict[str, str]
    indicator: str
    scopes: dict[str, str]
    scope: str

    @classmethod
    def of(cls, selection: Selection, words: Words) -> "Offered":
        """Answers what a selection can ask about."""
        named = words.column("region_name")
        regions = {
            row["region_code"]: row[named] for row in database.ask(REGIONS).iter_rows(named=True)
        }
        region = next((code for code in selection.regions[:1] if code in regions), "")
        series = database.ask(SERIES, (region,))
        indicators = dict(
            series.select("indicator_code", words.column("indicator_name"))
            .unique("indicator_code", maintain_order=True)
            .iter_rows()
        )
        indicator = choices.first_offered(selection.indicator, _counts_first(indicators))
        scopes = dict(
            series.filter(indicator_code=indicator)
            .select("scope_code", words.column("scope_name"))
            .iter_rows()
        )
        scope = choices.first_offered(selection.scope, list(scopes))
        return cls(regions, region, indicators, indicator, scopes, scope)


def later_break(region: str, indicator: str, scope: str, day: object) -> Row | None:
    """Answers the first break after the end of a base; None where there is none."""
    found = database.ask(LATER_BREAKS, (region, indicator, scope, day))
    return found.row(0, named=True) if found.height else None


def scenarios() -> list[Row]:
    """Answers the scenarios of growth in their order."""
    return list(database.ask(SCENARIOS).iter_rows(named=True))


def parts(kind: str, region: str, series: Series, scope: str, years: Sequence[int]) -> pl.DataFrame:
    """Answers the parts that a total can be shared out to, with their events in the base.

    Args:
        kind: regions or scopes.
        region: Code of the region.
        series: Its series.
        scope: Code of the scope.
        years: The base's years.
    """
    if kind == "scopes":
        measure = series.indicator["numerator_measure"]
        return database.ask(SCOPES_WITHIN, (region, measure, scope, tuple(years)))
    code = series.indicator["indicator_code"]
    return database.ask(REGIONS_WITHIN, (code, scope, tuple(years), region))


def _counts_first(indicators: dict[str, str]) -> list[str]:
    """Answers the codes with deaths first, which every plan asks about."""
    return sorted(indicators, key=lambda code: code != "deaths")
