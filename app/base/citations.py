"""Who published what a chart is drawn from: asked of the marts, told in a line or in full."""

from collections.abc import Sequence
from html import escape

import polars as pl

from app.base import database
from app.base.words import Words

PUBLISHERS_TOLD = 4
TITLES_TOLD = 8

OF_VALUES = """
select
    source_publisher as publisher,
    source_title as title,
    count(*) as figures,
    min(kinds.preference) as preference
from fct_indicator_inputs
left join dim_source_kinds as kinds using (source_kind)
where
    indicator_code = ?
    and scope_code = ?
    and period_basis = ?
    and list_contains(?, region_code)
    and list_contains(?, period)
group by publisher, title
order by preference, figures desc, publisher, title
"""

OF_FIGURES = """
select
    source_publisher as publisher,
    source_title as title,
    count(*) as figures,
    min(kinds.preference) as preference
from fct_observations
left join dim_source_kinds as kinds using (source_kind)
where basis_code != 'rollup' and (region_code = ? or measure_code = ?)
group by publisher, title
order by preference, figures desc, publisher, title
"""


OF_TARGET = """
select
    source_publisher as publisher,
    source_title as title,
    count(*) as figures,
    min(kinds.preference) as preference
from fct_target_evidence
left join dim_source_kinds as kinds using (source_kind)
where target_code = ? and as_of_period = ?
group by publisher, title
order by preference, figures desc, publisher, title
"""


def of_target(target: str, as_of: str) -> pl.DataFrame:
    """Answers publishers and titles of the figures behind a target's base and value."""
    return database.ask(OF_TARGET, (target, as_of))


def of_values(
    indicator: str, scope: str, basis: str, regions: Sequence[str], periods: Sequence[str]
) -> pl.DataFrame:
    """Answers publishers and titles of the figures behind values, those with most figures first.

    Args:
        indicator: Code of the indicator.
        scope: Code of the scope.
        basis: Period basis.
        regions: Codes of the regions.
        periods: Periods of the values.
    """
    regions, periods = tuple(sorted(set(regions))), tuple(sorted(set(periods)))
    return database.ask(OF_VALUES, (indicator, scope, basis, regions, periods))


def of_figures(*, region: str = "", measure: str = "") -> pl.DataFrame:
    """Answers publishers and titles of the figures of a region or of a measure."""
    return database.ask(OF_FIGURES, (region, measure))


def publishers(sources: pl.DataFrame, words: Words) -> str:
    """Answers in one line who published the figures; nothing where nobody did."""
    named = sources["publisher"].unique(maintain_order=True).to_list()
    return _told(named, PUBLISHERS_TOLD, words)


def titles(sources: pl.DataFrame, words: Words) -> str:
    """Answers publishers and titles of the figures; nothing where there are none."""
    named = [
        words("cite_source", publisher=row["publisher"], title=row["title"])
        for row in sources.iter_rows(named=True)
    ]
    return _told(named, TITLES_TOLD, words)


def technical_html(lines: Sequence[str], words: Words) -> str:
    """Answers what only who checks a figure wants, folded: file, row, a compiler's note, as HTML.

    Args:
        lines: What is folded, as texts; nothing is answered where there are none.
        words: The words of the page.
    """
    if not lines:
        return ""
    told = "".join(f'<p class="small">{escape(line)}</p>' for line in lines)
    return f"<details><summary>{escape(words('technical'))}</summary>{told}</details>"


def _told(named: Sequence[str], most: int, words: Words) -> str:
    if not named:
        return ""
    listed = words("list_comma").join(named[:most])
    if len(named) > most:
        listed += words("cite_more", all=len(named))
    return words("cite_sources", sources=listed)
