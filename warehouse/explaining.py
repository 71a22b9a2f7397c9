"""The story of a number that a reader names: region, period and indicator in words or codes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from loaders.periods import last_day_of, read_period
from loaders.places import Places
from warehouse.errors import NothingToExplainError, UnknownNameError
from warehouse.reading import connect, published_build
from warehouse.settings import Settings
from warehouse.stories import Row, Story, stories

SEEDS_DIR = Path(__file__).resolve().parent.parent / "seeds"

INDICATORS = """
select indicator_code from dim_indicators
where ? in (indicator_code, indicator_name, indicator_name_en)
"""


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

        def ask(sql: str, parameters: Sequence[object]) -> list[Row]:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or []]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        found = ask(INDICATORS, (indicator,))
        if not found:
            raise UnknownNameError(name=indicator, detail="dim_indicators")
        told = stories(ask, code, wanted, found[0]["indicator_code"], scope)
    if not told:
        raise NothingToExplainError(region=region, period=wanted, indicator=indicator)
    return told


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
