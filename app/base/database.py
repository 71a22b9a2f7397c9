"""The only way from the explorer to the database: one open file per build, a cursor per question.

Opening a build costs a tenth of a second, nearly all of it for reading its catalogue, and a page
asks a dozen questions. A kept connection is safe because a build's file never changes and never
keeps its path: it blocks no build and cannot show old data. Threads share the file, not a cursor.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Final

import duckdb
import polars as pl
import streamlit as st

from app.base import homes
from warehouse.builds import as_of
from warehouse.builds.published import PublishedBuild, connect, published_build, why_closed
from warehouse.ground.errors import ClosedBuildError, DamagedBuildError, OlderBuildError
from warehouse.ground.homes import opened

# The day as whose marts answer; none for all that is known now.
_DAY: Final = ContextVar[date | None]("day", default=None)


def build() -> PublishedBuild:
    """Answers which build is published now in the home that the reader looks at.

    Raises:
        MissingBuildError: Nothing is published yet.
        DamagedBuildError: What is published cannot be read.
    """
    return published_build(opened(homes.settings()))


def ask(sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """Answers a query of the published marts, from memory where it was asked before.

    Answers are kept by the path of the build's file, which never changes once published, so an
    answer cannot go stale.

    Args:
        sql: One select statement with ? for each parameter.
        parameters: Values for the question marks; a tuple is a list to DuckDB.

    Returns:
        One row per row of the result.

    Raises:
        MissingBuildError: Nothing is published yet.
        DamagedBuildError: What is published is damaged.
        ClosedBuildError: It is held by another program, or may not be read.
        OlderBuildError: It lacks a table or column that is asked for.
    """
    published = build()
    database, day = str(published.database), _DAY.get()
    try:
        if day is not None:
            return _answer_of_day(database, day, sql, tuple(parameters))
        return _answer(database, sql, tuple(parameters))
    except (duckdb.BinderException, duckdb.CatalogException):
        raise OlderBuildError(build=published.build_id) from None
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        raise why_closed(error, published.database) from None


@contextmanager
def as_known_on(day: date | None) -> Iterator[None]:
    """Lets what is asked inside the block be answered as it was known on a day.

    Args:
        day: One of days(), with which answers are kept; None for all that is known now.
    """
    token = _DAY.set(day)
    try:
        yield
    finally:
        _DAY.reset(token)


def days() -> list[date]:
    """Answers the days on which figures became known, in their order."""
    return _days(str(build().database))


def ask_build(database: Path, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
    """Answers the same of another build than the one published.

    Args:
        database: The file of that build.
        sql: As for ask().
        parameters: As for ask().

    Raises:
        DamagedBuildError: It is gone, damaged, or older than what is asked for.
    """
    try:
        return _answer(str(database), sql, tuple(parameters))
    except (duckdb.Error, ClosedBuildError):
        raise DamagedBuildError(build=database.parent.name) from None


@st.cache_data(show_spinner=False, max_entries=500)
def _answer(database: str, sql: str, parameters: tuple[object, ...]) -> pl.DataFrame:
    with _opened(database).cursor() as cursor:
        values = [list(value) if isinstance(value, tuple) else value for value in parameters]
        frame: pl.DataFrame = cursor.sql(sql, params=values or None).pl()
    return frame


@st.cache_data(show_spinner=False, max_entries=500)
def _answer_of_day(
    database: str, day: date, sql: str, parameters: tuple[object, ...]
) -> pl.DataFrame:
    past, lock = _past(database, day)
    values = [list(value) if isinstance(value, tuple) else value for value in parameters]
    # what is laid over belongs to one connection, which threads take in turn
    with lock:
        past.lay_over(sql)
        frame: pl.DataFrame = past.connection.sql(sql, params=values or None).pl()
    return frame


@st.cache_data(show_spinner=False, max_entries=4)
def _days(database: str) -> list[date]:
    with _opened(database).cursor() as cursor:
        return as_of.days(cursor)


# A day's marts take two seconds and a few megabytes.
@st.cache_resource(show_spinner=False, max_entries=4)
def _past(database: str, day: date) -> tuple[as_of.Past, Lock]:
    return as_of.Past(connect(Path(database)), Path(database), day), Lock()


# Four entries: of our own home and of the simulated city beside it the build shown and the one
# before, with which it is compared. What leaves the memory is closed when its last cursor is.
@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(database: str) -> duckdb.DuckDBPyConnection:
    return connect(Path(database))
