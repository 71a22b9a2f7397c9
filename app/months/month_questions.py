"""What is asked of the months of a region: which are known, and one of them beside others."""

from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from app.base import choices, database
from app.base.selection import Selection
from app.base.words import Words

DEATHS: Final = "deaths"
# So many years before the one asked for are drawn beside it.
YEARS_BESIDE: Final = 5

OFFERED = """
select
    scope_code,
    scope_name,
    scope_name_en,
    measure_code,
    measure_name,
    measure_name_en,
    basis_code,
    period,
    scope_sort_order,
    measure_sort_order
from fct_monthly_counts
where
    region_code = ?
    and industry_code = 'all'
    and accident_type_code = 'all'
    and severity_code = 'all'
order by period desc, basis_code desc, scope_sort_order, measure_sort_order
"""

ELSEWHERE = """
select
    region_code,
    any_value(region_name) as region_name,
    any_value(region_name_en) as region_name_en,
    count(distinct period) as months
from fct_monthly_counts
group by region_code
order by months desc, region_code
limit 8
"""

YEARS = """
select
    period,
    period_year,
    period_month,
    value,
    cumulated,
    count_basis
from fct_monthly_counts
where
    region_code = ?
    and scope_code = ?
    and measure_code = ?
    and basis_code = ?
    and industry_code = 'all'
    and accident_type_code = 'all'
    and severity_code = 'all'
    and period_year between ? and ?
order by period
"""

# A month of a region with all that stands beside it in a bulletin: its measures, the regions in
# it, its scopes, and what accidents are told apart by.
ROWS = """
select
    counts.*,
    measures.base_unit as unit,
    counts.region_code = asked.region_code
    and counts.scope_code = asked.scope_code
    and counts.measure_code = asked.measure_code
    and counts.industry_code = 'all'
    and counts.accident_type_code = 'all'
    and counts.severity_code = 'all' as is_asked,
    case
        when counts.region_code != asked.region_code then 'region'
        when counts.scope_code != asked.scope_code then 'scope'
        when counts.industry_code != 'all' then 'industry'
        when counts.accident_type_code != 'all' then 'accident_type'
        when counts.severity_code != 'all' then 'severity'
        else 'measure'
    end as part
from (
    select
        ? as region_code,
        ? as scope_code,
        ? as measure_code,
        ? as basis_code,
        ? as period
) as asked
inner join fct_monthly_counts as counts
    on asked.basis_code = counts.basis_code and asked.period = counts.period
left join dim_measures as measures on counts.measure_code = measures.measure_code
left join dim_regions as regions
    on counts.region_code = regions.region_code and regions.is_latest_entry
where
    (
        counts.region_code = asked.region_code
        and (counts.scope_code = asked.scope_code or counts.measure_code = asked.measure_code)
        and (
            counts.measure_code = asked.measure_code
            or (
                counts.industry_code = 'all'
                and counts.accident_type_code = 'all'
                and counts.severity_code = 'all'
            )
        )
        and (
            counts.scope_code = asked.scope_code
            or (
                counts.industry_code = 'all'
                and counts.accident_type_code = 'all'
                and counts.severity_code = 'all'
            )
        )
    )
    or (
        regions.parent_code = asked.region_code
        and counts.scope_code = asked.scope_code
        and counts.measure_code = asked.measure_code
        and counts.industry_code = 'all'
        and counts.accident_type_code = 'all'
        and counts.severity_code = 'all'
    )
order by
    counts.measure_sort_order,
    counts.region_code,
    counts.scope_sort_order,
    counts.industry_sort_order,
    counts.accident_type_sort_order,
    counts.severity_sort_order
"""

# How the year is expected to end: a quota before a target, one of the measure itself before others.
OUTLOOK = """
select *
from fct_year_outlooks
where region_code = ? and scope_code = ? and measure_code = ? and period = ?
order by
    expected_year_end is null,
    outlook_kind,
    case when indicator_code = measure_code then 0 else 1 end,
    indicator_code,
    target_code
limit 1
"""

SEASON = """
select
    seasons.*,
    progress.used
from fct_quota_seasons as seasons
left join fct_quota_progress as progress
    on
        seasons.region_code = progress.region_code
        and seasons.scope_code = progress.scope_code
        and seasons.measure_code = progress.measure_code
        and seasons.period = progress.period
        and progress.period_month <= ?
where
    seasons.region_code = ?
    and seasons.scope_code = ?
    and seasons.measure_code = ?
    and seasons.period_year = ?
order by seasons.period_month
"""

SPRING = """
select *
from fct_spring_months
where
    region_code = ?
    and scope_code = ?
    and measure_code = ?
    and basis_code = ?
    and period_year between ? and ?
order by period_year desc
"""

LATE = """
select *
from fct_late_reports
where
    region_code = ?
    and scope_code = ?
    and measure_code = ?
    and basis_code = ?
    and substring(period, 1, 4) = ?
    and change != 0
order by period
"""

