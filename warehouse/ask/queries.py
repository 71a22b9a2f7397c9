"""Asking the published build in SQL: one statement, reading only, nothing but the build."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from warehouse.ask.limits import Limits, held_to
from warehouse.builds.as_of import Past
from warehouse.builds.published import connect, published_build, why_closed
from warehouse.ground.errors import (
    FileRefusedError,
    NestedTooDeepError,
    NotOneStatementError,
    SqlError,
    SqlNotTextError,
    StatementRefusedError,
    UnknownTableError,
    WarehouseError,
)
from warehouse.ground.settings import Settings

# PIVOT without a list of values is several statements to DuckDB, though one to its writer.
READING = {"SELECT", "EXPLAIN", "MULTI"}
TABLE_MISSING = re.compile(r"Table with name (.+?) does not exist", re.DOTALL)
# Where a statement begins: behind blanks and comments.
FIRST_WORD = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+)", re.DOTALL)
DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


AT_MOST = Limits()
LONGEST_PROBLEM = 500


@contextmanager
def open_query(
    settings: Settings, sql: str, as_of: date | None = None, limits: Limits = AT_MOST
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens the published build for one checked statement, and closes it afterwards.

    What DuckDB refuses inside the block is raised as an error of ours.

    Args:
        settings: Where the published build is.
        sql: The statement that the block will run.
        as_of: The day as whose marts they are to answer; left out, with all that is known now.
        limits: What the block may use of time and memory.

    Raises:
        MissingBuildError: Nothing is published.
        DamagedBuildError: The build is damaged.
        ClosedBuildError: It is held by another program, or may not be read.
        SqlNotTextError: The statement is not made of characters.
        NotOneStatementError: There is no statement, or more than one.
        StatementRefusedError: The statement would change something.
        FileRefusedError: The statement would reach a file or another machine.
        QualifiedTableError: A day is given, and a table is named with its schema.
        UnknownTableError: The statement names a table that is not there.
        SqlError: The statement is wrong in any other way.
        NestedTooDeepError: A value is nested too deeply to be written.
        QueryTooLongError: The time is over.
        QueryTooLargeError: The memory does not suffice.
    """
    published = published_build(settings)
    with connect(published.database, limits.settings) as connection:
        try:
            _check(connection, sql)
            with held_to(connection, limits):
                if as_of is not None:
                    Past(connection, published.database, as_of).lay_over(sql)
                yield connection
        except DAMAGE as error:
            raise why_closed(error, published.database) from None
        except RecursionError:
            raise NestedTooDeepError from None
        except duckdb.Error as error:
            raise _in_our_words(connection, sql, error) from None


def mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Answers the names of all tables and views in schema main."""
    rows = connection.execute(
        "select table_name from information_schema.tables"
        " where table_schema = 'main' order by table_name"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    if not _is_text(sql):
        raise SqlNotTextError
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise NotOneStatementError(statements=len(statements))
    try:
        kind = statements[0].type.name
    except ValueError:  # one that DuckDB has no name for in Python, as UPDATE EXTENSIONS
        kind = _first_word(sql)
    if kind not in READING:
        raise StatementRefusedError(statement=kind.replace("_", " "))


def _is_text(sql: str) -> bool:
    """Answers whether a statement has no byte in it that is no character."""
    try:
        sql.encode()
    except UnicodeEncodeError:
        return False
    return True


def _first_word(sql: str) -> str:
    found = FIRST_WORD.match(sql)
    return found[1].upper() if found else "?"


def _in_our_words(
    connection: duckdb.DuckDBPyConnection, sql: str, error: duckdb.Error
) -> WarehouseError:
    message = str(error)
    if isinstance(error, duckdb.PermissionException):
        return FileRefusedError()
    if "read-only mode" in message:
        return StatementRefusedError(statement=_first_word(sql))
    table = TABLE_MISSING.search(message)
    if table is None:
        return SqlError(problem=_shortened(message))
    if "/" in table.group(1):
        return FileRefusedError()
    return UnknownTableError(table=table.group(1), tables=", ".join(mart_names(connection)))


def _shortened(message: str) -> str:
    """Answers the first two lines of DuckDB's message as one, without the quoted statement."""
    said, _, _ = message.partition("LINE ")
    lines = [line.strip() for line in said.splitlines()]
    shown = " ".join([line for line in lines if line][:2])
    return shown if len(shown) <= LONGEST_PROBLEM else f"{shown[: LONGEST_PROBLEM - 1]}…"
