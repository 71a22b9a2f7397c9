"""What has come in since the build before, and what the figures say otherwise than in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from app.base import database, homes, numbers
from app.base.selection import Selection, address
from app.base.words import Words
from app.figure.tables import PageLink
from app.plans import verdicts
from warehouse.builds.build_records import DATABASE_NAME, BuildRecord
from warehouse.builds.kept_builds import published_ids

Row = Mapping[str, Any]

LOADED = """
select file, status, rows_accepted, rows_refused, loaded_at
from fct_load_outcomes
where loaded_at > ?
order by loaded_at desc, sha256
"""
# The latest value of each series of a region, as exactly as it is shown; the official scope first.
LATEST = """
select
    v.indicator_code,
    v.scope_code,
    v.period_basis,
    v.period,
    v.period_end_date,
    round(coalesce(v.computed_rate, v.published_rate), indicators.decimals) as value,
    indicators.decimals,
    indicators.indicator_name,
    indicators.indicator_name_en,
    indicators.unit,
    indicators.unit_en,
    scopes.scope_name,
    scopes.scope_name_en,
    row_number() over (
        order by
            coalesce(v.is_official_scope, false) desc,
            indicators.sort_order,
            scopes.sort_order,
            bases.sort_order
    ) as place
from fct_indicator_values as v
inner join dim_indicators as indicators on v.indicator_code = indicators.indicator_code
inner join dim_scopes as scopes on v.scope_code = scopes.scope_code
inner join dim_period_bases as bases on v.period_basis = bases.period_basis
where v.region_code = ? and coalesce(v.computed_rate, v.published_rate) is not null
qualify
    row_number() over (
        partition by v.indicator_code, v.scope_code, v.period_basis
        order by v.period_end_date desc
    ) = 1
"""
# A plan's targets with their status. The build before may be of a version whose marts had no names,
# so it is asked for no column that has been added since; the same goes for LATEST.
STATUSES = """
select
    progress.target_code,
    progress.rule_code,
    progress.is_higher_better,
    progress.base_period,
    progress.target_year,
    progress.unit,
    progress.unit_en,
    targets.target_value,
    targets.unit as target_unit,
    targets.indicator_name_zh as target_name,
    coalesce(indicators.indicator_name_en, targets.indicator_name_zh) as target_name_en,
    progress.status_code,
    statuses.status_name,
    statuses.status_name_en,
    statuses.sign
from fct_target_progress as progress
inner join dim_targets as targets on progress.target_code = targets.target_code
inner join dim_target_statuses as statuses on progress.status_code = statuses.status_code
left join dim_indicators as indicators on progress.indicator_code = indicators.indicator_code
where progress.plan_code = ? and progress.as_of_period = ?
order by indicators.indicator_code is not null desc, progress.target_code
"""
# What the targets of the build shown ask for, in the code of its words.
REQUIREMENTS = """
select target_code, requirement_code
from fct_target_progress
where plan_code = ? and as_of_period = ?
"""
# Where the series of a region do not go on as they were.
BREAKS = """
select indicator_code, scope_code, breaks_at, break_reason, break_reason_en
from fct_series_breaks
where region_code = ?
order by breaks_at, break_reason
"""
SERIES = ("indicator_code", "scope_code", "period_basis")
BEFORE = "_before"
EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """What a build brought.

    Attributes:
        built_at: When the build shown was begun.
        before: When the published build before it was begun; None where none is kept.
        earlier: The database of that build.
        files: The files loaded since, the latest first.
    """

    built_at: datetime
    before: datetime | None
    earlier: Path | None
    files: pl.DataFrame


def latest() -> News:
    """Answers what came in between the build before and the one shown.

    Raises:
        MissingBuildError: Nothing is published yet.
        DamagedBuildError: What is published cannot be read.
    """
    shown = database.build()
    before, earlier = _build_before(shown.build_id)
    since = (before or EVER).astimezone(UTC).replace(tzinfo=None)
    return News(
        built_at=datetime.fromisoformat(shown.record.started_at),
        before=before,
        earlier=earlier,
        files=database.ask(LOADED, (since,)),
    )


def values(earlier: Path, region: str) -> pl.DataFrame:
    """Answers a region's latest values that are new, changed or gone.

    Args:
        earlier: The database of the build before.
        region: Code of the region.

    Returns:
        One row per series: its period and value now and, with _before, then; null where none.

    Raises:
        DamagedBuildError: The build before cannot be asked this.
    """
    return _differing(earlier, LATEST, (region,), (SERIES, ("period", "value")))


def statuses(earlier: Path, plan: str, as_of: str) -> pl.DataFrame:
    """Answers a plan's targets whose status is new, another or gone; see values()."""
    asked = (plan, as_of)
    compared = (("target_code",), ("status_code",))
    found = _differing(earlier, STATUSES, asked, compared)
    return found.join(database.ask(REQUIREMENTS, asked), on="target_code", how="left")