SOURCES = """
select
    coalesce(source_publisher, source_file) as publisher,
    source_title as title,
    count(*) as figures,
    min(kinds.preference) as preference
from fct_observations
left join dim_source_kinds as kinds using (source_kind)
where
    region_code = ?
    and scope_code = ?
    and measure_code = ?
    and basis_code = ?
    and period_grain = 'month'
    and period_year between ? and ?
group by all
order by preference, figures desc, publisher, title
"""


@dataclass(frozen=True)
class Asked:
    """Which month a page shows.

    Attributes:
        region: Code of the region.
        scope: Code of the scope.
        measure: Code of the measure.
        basis: published or records; the two are never mixed.
        month: The month, as 2026-10.
    """

    region: str
    scope: str
    measure: str
    basis: str
    month: str

    @property
    def year(self) -> int:
        """Answers the year of the month."""
        return int(self.month[:4])

    @property
    def number(self) -> int:
        """Answers the number of the month in its year."""
        return int(self.month[5:])

    @property
    def _series(self) -> tuple[str, ...]:
        return (self.region, self.scope, self.measure, self.basis)

    @property
    def _years(self) -> tuple[int, ...]:
        return (self.year - YEARS_BESIDE, self.year)

    def years(self) -> pl.DataFrame:
        """Answers all months known of the year and of those before it."""
        return database.ask(YEARS, (*self._series, *self._years))

    def rows(self) -> pl.DataFrame:
        """Answers the month as a bulletin has it, each row with its part."""
        return database.ask(ROWS, (*self._series, self.month))

    def outlook(self) -> dict[str, Any] | None:
        """Answers how the year is expected to end as of the month; None where nobody can say."""
        key = (self.region, self.scope, self.measure, self.month)
        found = database.ask(OUTLOOK, key)
        return found.row(0, named=True) if found.height else None

    def season(self) -> pl.DataFrame:
        """Answers the quota of the year with its season and what was used up to the month."""
        key = (self.region, self.scope, self.measure, self.year)
        return database.ask(SEASON, (self.number, *key))

    def spring(self) -> pl.DataFrame:
        """Answers January and February together, the latest year first."""
        return database.ask(SPRING, (*self._series, *self._years))

    def late(self) -> pl.DataFrame:
        """Answers what was reported late, or corrected, of the months of the year."""
        return database.ask(LATE, (*self._series, str(self.year)))

    def sources(self) -> pl.DataFrame:
        """Answers publishers and titles of the months drawn."""
        return database.ask(SOURCES, (*self._series, *self._years))


@dataclass(frozen=True)
class Choices:
    """What is chosen on the page among what is known of a region.

    Attributes:
        asked: Which month is shown.
        scopes: The scopes on offer, by code.
        measures: The measures on offer, by code.
        bases: The bases on offer.
        months: The months on offer, the latest first.
        in_vain: What of the address is not on offer.
    """

    asked: Asked
    scopes: dict[str, str]
    measures: dict[str, str]
    bases: list[str]
    months: list[str]
    in_vain: list[str]

    @classmethod
    def of(cls, selection: Selection, region: str, words: Words) -> "Choices":
        """Answers what a selection chooses of a region of which months are known."""
        offered = database.ask(OFFERED, (region,))
        scopes = _named(offered, "scope", words)
        latest = offered["scope_code"][0]
        scope = choices.first_offered(selection.scope, [latest, *scopes])
        of_scope = offered.filter(pl.col("scope_code") == scope)
        measures = _named(of_scope, "measure", words)
        measure = choices.first_offered(
            selection.measure, [code for code in (DEATHS, *measures) if code in measures]
        )
        of_measure = of_scope.filter(pl.col("measure_code") == measure)
        bases = of_measure["basis_code"].unique(maintain_order=True).to_list()
        basis = choices.first_offered(selection.source, bases)
        months = of_measure.filter(pl.col("basis_code") == basis)["period"].to_list()
        month = choices.first_offered(selection.month, months)
        asked = Asked(region, scope, measure, basis, month)
        settled = (
            (selection.scope, scope),
            (selection.measure, measure),
            (selection.source, basis),
            (selection.month, month),
        )
        in_vain = [code for code, taken in settled if code and code != taken]
        return cls(asked, scopes, measures, bases, months, in_vain)

    def settled(self, selection: Selection) -> Selection:
        """Answers the selection with what is shown."""
        asked = self.asked
        return replace(
            selection,
            scope=asked.scope,
            measure=asked.measure,
            source=asked.basis,
            month=asked.month,
        )


def _named(offered: pl.DataFrame, thing: str, words: Words) -> dict[str, str]:
    found = offered.sort(f"{thing}_sort_order", maintain_order=True)
    return dict(found.select(f"{thing}_code", words.column(f"{thing}_name")).iter_rows())
