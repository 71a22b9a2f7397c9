"""The story of a number that a reader names: region, period and indicator in words or codes."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import duckdb

from loaders.words.periods import last_day_of, read_period
from loaders.words.places import Places
from warehouse.ask.parts import Row
from warehouse.ask.stories import Story, stories
from warehouse.builds.published import connect, published_build, why_closed
from warehouse.ground.errors import (
    AmbiguousNameError,
    NothingToExplainError,
    OlderBuildError,
    UnknownNameError,
)
from warehouse.ground.project_files import SEEDS_DIR
from warehouse.ground.settings import Settings

INDICATORS = """
select indicator_code from dim_indicators
where ? in (indicator_code, indicator_name, indicator_name_en)
"""

CODES = "select indicator_code from dim_indicators order by sort_order"

SCOPES = "select scope_code, scope_name, scope_name_en from dim_scopes order by sort_order"

IN_LETTERS = """
select region_code, region_name from dim_regions
where
    lower(?) in (lower(region_name_en), region_name, region_code, pinyin)
    and coalesce(valid_from, date '0001-01-01') <= ? and coalesce(valid_to, date '9999-12-31') > ?
order by region_code
"""

Ask = Callable[[str, Sequence[object]], list[Row]]


def explain(
    settings: Settings, region: str, period: str, indicator: str, scope: str | None = None
) -> list[Story]:
    """Answers the stories of a value, one for each scope and period basis that there is.

    Args:
        settings: The home.
        region: A region's code, any form of its name, or its name in English or pinyin.
        period: 2015, 2015年, 2015-06, 2015年1-10月 …
        indicator: An indicator's code or name.
        scope: A scope's code or name; all of them when left out.

    Raises:
        MissingBuildError: Nothing is published.
        DamagedBuildError: What is published is damaged.
        ClosedBuildError: It is held by another program, or may not be read.
        OlderBuildError: It lacks a table or column that is asked for.
        UnknownNameError: Region, period, indicator or scope is not known; says the nearest.
        AmbiguousNameError: Several regions bear the name.
        NothingToExplainError: There is no such value.
    """
    wanted = _period(period)
    published = published_build(settings)
    with connect(published.database) as connection:

        def ask(sql: str, parameters: Sequence[object]) -> list[Row]:
            try:
                cursor = connection.execute(sql, list(parameters))
                names = [column[0] for column in cursor.description or []]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            except (duckdb.BinderException, duckdb.CatalogException):
                raise OlderBuildError(build=published.build_id) from None
            except duckdb.Error as error:
                raise why_closed(error, published.database) from None

        code = _region(region, last_day_of(wanted), ask)
        found = ask(INDICATORS, (indicator,))
        if not found:
            known = [row["indicator_code"] for row in ask(CODES, ())]
            raise UnknownNameError(name=indicator, detail=" / ".join(known))
        scopes = ask(SCOPES, ())
        if scope is not None and all(scope not in row.values() for row in scopes):
            detail = " / ".join(row["scope_code"] for row in scopes)
            raise UnknownNameError(name=scope, detail=detail)
        told = stories(ask, code, wanted, found[0]["indicator_code"], scope)
    if not told:
        raise NothingToExplainError(region=region, period=wanted, indicator=indicator)
    return told


def _period(text: str) -> str:
    found = read_period(text)
    if found.value is None:
        raise UnknownNameError(name=text, detail=found.detail or "2015, 2015-06, 2011-2015")
    return found.value.period


def _region(text: str, on: date, ask: Ask) -> str:
    places = Places.from_seeds(SEEDS_DIR)
    day = min(on, datetime.now(UTC).date())
    is_code = text[:1].isdigit() or (text.isascii() and text.isupper())
    found = places.check_code(text, on=day) if is_code else places.read_region(text, on=day)
    if found.value is not None:
        return found.value
    if found.reason == "region_ambiguous":
        raise AmbiguousNameError(name=text, detail=found.detail)
    named = ask(IN_LETTERS, (text, day, day))
    if len(named) == 1:
        return str(named[0]["region_code"])
    if named:
        meant = " / ".join(f"{row['region_name']} {row['region_code']}" for row in named)
        raise AmbiguousNameError(name=text, detail=meant)
    raise UnknownNameError(name=text, detail=found.detail)
