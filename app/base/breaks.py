"""Breaks of the series on a page: since when, and why."""

from datetime import date

import polars as pl

from app.base import database
from app.base.words import Words

# Of several on one day the order is always the same.
BREAKS = """
select
    breaks_at,
    break_reason,
    break_reason_en,
    list(region_name order by list_position(?, region_code)) as region_names,
    list(region_name_en order by list_position(?, region_code)) as region_names_en
from (
    select distinct
        breaks_at, break_reason, break_reason_en, region_code, region_name, region_name_en
    from fct_series_breaks
    where
        region_code in (select unnest(?))
        and indicator_code = ?
        and scope_code in (select unnest(?))
        and breaks_at > ?
        and breaks_at <= ?
)
group by all
order by breaks_at, break_reason desc
"""


def between(shown: pl.DataFrame, words: Words, until: date | None = None) -> pl.DataFrame:
    """Answers the breaks between the first and the last period shown, for their chart.

    Args:
        shown: Values of one indicator, with scope_code, region_code and period_end_date.
        words: The words of the page.
        until: How far the chart goes on behind the last value, with paths to targets.

    Returns:
        breaks_at, reason, said (in short, for its rule), and where a break stands: when (date),
        year (among years, a float).
    """
    regions_shown = tuple(shown["region_code"].unique(maintain_order=True))
    row = shown.row(0, named=True)
    days = shown["period_end_date"].to_list()
    first, last = min(days), max(days)
    scopes = tuple(sorted(set(shown["scope_code"])))
    key = (row["indicator_code"], scopes, first, max(last, until or last))
    found = database.ask(BREAKS, (regions_shown, regions_shown, regions_shown, *key))
    reasons = []
    for each in found.iter_rows(named=True):
        names = each[words.column("region_names")]
        reason = each[words.column("break_reason")]
        if len(names) == len(regions_shown):
            reasons.append(reason)
        else:
            joined = words("list_comma").join(names)
            reasons.append(words("break_of_regions", regions=joined, reason=reason))
    day = pl.col("breaks_at").dt
    # A year's point stands at its whole number: the year begins half a step before it.
    return found.select(
        "breaks_at",
        when=day.offset_by("-15d"),
        year=day.year() - 0.5 + (day.ordinal_day() - 1) / 365,
        reason=pl.Series(reasons, dtype=pl.String),
        said=pl.Series(
            [words("break_at", year=day.year) for day in found["breaks_at"]], dtype=pl.String
        ),
    )
