"""The only way from the explorer to the database: one open file per build, a cursor per question.

Opening a build costs a tenth of a second, nearly all of it for reading its catalogue, and a page
asks a dozen questions. A kept connection is safe because a build's file never changes and never
keeps its path: it blocks no build and cannot show old data. Threads share the file, not a cursor.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

from warehouse.builds.published import PublishedBuild, connect, published_build, why_closed
from warehouse.ground.errors import ClosedBuildError, DamagedBuildError, OlderBuildError
from warehouse.ground.homes import opened_home


def build() -> PublishedBuild:
    """Answers which build is published now.

    Raises:
        MissingBuildError: Nothing is published yet.
        DamagedBuildError: What is published cannot be read.
    """
    return published_build(opened_home())


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
    try:
        return _answer(str(published.database), sql, tuple(parameters))
    except (duckdb.BinderException, duckdb.CatalogException):
        raise OlderBuildError(build=published.build_id) from None
    except (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException) as error:
        raise why_closed(error, published.database) from None


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


# Two entries: the build shown and the one before, with which it is compared. What leaves the memory
# is closed when its last cursor is.
@st.cache_resource(show_spinner=False, max_entries=2)
def _opened(database: str) -> duckdb.DuckDBPyConnection:
    return connect(Path(database))