def told(earlier: Path, selection: Selection, standing: Row | None, words: Words) -> list[PageLink]:
    """Answers in a line each what differs from the build before, each leading to its page.

    Args:
        earlier: The database of the build before.
        selection: The selection of the page; its first region is asked about.
        standing: The standing of its plan that is shown, if it has one.
        words: The words of the page.

    Raises:
        DamagedBuildError: The build before cannot be asked this.
    """
    region = selection.regions[0]
    breaks = database.ask(BREAKS, (region,))
    lines = [
        PageLink(
            _value(row, words) + _across(row, breaks, words),
            address("trends", _of_series(row, selection)),
        )
        for row in values(earlier, region).iter_rows(named=True)
    ]
    if standing is None:
        return lines
    plan, as_of = standing["plan_code"], _told_of(standing)
    found = statuses(earlier, plan, as_of)
    if found.height > 1 and found["status_code_before"].null_count() == found.height:
        said = words("change_targets_new", number=found.height)
        return [*lines, PageLink(said, address("plan", selection))]
    for row in found.iter_rows(named=True):
        chosen = replace(selection, target=row["target_code"])
        lines.append(PageLink(_status(row, words), address("target", chosen)))
    return lines


def _told_of(standing: Row) -> str:
    """Answers the period as of which a plan's targets are compared between two builds."""
    if "as_of_period" in standing:
        return str(standing["as_of_period"])
    return str(standing["latest_period"] or standing["plan_to_year"])


def _build_before(build_id: str) -> tuple[datetime, Path] | tuple[None, None]:
    settings = homes.settings()
    ids = published_ids(settings)
    earlier = ids[: ids.index(build_id)] if build_id in ids else []
    for name in reversed(earlier):
        folder = settings.builds / name
        try:
            record = BuildRecord.read(folder)
        except (OSError, ValueError):  # cleared away meanwhile, or damaged: the one before it
            continue
        return datetime.fromisoformat(record.started_at), folder / DATABASE_NAME
    return None, None


def _differing(
    earlier: Path,
    sql: str,
    parameters: Sequence[object],
    compared: tuple[Sequence[str], Sequence[str]],
) -> pl.DataFrame:
    """Answers the rows of a query that differ between the build before and the one shown.

    Args:
        earlier: The database of the build before.
        sql: What both are asked; rows that have no place among their columns come in theirs.
        parameters: Values for its question marks.
        compared: The columns that a row is known by, and those in which it may differ.
    """
    key, facts = compared
    now = _placed(database.ask(sql, parameters))
    before = _placed(database.ask_build(earlier, sql, parameters))
    joined = now.join(before, on=key, how="full", coalesce=True, suffix=BEFORE)
    differs = [pl.col(name).ne_missing(pl.col(f"{name}{BEFORE}")) for name in facts]
    return joined.filter(pl.any_horizontal(differs)).sort(
        "place", f"place{BEFORE}", nulls_last=True
    )


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    return frame if "place" in frame.columns else frame.with_row_index("place")


def _known(row: Row, is_there: str) -> Row:
    """Answers the row as it is now, or as it was where it is gone."""
    if row[is_there] is not None:
        return row
    was = {name.removesuffix(BEFORE): row[name] for name in row if name.endswith(BEFORE)}
    return {**row, **was}


def _across(row: Row, breaks: pl.DataFrame, words: Words) -> str:
    """Answers that a change does not compare, where a break of the series lies in between."""
    then, now = row[f"period_end_date{BEFORE}"], row["period_end_date"]
    if row["value"] is None or then is None or then >= now:
        return ""
    crossed = breaks.filter(
        (pl.col("indicator_code") == row["indicator_code"])
        & (pl.col("scope_code") == row["scope_code"])
        & (pl.col("breaks_at") > then)
        & (pl.col("breaks_at") <= now)
    )
    if not crossed.height:
        return ""
    return words("change_across_break", reason=crossed[words.column("break_reason")][0])


def _of_series(row: Row, selection: Selection) -> Selection:
    return replace(
        selection,
        indicator=row["indicator_code"],
        scope=row["scope_code"],
        basis=row["period_basis"],
        period="",
    )


def _value(row: Row, words: Words) -> str:
    known = _known(row, "value")
    decimals = int(known["decimals"])
    then = {"period": row["period_before"], "period_basis": row["period_basis"]}
    if row["value"] is None:
        code = "change_value_gone"
    elif row["value_before"] is None:
        code = "change_value_new"
    else:
        is_same = row["period"] == row["period_before"]
        code = "change_value" if is_same else "change_value_period"
    return words(
        code,
        indicator=known[words.column("indicator_name")],
        scope=known[words.column("scope_name")],
        unit=known[words.column("unit")],
        period=numbers.period(known, words),
        now=numbers.number(row["value"], decimals),
        earlier=numbers.period(then, words) if row["period_before"] else "",
        before=numbers.number(row["value_before"], decimals),
    )


def _status(row: Row, words: Words) -> str:
    known = _known(row, "status_code")
    code = "change_target"
    if row["status_code"] is None:
        code = "change_target_gone"
    elif row["status_code_before"] is None:
        code = "change_target_new"
    name = words.column("status_name")
    return words(
        code,
        target=known[words.column("target_name")],
        requirement=verdicts.requirement(known, words),
        now=f"{row['sign']} {row[name]}",
        before=f"{row[f'sign{BEFORE}']} {row[f'{name}{BEFORE}']}",
    )
