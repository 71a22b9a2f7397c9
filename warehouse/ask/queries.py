"""Asking the published build in SQL: one statement, reading only, nothing but the build."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import duckdb

from warehouse.builds.as_of import go_back
from warehouse.builds.published import connect, published_build
from warehouse.ground.errors import (
    DamagedBuildError,
    FileRefusedError,
    NotOneStatementError,
    SqlError,
    StatementRefusedError,
    UnknownTableError,
    WarehouseError,
)
from warehouse.ground.settings import Settings

# PIVOT without a list of values is several statements to DuckDB, though one to its writer.
READING = {"SELECT", "EXPLAIN", "MULTI"}
TABLE_MISSING = re.compile(r"Table with name (.+?) does not exist")
DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


@contextmanager
def open_query(
    settings: Settings, sql: str, as_of: date | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Opens the published build for one checked statement, and closes it afterwards.

    What DuckDB refuses inside the block is raised as an error of ours.

    Args:
        settings: Where the published build is.
        sql: The statement that the block will run.
        as_of: The day as whose marts they are to answer; left out, with all that is known now.

    Raises:
        MissingBuildError: Nothing is published.
        DamagedBuildError: The build cannot be read.
        NotOneStatementError: There is no statement, or more than one.
        StatementRefusedError: The statement would change something.
        FileRefusedError: The statement would reach a file or another machine.
        QualifiedTableError: A day is given, and a table is named with its schema.
        UnknownTableError: The statement names a table that is not there.
        SqlError: The statement is wrong in any other way.
    """
    published = published_build(settings)
    with connect(published.database) as connection:
        try:
            _check(connection, sql)
            if as_of is not None:
                go_back(connection, published.database, sql, as_of)
            yield connection
        except duckdb.InterruptException:
            raise KeyboardInterrupt from None
        except DAMAGE:
            raise DamagedBuildError(build=published.build_id) from None
        except duckdb.Error as error:
            raise _in_our_words(connection, str(error), error) from None


def mart_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Answers the names of all tables and views in schema main."""
    rows = connection.execute(
        "select table_name from information_schema.tables"
        " where table_schema = 'main' order by table_name"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise NotOneStatementError(statements=len(statements))
    kind = statements[0].type.name
    if kind not in READING:
        raise StatementRefusedError(statement=kind.replace("_", " "))


def _in_our_words(
    connection: duckdb.DuckDBPyConnection, message: str, error: duckdb.Error
) -> WarehouseError:
    if isinstance(error, duckdb.PermissionException):
        return FileRefusedError()
    if "read-only mode" in message:
        return StatementRefusedError(statement="WITH")
    table = TABLE_MISSING.search(message)
    if table is None:
        return SqlError(problem=_shortened(message))
    if "/" in table.group(1):
        return FileRefusedError()
    return UnknownTableError(table=table.group(1), tables=", ".join(mart_names(connection)))


def _shortened(message: str) -> str:
    """Answers the first two lines of DuckDB's message, without the quoted statement."""
    said, _, _ = message.partition("LINE ")
    lines = [line.strip() for line in said.splitlines()]
    return "\n".join([line for line in lines if line][:2])
